/** THE error table, part by part in `errors/`. The HTTP mapping, `docs/errors.md` and the dashboard's texts derive from it. */
import type { Tier } from "./errors/entry.ts";
import { house } from "./errors/house.ts";
import { onTheWay } from "./errors/on-the-way.ts";
import { photographs } from "./errors/photographs.ts";

export type { Tier };

export const errorTable = { ...onTheWay, ...photographs, ...house } as const;

export type ErrorCode = keyof typeof errorTable;
export const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]];

export interface LandfallErrorOptions {
  /** What happened to what: names the file, field or address. Never holds a secret. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** From `Retry-After`, milliseconds. */
  readonly retryAfterMs?: number;
  /** Field errors of VALIDATION_FAILED. */
  readonly fields?: readonly { readonly path: string; readonly message: string }[];
}

/** The one error class that crosses rooms. Made at the far ends, shown by the near ones. */
export class LandfallError extends Error {
  override readonly name = "LandfallError";
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly fields: LandfallErrorOptions["fields"];

  constructor(code: ErrorCode, options: LandfallErrorOptions = {}) {
    super(
      options.detail ?? errorTable[code].message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.detail = options.detail;
    this.retryAfterMs = options.retryAfterMs;
    this.fields = options.fields;
  }

  get tier(): Tier {
    return errorTable[this.code].tier;
  }
  get status(): number {
    return errorTable[this.code].status;
  }
  get hint(): string {
    return errorTable[this.code].hint;
  }
}

/** Anything thrown, as a {@link LandfallError}; what nobody classified is INTERNAL. */
export const toLandfallError = (error: unknown): LandfallError =>
  error instanceof LandfallError
    ? error
    : new LandfallError("INTERNAL", { detail: error instanceof Error ? error.message : String(error), cause: error });
