/** What is known of a camera's clock, as a person would say it. Times are local, as {@link ClockPoint} has them. */
import { type CameraView, type ClockCorrection, type ClockPoint, shiftMs, shiftText } from "./clocks.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const dayMs = 86_400_000;
const utcMs = (local: string): number => Date.parse(`${local}Z`);

const dayText = (local: string): string =>
  `${Number(local.slice(8, 10))} ${months[Number(local.slice(5, 7)) - 1]} ${local.slice(0, 4)}`;

/** `15 Jul 2024 10:00:03`; a day alone where there is no time. */
export const localMomentText = (local: string): string =>
  [dayText(local), local.slice(11, 19)].filter(Boolean).join(" ");

/** How wrong a clock was at one moment: `9 h 2 min behind`, `right`. */
export function wrongByText(point: ClockPoint): string {
  const ms = shiftMs(point.shown, [point]);
  if (Math.abs(ms) < 500) return "right";
  return `${shiftText(Math.abs(ms)).slice(1)} ${ms > 0 ? "behind" : "ahead"}`;
}

/** `it loses 4.8 s a day`, `it gains 12 s a day`; undefined by one moment, and where it keeps its pace. */
export function driftText([first, second]: readonly ClockPoint[]): string | undefined {
  if (!first || !second) return undefined;
  const later = shiftMs(second.shown, [second]) - shiftMs(first.shown, [first]);
  if (later === 0) return undefined;
  const seconds = Math.abs(later) / 1000 / ((utcMs(second.shown) - utcMs(first.shown)) / dayMs);
  return `it ${later > 0 ? "loses" : "gains"} ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s a day`;
}

/** `3 h behind`, `9 h 2 min behind, later 9 h 4 min behind: it loses 24 s a day`. */
export function clockText(points: readonly ClockPoint[]): string {
  const [first, ...more] = [...new Set(points.map(wrongByText))];
  const drift = driftText(points);
  return [[first, ...more.map((each) => `later ${each}`)].join(", "), ...(drift ? [drift] : [])].join(": ");
}

/** From what it is known: `it showed 15 Jul 2024 10:00:03 when it was 13:02:00`. The day is said twice only where there are two. */
export const evidenceText = (points: readonly ClockPoint[]): string =>
  `it showed ${points
    .map(({ shown, actual }) => {
      const truly = shown.slice(0, 10) === actual.slice(0, 10) ? actual.slice(11, 19) : localMomentText(actual);
      return `${localMomentText(shown)} when it was ${truly}`;
    })
    .join(", and ")}`;

/** `By the tracks its clock may have been 1 h ahead: …` */
export const trackClockText = ({ images, beside, points }: NonNullable<CameraView["track"]>): string =>
  `By the tracks its clock may have been ${clockText(points)}: by it ${beside} of ${images} photographs that were compared do not lie on them, with that corrected nearly all do`;

/** Which photographs are corrected, by the camera's own clock: `all its photographs`, `its photographs from 1 Jul 2024 until 5 Jul 2024 by its own clock`. */
export function clockRangeText({ from, to }: Pick<ClockCorrection, "from" | "to">): string {
  const range = [
    ...(from === null ? [] : [`from ${localMomentText(from)}`]),
    ...(to === null ? [] : [`until ${localMomentText(to)}`]),
  ];
  return range.length === 0 ? "all its photographs" : `its photographs ${range.join(" ")} by its own clock`;
}
