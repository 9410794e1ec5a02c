/** Days in the names of files and folders. What can be read in two ways is not read until it is known which part is the day. */
import type { DayMonthOrder } from "@landfall/protocol";
import { isCalendarDay } from "../metadata/dates.ts";
import { type BesideDate, besideDate } from "./beside-date.ts";

export interface NamedDays extends BesideDate {
  /** `2024-07-15`; null where the name holds a date that could mean two days. */
  readonly first: string | null;
  /** The last day of a folder of several days, `2024-07-15_16`; else the same as `first`. */
  readonly last: string | null;
  /** The date as written. */
  readonly raw: string;
}

/** A date at a place in a name. */
export interface DateAt extends Omit<NamedDays, keyof BesideDate> {
  /** Behind its last letter. */
  readonly end: number;
  /** The days that it may be, where day and month stand before the year and are not the same number. */
  readonly readings: Readonly<Record<DayMonthOrder, string | null>> | null;
}

const yearFirst = /(?<!\d)((?:19|20)\d{2})([-_. ]?)(\d{2})\2(\d{2})(?!\d)/;
const yearLast = /(?<!\d)(\d{1,2})([-_. ])(\d{1,2})\2((?:19|20)\d{2})(?!\d)/;
/** `15.-18.07.2024`, `30.07. - 02.08.2024`: what stands before the dash is a day, and so is what stands behind it. */
const dayRange =
  /(?<!\d)(?<!\d[-_.])(\d{1,2})(?:\.(\d{1,2}))?\.?\s*[-–—+&]\s*(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d{2})(?!\d)/;
/** The last day of a range follows at once: `_16`, `-16`, `_to_16`. */
const rangeEnd = /^\s*(?:[-_]|[-_ ]to[-_ ])(\d{2})(?=$|[-_ ,])/;

/** A whole date behind the first one: `2024-07-15 to 2024-07-18`, `20240715-20240718`, `03-07-1998 - 06-07-1998`. */
const between =
  "(?:\\s*[-–—_&+,]\\s*|[\\s_-]+(?:to|till|until|through|bis|au|al|a|til|tot|and|und|et|y|e|og|och|en)[\\s_-]+|\\s+)";
const lastYearFirst = new RegExp(`^${between}(?=${yearFirst.source})`, "i");
const lastYearLast = new RegExp(`^${between}(?=${yearLast.source})`, "i");

/** The first date in a name. Runs of digits longer than a date, such as times of transfer, are not dates. */
export function daysIn(name: string, order: DayMonthOrder | null = null): NamedDays | null {
  const found = firstDate(name, order);
  return found && { ...found.date, ...besideDate(name.slice(0, found.at), name.slice(found.date.end)) };
}

/** The same, with its place. */
export function firstDate(
  name: string,
  order: DayMonthOrder | null = null,
): { readonly at: number; readonly date: DateAt } | null {
  for (const shape of [dayRange, yearFirst, yearLast]) {
    const at = shape.exec(name)?.index;
    const [date] = at === undefined ? [] : datesAt(name, at, order);
    if (at !== undefined && date) return { at, date };
  }
  return null;
}

const shapesAt = [dayRange, yearFirst, yearLast].map((shape) => new RegExp(shape.source, "y"));

/** Dates that begin there, the longest first: a range of days, then its first day. */
export function datesAt(name: string, at: number, order: DayMonthOrder | null): DateAt[] {
  const [rangeThere, yearThere, dayThere] = shapesAt.map((shape) => {
    shape.lastIndex = at;
    return shape.exec(name);
  });
  const range = rangeThere && fromDayRange(rangeThere);
  if (range) return [range];
  if (yearThere) return fromYearFirst(name, at, yearThere);
  return dayThere ? fromYearLast(name, at, dayThere, order) : [];
}

function fromDayRange(match: RegExpExecArray): DateAt | null {
  const [raw, firstDay = "", ownMonth, lastDay = "", lastMonth = "", year = ""] = match;
  const dayOf = (month: string, day: string) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const [first, last] = [dayOf(ownMonth ?? lastMonth, firstDay), dayOf(lastMonth, lastDay)];
  if (!isCalendarDay(first) || !isCalendarDay(last) || first >= last) return null;
  return { first, last, raw, end: match.index + raw.length, readings: { dayFirst: first, monthFirst: null } };
}

function fromYearFirst(name: string, at: number, match: RegExpExecArray): DateAt[] {
  const [raw, year = "", , month = "", day = ""] = match;
  const first = `${year}-${month}-${day}`;
  if (!isCalendarDay(first)) return [];
  const single = { first, last: first, raw, end: at + raw.length, readings: null };
  const whole = rangeTo(name, single, lastYearFirst, null);
  if (whole) return [whole, single];
  const end = rangeEnd.exec(name.slice(single.end));
  const last = `${year}-${month}-${end?.[1] ?? day}`;
  if (end === null || last <= first || !isCalendarDay(last)) return [single];
  return [{ ...single, last, raw: raw + end[0], end: single.end + end[0].length }, single];
}

function fromYearLast(name: string, at: number, match: RegExpExecArray, order: DayMonthOrder | null): DateAt[] {
  const [raw, one = "", , two = "", year = ""] = match;
  const dayOf = (month: string, day: string) => {
    const read = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    return isCalendarDay(read) ? read : null;
  };
  const readings = { dayFirst: dayOf(two, one), monthFirst: dayOf(one, two) };
  const days = [...new Set(Object.values(readings).filter((day) => day !== null))];
  if (days.length === 0) return [];
  const only = days.length === 1 ? (days[0] ?? null) : null;
  const first = only ?? (order === null ? null : readings[order]);
  const end = at + raw.length;
  const single = { first, last: first, raw, end, readings: Number(one) === Number(two) ? null : readings };
  // Which part of it is the day, where only one reading is a date, tells it of the last day too.
  const proven =
    only === null || Number(one) === Number(two) ? null : readings.dayFirst === null ? "monthFirst" : "dayFirst";
  const range = rangeTo(name, single, lastYearLast, order ?? proven);
  return range ? [range, single] : [single];
}

const longestRangeMs = 366 * 24 * 60 * 60 * 1000;

/** The range from that day to the one behind it, where one follows that is later and written alike. */
function rangeTo(name: string, from: DateAt, link: RegExp, order: DayMonthOrder | null): DateAt | null {
  const linked = link.exec(name.slice(from.end));
  if (!linked || from.first === null) return null;
  const [to] = datesAt(name, from.end + linked[0].length, order).toReversed();
  if (!to?.first || to.first <= from.first || Date.parse(to.first) - Date.parse(from.first) > longestRangeMs)
    return null;
  return { ...from, last: to.first, raw: name.slice(from.end - from.raw.length, to.end), end: to.end };
}
