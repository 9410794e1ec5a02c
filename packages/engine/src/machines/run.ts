/** A sync run, as a pure machine. Pausing is a set of reasons: it goes on when the last one is gone. */
import type { ErrorCode, PauseReason } from "@landfall/protocol";

export interface RunError {
  readonly code: ErrorCode;
  readonly detail: string | null;
}

export type RunRecord =
  | { readonly state: "running" }
  | { readonly state: "paused"; readonly reasons: readonly PauseReason[]; readonly error: RunError | null }
  | { readonly state: "done" | "cancelled" }
  | { readonly state: "failed"; readonly error: RunError };

export type RunEvent =
  /** Of one that is noted already only the error is news. */
  | { readonly type: "paused"; readonly reason: PauseReason; readonly error: RunError | null }
  | { readonly type: "resumed"; readonly reason: PauseReason }
  | { readonly type: "finished" }
  | { readonly type: "cancelled" }
  | { readonly type: "failed"; readonly error: RunError };

export const newRun: RunRecord = { state: "running" };

export const isOver = (run: RunRecord): boolean => run.state !== "running" && run.state !== "paused";

/** Reasons that no error stands behind. */
const withoutError = new Set<PauseReason>(["user", "queue", "window", "budget"]);

/** The next record; the same reference when the event changes nothing. */
export function stepRun(run: RunRecord, event: RunEvent): RunRecord {
  if (isOver(run)) return run;
  const reasons = run.state === "paused" ? run.reasons : [];
  const error = run.state === "paused" ? run.error : null;
  switch (event.type) {
    case "paused":
      if (run.state === "paused" && reasons.includes(event.reason))
        return event.error === null || event.error.code === error?.code ? run : { ...run, error: event.error };
      return { state: "paused", reasons: [...reasons, event.reason], error: event.error ?? error };
    case "resumed": {
      if (run.state !== "paused" || !reasons.includes(event.reason)) return run;
      const left = reasons.filter((reason) => reason !== event.reason);
      if (left.length === 0) return newRun;
      return { ...run, reasons: left, error: left.every((reason) => withoutError.has(reason)) ? null : error };
    }
    case "finished":
      return { state: "done" };
    case "cancelled":
      return { state: "cancelled" };
    case "failed":
      return { state: "failed", error: event.error };
  }
}
