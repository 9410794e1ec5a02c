/** What keeps a run from beginning anything, and when it may begin again. Pure; the run's handle asks it. */
import type { LandfallError, PauseReason } from "@landfall/protocol";
import type { ClosedWindow } from "../flow/traffic.ts";
import type { RunError } from "../machines/run.ts";

/** Beside the gates before the far ends, at which callers wait for one of them. */
export interface Holds {
  readonly user: boolean;
  /** `undefined` while the sync window is open. */
  readonly window: ClosedWindow | undefined;
  /** What the run may spend is spent, and what it began within that has ended. */
  readonly budget: boolean;
}

export interface ClosedGate {
  readonly reason: PauseReason;
  readonly error: LandfallError;
  readonly untilMs: number;
}

/** A run that is silent asks the hub for nothing at all, not even for receipts. */
export const isSilent = ({ user, window }: Holds): boolean => user || window !== undefined;

/** A run that is held has no use for the wire, whoever else waits for it. */
export const isHeld = (holds: Holds): boolean => isSilent(holds) || holds.budget;

export interface Standing {
  readonly holds: Holds;
  readonly gates: readonly ClosedGate[];
  /** It could use the wire, and another has it. */
  readonly waitsInLine: boolean;
  /** Nothing is due before then. */
  readonly restsUntilMs: number | undefined;
}

/** What only a person can mend comes first. */
const gateReasons: readonly PauseReason[] = ["auth", "disk", "offline", "unavailable"];

/** The run's set of reasons, each with its error where there is one; of several errors the first is the one to be told. */
export function reasonsOf({ holds, gates, waitsInLine }: Standing): ReadonlyMap<PauseReason, RunError | null> {
  const reasons = new Map<PauseReason, RunError | null>();
  if (holds.user) reasons.set("user", null);
  if (holds.window) reasons.set("window", null);
  if (holds.budget) reasons.set("budget", null);
  if (waitsInLine) reasons.set("queue", null);
  const rank = ({ reason }: ClosedGate): number => gateReasons.indexOf(reason);
  for (const { reason, error } of gates.toSorted((a, b) => rank(a) - rank(b)))
    reasons.set(reason, { code: error.code, detail: error.detail ?? null });
  return reasons;
}

/** The event that has the run tell the error that it waits for now; undefined where it does, or waits for none. */
export function toldAnew(reasons: ReadonlyMap<PauseReason, RunError | null>, told: RunError | null) {
  for (const [reason, error] of reasons)
    if (error) return error.code === told?.code ? undefined : ({ type: "paused", reason, error } as const);
  return undefined;
}

/** Null: when a person acts, or nothing waits. The window comes before a rest, and a rest before the gates. */
export function nextAttemptMs({ holds, gates, restsUntilMs }: Standing): number | null {
  if (holds.user || holds.budget) return null;
  if (holds.window) return holds.window.untilMs;
  if (restsUntilMs !== undefined) return restsUntilMs;
  return gates.reduce<number | null>((least, { untilMs }) => Math.min(least ?? untilMs, untilMs), null);
}
