/** What the hour allows of the link, in a few words. Local time of this browser, which is the station's machine. */
import { capAt, levelAt, type NetworkSettings, nextChange, showRate } from "@landfall/protocol";
import { formatInstant } from "./format.ts";

/** `cap 2 Mbit/s until 17:00`; empty where nothing is limited. */
export function linkWords({ week, uploadCap, peakPercent }: NetworkSettings, nowMs: number): string {
  const level = levelAt(week, nowMs);
  const nextMs = nextChange(week, nowMs);
  const until = nextMs === null ? "" : ` until ${formatInstant(new Date(nextMs).toISOString(), new Date(nowMs))}`;
  if (level === "closed") return `closed${until}`;
  const cap = capAt(level, uploadCap, peakPercent, null);
  if (cap !== null) return `cap ${showRate(cap)}${until}`;
  return level === "peak" ? `at ${peakPercent} %${until}` : "";
}
