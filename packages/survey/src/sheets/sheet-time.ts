/** Times of day as people write them: `09:42`, `9.42`, `0942`, `9h42`, `9:42 pm`, or the part of a day that Excel stores. */
import { bounds } from "./bounds.ts";
import { type Cell, cellText, isStamp, timeOf } from "./cells.ts";

const clock = /^(\d{1,2})(?:[:.h]|\s?hrs?\s?)(\d{2})?(?:[:.m](\d{2})(?:[.,]\d+)?)?\s*h?\s*([ap])?\.?m?\.?$/i;
const compact = /^(\d{1,2})(\d{2})\s*(?:h|hrs)?$/i;

/** `09:42:00`, or null. */
export function readSheetTime(cell: Cell): string | null {
  if (isStamp(cell)) return timeOf(cell);
  if (typeof cell === "number" && cell >= 0 && cell < 1) return ofSeconds(Math.round(cell * 86_400));
  // A number such as 942, which was 0942 before a spreadsheet took its zero.
  return readTime(cellText(cell));
}

export function readTime(text: string): string | null {
  const written = text.trim();
  if (written.length > bounds.value) return null;
  if (/^0\.\d{3,}$/.test(written)) return ofSeconds(Math.round(Number(written) * 86_400));
  const match = clock.exec(written) ?? compact.exec(written);
  if (!match) return null;
  const [, hours = "", minutes = "00", seconds = "00", half] = match;
  const hour = hourOf(Number(hours), half?.toLowerCase());
  if (hour === null || hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  return `${String(hour).padStart(2, "0")}:${minutes}:${seconds}`;
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return hour > 12 && half === "p" ? hour : null;
  return (hour % 12) + (half === "p" ? 12 : 0);
}

const ofSeconds = (seconds: number): string | null =>
  seconds >= 86_400 ? null : new Date(seconds * 1000).toISOString().slice(11, 19);

/** `9.25`, which is a quarter of an hour past nine, or twenty-five minutes. */
export const hoursInFigures = /^(\d{1,2})[.,](\d{1,2})$/;
export const mayBePartOfHour = (text: string): boolean => hoursInFigures.test(text);
