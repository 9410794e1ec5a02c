/** What went wrong, in words and as an exit code. */
import { redact, redactText } from "@landfall/http";
import {
  type ErrorCode,
  errorTable,
  LandfallError,
  type Problem,
  toLandfallError,
  toProblem,
} from "@landfall/protocol";
import type { ExitCode } from "./command.ts";
import type { Words } from "./words.ts";

/** A folder that is not there is a mistake in the command, not a decision that waits. */
const mistakes = new Set<ErrorCode>(["FOLDER_NOT_FOUND", "SIGN_IN_NEEDED", "ORIGIN_NOT_ALLOWED", "HOST_NOT_ALLOWED"]);

export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof LandfallError) || mistakes.has(error.code)) return 1;
  return error.tier === "person" || error.tier === "auth" || error.tier === "disk" ? 3 : 1;
}

/** Message, detail and hint of an error of ours; no stack trace. */
export function explain(error: unknown, words: Words = {}): string {
  if (!(error instanceof LandfallError)) {
    const message = error instanceof Error ? error.message : String(error);
    return redactText(`${errorTable.INTERNAL.message} ${message}`);
  }
  const hint = hintOf(error, words);
  return redactText([sentenceOf(error, words), ...(hint ? [hint] : [])].join("\n"));
}

/** The problem document of `--json`. */
export function problemOf(thrown: unknown, words: Words = {}): Problem {
  const error = toLandfallError(thrown);
  const title = words[error.code]?.message;
  return redact({ ...toProblem(error), ...(title && { title }), hint: hintOf(error, words) }) as Problem;
}

/** The list of fields that the table's hint speaks of stands in the sentence already. */
function hintOf({ code }: LandfallError, words: Words): string {
  return words[code]?.hint ?? (code === "VALIDATION_FAILED" ? "" : errorTable[code].hint);
}

function sentenceOf({ code, detail, fields = [] }: LandfallError, words: Words): string {
  if (code === "VALIDATION_FAILED" && fields.length > 0)
    return fields.map(({ path, message }) => `${path.replace(/^(?:body|query)\./, "")}: ${message}`).join("\n");
  if (code === "VALIDATION_FAILED" && detail) return detail;
  return withDetail(words[code]?.message ?? errorTable[code].message, detail);
}

/** A detail that is a sentence says the same more exactly; any other, such as a system's code, stands in brackets. */
export function withDetail(message: string, detail: string | null | undefined): string {
  if (!detail || detail === message) return message;
  return detail.endsWith(".") ? detail : `${message} (${detail})`;
}
