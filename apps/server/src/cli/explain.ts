/** What went wrong, in words and as an exit code. */
import { redactText } from "@landfall/http";
import { type ErrorCode, errorTable, LandfallError } from "@landfall/protocol";
import type { ExitCode } from "./command.ts";

/** A folder that is not there is a mistake in the command, not a decision that waits. */
const mistakes = new Set<ErrorCode>(["FOLDER_NOT_FOUND", "SIGN_IN_NEEDED", "ORIGIN_NOT_ALLOWED", "HOST_NOT_ALLOWED"]);

export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof LandfallError) || mistakes.has(error.code)) return 1;
  return error.tier === "person" || error.tier === "auth" ? 3 : 1;
}

/** Message, detail and hint of an error of ours; no stack trace. */
export function explain(error: unknown): string {
  if (!(error instanceof LandfallError)) {
    const message = error instanceof Error ? error.message : String(error);
    return redactText(`${errorTable.INTERNAL.message} ${message}`);
  }
  const { message, hint } = errorTable[error.code];
  return redactText(`${withDetail(message, error.detail)}\n${hint}`);
}

/** A detail that is a sentence says the same more exactly; any other is added to the message. */
function withDetail(message: string, detail: string | undefined): string {
  if (!detail || detail === message) return message;
  return detail.endsWith(".") ? detail : `${message} (${detail})`;
}
