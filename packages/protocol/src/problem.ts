/** RFC 9457 problem details, with our `code`, `hint` and `tier`. */
import { z } from "zod";
import { type ErrorCode, errorCodes, errorTable, LandfallError } from "./errors.ts";

export const Problem = z.object({
  type: z.string().describe("urn:landfall:error:CODE"),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  instance: z.string().optional().describe("The path that was asked for"),
  code: z.enum(errorCodes),
  tier: z.string(),
  hint: z.string(),
  requestId: z.string().optional(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

export const problemMediaType = "application/problem+json";

export function toProblem(error: LandfallError, context: { instance?: string; requestId?: string } = {}): Problem {
  const entry = errorTable[error.code];
  return {
    type: `urn:landfall:error:${error.code}`,
    title: entry.message,
    status: entry.status,
    ...(error.detail !== undefined && { detail: error.detail }),
    ...context,
    code: error.code,
    tier: entry.tier,
    hint: entry.hint,
    ...(error.fields && { fields: [...error.fields] }),
  };
}

/** A received problem as an error; `undefined` when the body is not one of ours. */
export function fromProblem(body: unknown, retryAfterMs?: number): LandfallError | undefined {
  const parsed = Problem.safeParse(body);
  if (!parsed.success) return undefined;
  const { code, detail, title, fields } = parsed.data;
  return new LandfallError(code as ErrorCode, {
    detail: detail ?? title,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(fields && { fields }),
  });
}
