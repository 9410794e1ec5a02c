/**
 * The week in local hours: when the link may be used, and how much of it. Pure: the instant and the way to local time
 * are parameters. An hour that a clock change skips is never there, one that it repeats holds twice.
 */
import { z } from "zod";

/**
 * `full`: all of the cap. `peak`: a part of it, because others need the link. `closed`: outside the sync window, nothing
 * is begun.
 */
export const Level = z.enum(["full", "peak", "closed"]);
export type Level = z.infer<typeof Level>;

/** Monday first, as ISO 8601 counts; each day by its local hours from 0 to 23. */
export const Week = z.array(z.array(Level).length(24)).length(7);
export type Week = z.infer<typeof Week>;

export const daysOfWeek = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

export interface LocalHour {
  /** From Monday, 0, to Sunday, 6. */
  readonly weekday: number;
  readonly hour: number;
}
export type ToLocalHour = (atMs: number) => LocalHour;

/** By the clock and the time zone of this machine. */
export const machineHour: ToLocalHour = (atMs) => {
  const at = new Date(atMs);
  return { weekday: (at.getDay() + 6) % 7, hour: at.getHours() };
};

export const weekOf = (level: (at: LocalHour) => Level): Week =>
  daysOfWeek.map((_, weekday) => Array.from({ length: 24 }, (_, hour) => level({ weekday, hour })));

export function levelAt(week: Week, atMs: number, toLocalHour = machineHour): Level {
  const { weekday, hour } = toLocalHour(atMs);
  return week[weekday]?.[hour] ?? "full";
}

/** Every zone's hours begin at a quarter of an hour in UTC. */
const stepMs = 15 * 60_000;
/** Two weeks, since the only hour of a week may be one that a clock change skips; and the hour by which it may shift. */
const horizonMs = 14 * 86_400_000 + 3_600_000;

/** When `test` is next true of the level; null when it never is. */
function nextWhere(week: Week, atMs: number, toLocalHour: ToLocalHour, test: (level: Level) => boolean): number | null {
  const first = Math.floor(atMs / stepMs) * stepMs + stepMs;
  for (let step = first; step <= atMs + horizonMs; step += stepMs)
    if (test(levelAt(week, step, toLocalHour))) return step;
  return null;
}

/** When the level is next another one; null when it never is. */
export function nextChange(week: Week, atMs: number, toLocalHour = machineHour): number | null {
  const now = levelAt(week, atMs, toLocalHour);
  return nextWhere(week, atMs, toLocalHour, (level) => level !== now);
}

/** When the sync window is next open: now if it is; null when it never is. */
export const nextOpen = (week: Week, atMs: number, toLocalHour = machineHour): number | null =>
  levelAt(week, atMs, toLocalHour) === "closed"
    ? nextWhere(week, atMs, toLocalHour, (level) => level !== "closed")
    : atMs;

/**
 * The most that may be taken at this level, in the unit of `cap`; null is no limit. A `peak` without a cap is a part of
 * what the link has been measured to give at `full`.
 */
export function capAt(level: Level, cap: number | null, peakPercent: number, measured: number | null): number | null {
  if (level !== "peak") return cap;
  const whole = cap ?? measured;
  return whole === null ? null : Math.max(1, Math.round((whole * peakPercent) / 100));
}
