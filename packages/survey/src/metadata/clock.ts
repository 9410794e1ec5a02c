/** The camera's clock beside the time of its GPS: which zone it was set to, and whether it was right. */
import type { FindingCode } from "@landfall/protocol";

export interface ClockReading {
  /** `+02:00`; null where neither the file nor its GPS tells. */
  readonly offset: string | null;
  readonly offsetSource: "stated" | "gps" | null;
  readonly findings: readonly FindingCode[];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A fix may be some seconds old, a clock some seconds wrong. */
const toleranceMs = 3 * minuteMs;
const quarterMs = 15 * minuteMs;
/** The offsets that there are, or were since there are digital cameras (IANA), in hours: a clock that fits none of them is wrong. */
const broken = [-9.5, -4.5, -3.5, -2.5, 3.5, 4.5, 5.5, 5.75, 6.5, 7.5, 8.5, 8.75, 9.5, 10.5, 11.5, 12.75, 13.75];
const zonesMs: readonly number[] = [...Array.from({ length: 27 }, (_, hour) => hour - 12), ...broken].map(
  (hours) => hours * hourMs,
);

/** The zone of the earth whose clocks come closest to showing so much more than UTC. */
export const zoneNear = (aheadMs: number): number =>
  zonesMs.reduce((best, zone) => (Math.abs(aheadMs - zone) < Math.abs(aheadMs - best) ? zone : best));

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
  const zoneMs = zoneNear(aheadMs);
  return Math.abs(aheadMs - zoneMs) <= toleranceMs
    ? { offset: offsetText(zoneMs), offsetSource: "gps", findings: [] }
    : { ...known, findings: ["CLOCK_DIFFERS"] };
}

/** `+05:30`. */
function offsetText(zoneMs: number): string {
  const minutes = Math.abs(zoneMs) / minuteMs;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${zoneMs < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
