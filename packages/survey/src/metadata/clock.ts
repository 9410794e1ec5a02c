/** The camera's clock beside the time of its GPS: which zone it was set to, and whether it was right. */
import type { FindingCode } from "@landfall/protocol";

export interface ClockReading {
  /** `+02:00`; null where neither the file nor its GPS tells. */
  readonly offset: string | null;
  readonly offsetSource: "stated" | "gps" | null;
  readonly findings: readonly FindingCode[];
}

const minuteMs = 60_000;
/** A fix may be some seconds old, a clock some seconds wrong. Zones lie on quarters of an hour, so more would be guessing. */
const toleranceMs = 3 * minuteMs;
const quarterMs = 15 * minuteMs;
const west = -12 * 60 * minuteMs;
const east = 14 * 60 * minuteMs;

/**
 * @param localTime of the camera's own date, with a time of day
 * @param stated the offset that the file states for that date
 * @param gpsMs the instant of the GPS fix
 */
export function readClock(localTime: string | null, stated: string | null, gpsMs: number | null): ClockReading {
  const known = { offset: stated, offsetSource: stated === null ? null : ("stated" as const), findings: [] };
  if (localTime === null || localTime.length <= 10 || gpsMs === null) return known;
  if (stated !== null) {
    const aside = Math.abs(Date.parse(`${localTime.slice(0, 19)}${stated}`) - gpsMs);
    return aside > quarterMs ? { ...known, findings: ["CLOCK_DIFFERS"] } : known;
  }
  const aheadMs = Date.parse(`${localTime.slice(0, 19)}Z`) - gpsMs;
  const zoneMs = Math.round(aheadMs / quarterMs) * quarterMs;
  const fits = Math.abs(aheadMs - zoneMs) <= toleranceMs && zoneMs >= west && zoneMs <= east;
  return fits
    ? { offset: offsetText(zoneMs), offsetSource: "gps", findings: [] }
    : { ...known, findings: ["CLOCK_DIFFERS"] };
}

/** `+05:30`. */
export function offsetText(zoneMs: number): string {
  const minutes = Math.abs(zoneMs) / minuteMs;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${zoneMs < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
