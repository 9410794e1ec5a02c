/** Words of a command for errors that mean something else to it. */
import type { ErrorCode } from "@landfall/protocol";

/** What a command says instead of the table, where that speaks of a run that goes on. */
export type Words = Partial<Readonly<Record<ErrorCode, { readonly message?: string; readonly hint?: string }>>>;
