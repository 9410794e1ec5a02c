/** When a sync starts by the clock. Pure; times are those of this machine's zone, with its summer time. */
import { LandfallError, type Schedule, type ScheduleKind } from "@landfall/protocol";
import { Cron } from "croner";

export interface Scheduled {
  readonly atMs: number;
  readonly kind: ScheduleKind;
}

/** @param timezone IANA name; this machine's when left out */
const cronOf = (cron: string, timezone?: string) =>
  new Cron(cron, { paused: true, mode: "5-part", ...(timezone && { timezone }) });

/** VALIDATION_FAILED where a time could never be understood. */
export function refuseUnreadable(schedule: Schedule): void {
  for (const { cron } of schedule) {
    try {
      cronOf(cron);
    } catch (error) {
      const detail = `${cron} is not a time: ${error instanceof Error ? error.message : String(error)}`;
      throw new LandfallError("VALIDATION_FAILED", { detail, fields: [{ path: "body.schedule", message: detail }] });
    }
  }
}

const byTime = (a: Scheduled, b: Scheduled): number => a.atMs - b.atMs || (a.kind === "check" ? -1 : 1);

/** The first time after this moment; null when nothing comes. Of two at the same time it is the check, which does more. */
export function nextScheduled(schedule: Schedule, afterMs: number, timezone?: string): Scheduled | null {
  const next = schedule.flatMap(({ cron, kind }): Scheduled[] => {
    const at = cronOf(cron, timezone).nextRun(new Date(afterMs));
    return at ? [{ atMs: at.getTime(), kind }] : [];
  });
  return next.toSorted(byTime)[0] ?? null;
}

/**
 * What is to be started now, given up to when the schedule was followed. However many times have passed since (the
 * machine was off, or asleep), it is started once; a check among them makes it a check.
 */
export function dueNow(schedule: Schedule, followedMs: number, nowMs: number, timezone?: string): ScheduleKind | null {
  const passed = schedule.filter(({ cron }) => {
    const at = cronOf(cron, timezone).nextRun(new Date(followedMs));
    return at !== null && at.getTime() <= nowMs;
  });
  if (passed.length === 0) return null;
  return passed.some(({ kind }) => kind === "check") ? "check" : "sync";
}
