/** Which of the times that a camera showed a correction of its clock is about. Pure. */
import { shiftMs } from "@landfall/protocol";
import type { ClockRule } from "../ports.ts";

const utcMs = (local: string): number => Date.parse(`${local.slice(0, 19)}Z`);
const yearMs = 365.25 * 24 * 60 * 60 * 1000;
/** A clock that is off by less may have been so for as long as there was the camera. */
const farOffMs = yearMs;
/** No clock runs on so long, far off, without anybody setting it. */
const longestRunMs = 10 * yearMs;

export const isWithin = (shown: string, { from, to }: ClockRule): boolean =>
  (from === null || shown.slice(0, from.length) >= from) && (to === null || shown.slice(0, to.length) <= to);

/**
 * Of a clock that began again in 2000, and of which nobody has said until when it was wrong: a date many years from the moment at
 * which that is known is not this clock's, but right as it is, or wrong in another way. Where the range has an end, a person has said it.
 * @param shown within the range
 */
export function isApart(shown: string, { from, to, points }: ClockRule): boolean {
  const [first, last = first] = points;
  if (!first || !last) return false;
  const at = utcMs(shown);
  const beforeMs = from === null ? utcMs(first.shown) - at : 0;
  const afterMs = to === null ? at - utcMs(last.shown) : 0;
  const offMs = Math.abs(shiftMs(first.shown, points));
  // Nearer to the true time than to what the clock showed then.
  const farthestMs = offMs < longestRunMs ? longestRunMs : Math.min(longestRunMs, offMs / 2);
  return offMs >= farOffMs && Math.max(beforeMs, afterMs) > farthestMs;
}
