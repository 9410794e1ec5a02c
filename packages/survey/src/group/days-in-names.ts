/** Days in the names of files and folders. What can be read in two ways is not read at all. */
import { isCalendarDay } from "../metadata/dates.ts";

export interface NamedDays {
  /** `2024-07-15`; null where the name holds a date that could mean two days. */
  readonly first: string | null;
  /** The last day of a folder of several days, `2024-07-15_16`; else the same as `first`. */
  readonly last: string | null;
  /** The name without the date. */
  readonly rest: string;
  /** The date as written. */
  readonly raw: string;
}

const yearFirst = /(?<!\d)((?:19|20)\d{2})([-_. ]?)(\d{2})\2(\d{2})(?!\d)/;
const yearLast = /(?<!\d)(\d{1,2})([-_. ])(\d{1,2})\2((?:19|20)\d{2})(?!\d)/;
/** The last day of a range follows at once: `_16`, `-16`, `_to_16`. */
const rangeEnd = /^\s*(?:[-_]|[-_ ]to[-_ ])(\d{2})(?=$|[-_ ,])/;

/** The first date in a name. Runs of digits longer than a date, such as times of transfer, are not dates. */
export function daysIn(name: string): NamedDays | null {
  return fromYearFirst(name) ?? fromYearLast(name);
}

function fromYearFirst(name: string): NamedDays | null {
  const match = yearFirst.exec(name);
  if (!match) return null;
  const [raw, year = "", , month = "", day = ""] = match;
  const first = `${year}-${month}-${day}`;
  if (!isCalendarDay(first)) return null;
  const after = name.slice(match.index + raw.length);
  const end = rangeEnd.exec(after);
  const last = `${year}-${month}-${end?.[1] ?? day}`;
  const isRange = end !== null && last > first && isCalendarDay(last);
  const written = isRange ? raw + end[0] : raw;
  return { first, last: isRange ? last : first, raw: written, rest: without(name, match.index, written) };
}

function fromYearLast(name: string): NamedDays | null {
  const match = yearLast.exec(name);
  if (!match) return null;
  const [raw, one = "", , two = "", year = ""] = match;
  const readings = [
    [two, one],
    [one, two],
  ].map(([month = "", day = ""]) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
  const days = [...new Set(readings.filter(isCalendarDay))];
  if (days.length === 0) return null;
  const first = days.length === 1 ? (days[0] ?? null) : null;
  return { first, last: first, raw, rest: without(name, match.index, raw) };
}

/** Two blanks keep the parts on both sides of the date apart. */
const without = (name: string, at: number, written: string) =>
  `${name.slice(0, at)}  ${name.slice(at + written.length)}`;
