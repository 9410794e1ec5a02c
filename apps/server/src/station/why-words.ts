/** Times and numbers in the station's own sentences, in this machine's time. */

/** `1 image`, `1,204 images`. */
export const counted = (count: number, one: string): string =>
  `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

const dayMs = 86_400_000;
/** So soon that minutes are too coarse. */
const soonMs = 120_000;

/** `at 06:00`, within a minute or two `at 06:00:45`, `tomorrow at 06:00`, `on 3 Dec at 06:00`. @param timeZone this machine's when left out */
export function clockWords(atMs: number, nowMs: number, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", ...zone });
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", ...zone });
  const exact = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", ...zone });
  const isSoon = Math.abs(atMs - nowMs) < soonMs;
  const at = `at ${(isSoon ? exact : clock).format(atMs)}`;
  if (day.format(atMs) === day.format(nowMs) && Math.abs(atMs - nowMs) < dayMs) return at;
  return day.format(atMs) === day.format(nowMs + dayMs) ? `tomorrow ${at}` : `on ${day.format(atMs)} ${at}`;
}
