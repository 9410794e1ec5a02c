/** Dates as people write them in sheets. What can be read in two ways is not read until somebody has said which is meant. */
import { type DayMonthOrder, isEventDate } from "@landfall/protocol";
import { isCalendarDay } from "../metadata/dates.ts";
import { bounds } from "./bounds.ts";
import { type Cell, cellText, dayOf, isStamp, timeOf } from "./cells.ts";
import { monthOf } from "./month-names.ts";
import { readTime } from "./sheet-time.ts";
import { splitOffset, type UtcOffset } from "./utc-offset.ts";

/** Whether a spreadsheet has exchanged day and month of the dates that it has as such. */
export type Swapped = "no" | "perhaps" | "likely";

export type SheetDate =
  /** `2024-07-15`, `1998-07`, `1998`, or an interval; with the time where the cell has one too, and what it is counted from. */
  | {
      readonly kind: "date";
      readonly date: string;
      readonly time: string | null;
      readonly offset?: UtcOffset;
      /** Day and month may have been exchanged. */
      readonly isDoubtful?: true;
    }
  | { readonly kind: "empty" }
  /** Day and month could be either way round. */
  | { readonly kind: "either" }
  /** Day and year could. */
  | { readonly kind: "yearEither" }
  /** A spreadsheet may have exchanged day and month. */
  | { readonly kind: "swapped" }
  | { readonly kind: "unreadable" };

export interface DateReading {
  readonly order: DayMonthOrder | null;
  /** Numbers that are dates count from 1904. */
  readonly epoch1904: boolean;
  /** In dates such as 24-07-15 the first part may be the year. */
  readonly mayBeYearFirst?: boolean;
  /** The spreadsheet may have taken days for months, in dates that it has as such. */
  readonly swapped?: Swapped;
}

const unreadable: SheetDate = { kind: "unreadable" };

export function readSheetDate(cell: Cell, reading: DateReading): SheetDate {
  const text = cellText(cell);
  if (text === "") return { kind: "empty" };
  if (text.length > bounds.value) return unreadable;
  if (isStamp(cell)) {
    const day = dayOf(cell);
    if (day === null) return unreadable;
    const { swapped = "no" } = reading;
    const isOther = swapped !== "no" && day.slice(5, 7) !== day.slice(8);
    if (isOther && swapped === "likely") return { kind: "swapped" };
    return { kind: "date", date: day, time: timeOf(cell), ...(isOther && { isDoubtful: true }) };
  }
  const serial = serialDate(text, reading.epoch1904);
  if (serial) return serial;
  if (isEventDate(text)) return { kind: "date", date: text, time: null };
  const { day, time, offset } = withoutTime(text);
  const found = yearFirst(day) ?? named(day) ?? numbered(day, reading) ?? partial(day);
  if (found?.kind !== "date") return found ?? unreadable;
  return { ...found, time, ...(offset !== null && { offset }) };
}

const of = (year: number, month: number, day: number): SheetDate => {
  const date = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  return isCalendarDay(date) && isEventDate(date) ? { kind: "date", date, time: null } : unreadable;
};
const ofMonth = (year: number, month: number): SheetDate => {
  const date = `${year}-${String(month).padStart(2, "0")}`;
  return isEventDate(date) ? { kind: "date", date, time: null } : unreadable;
};

/** 1950 to 2100: below lie years and counts, above compact dates. */
const serials = { first: 18_264, last: 73_415 };
const from1904 = 1_462;

/** A date that lost its format: the days since the beginning of 1900, as Excel counts them, or of 1904. */
function serialDate(text: string, epoch1904: boolean): SheetDate | null {
  if (!/^\d{5}(?:\.\d+)?$/.test(text)) return null;
  const days = Number(text) + (epoch1904 ? from1904 : 0);
  if (days < serials.first || days > serials.last) return null;
  const local = new Date(Math.round((days - 25_569) * 86_400) * 1000).toISOString();
  const time = local.slice(11, 19);
  return { kind: "date", date: local.slice(0, 10), time: days % 1 === 0 ? null : time };
}

/** Splits off a time behind a date: `2024-07-15 09:42`, `15/7/24 9:42 am`, `2024-07-15T09:42:10Z`. */
function withoutTime(text: string): { day: string; time: string | null; offset: UtcOffset | null } {
  const { rest, offset } = splitOffset(text);
  const match = /^(.*?\d.*?)(?:[T ,]+)(\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:\s*[ap]\.?m\.?)?)$/i.exec(rest);
  const time = match ? readTime(match[2] ?? "") : null;
  return match && time !== null
    ? { day: (match[1] ?? "").trim(), time, offset }
    : { day: text, time: null, offset: null };
}

function yearFirst(text: string): SheetDate | null {
  const match =
    /^((?:18|19|20)\d{2})([-/.: ])(\d{1,2})\2(\d{1,2})\.?$/.exec(text) ??
    /^((?:19|20)\d{2})()(\d{2})(\d{2})$/.exec(text);
  return match ? of(Number(match[1]), Number(match[3]), Number(match[4])) : null;
}

/** With the month as a word: `15 Jul 2024`, `July 15, 2024`, `15-jul.-24`, `Jul 1998`. */
function named(text: string): SheetDate | null {
  const parts = text
    .replace(/(\d)(?:st|nd|rd|th|er|º|ª)\b/gi, "$1")
    .split(/[\s,./-]+/)
    .filter((part) => part !== "" && !/^(?:de|del|of|the)$/i.test(part));
  const months = parts.map((part) => (/^\p{L}+$/u.test(part) ? (monthOf(part) ?? romanMonth(part)) : null));
  const at = months.findIndex((month) => month !== null);
  const month = months[at];
  if (!month) return null;
  const numbers = parts.filter((_, index) => index !== at);
  // A weekday may stand first.
  if (numbers.length === 3 && at > 0 && /^\p{L}+$/u.test(numbers[0] ?? "")) numbers.shift();
  if (!numbers.every((part) => /^\d+$/.test(part))) return null;
  if (numbers.length === 1 && numbers[0]?.length === 4) return ofMonth(Number(numbers[0]), month);
  if (numbers.length !== 2) return null;
  const [a = "", b = ""] = numbers;
  if (a.length === 4) return of(Number(a), month, Number(b));
  const year = yearOf(b);
  return year === null ? null : of(year, month, Number(a));
}

/** `15.VII.2024`, as museums write it. */
function romanMonth(text: string): number | null {
  const at = romanMonths.indexOf(text);
  return at < 0 ? null : at + 1;
}
const romanMonths = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

/** Day, month and year as numbers, the year last. */
function numbered(text: string, { order, mayBeYearFirst: isYearOpen }: DateReading): SheetDate | null {
  const parts = numbersOf(text);
  if (!parts) return null;
  if (isYearOpen && yearFirstParts(text)) return { kind: "yearEither" };
  const { a, b, year } = parts;
  if (order !== null) return order === "dayFirst" ? of(year, b, a) : of(year, a, b);
  if (a === b) return of(year, a, b);
  const [dayFirst, monthFirst] = [of(year, b, a), of(year, a, b)];
  if (dayFirst.kind === "date" && monthFirst.kind === "date") return { kind: "either" };
  return dayFirst.kind === "date" ? dayFirst : monthFirst;
}

function numbersOf(text: string): { a: number; b: number; year: number } | null {
  const match = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})\.?$/.exec(text);
  const year = match ? yearOf(match[4] ?? "") : null;
  return match && year !== null ? { a: Number(match[1]), b: Number(match[3]), year } : null;
}

/** `24-07-15` as 2024-07-15. */
function yearFirstParts(text: string): { first: string; last: string; isDashed: boolean } | null {
  const match = /^(\d{2})([-/. ])(\d{1,2})\2(\d{2})\.?$/.exec(text);
  if (!match) return null;
  const [, first = "", between, month, last = ""] = match;
  const isDate = of(yearOf(first) ?? 0, Number(month), Number(last)).kind === "date";
  return isDate ? { first, last, isDashed: between === "-" } : null;
}

/**
 * All of a column's dates may have their year first, in two digits, and more of them share that part than the last one; with dashes,
 * as ISO 8601 has them, also where as many do.
 */
export function mayBeYearFirst(cells: Iterable<Cell>): boolean {
  const [firsts, lasts] = [new Set<string>(), new Set<string>()];
  let areDashed = true;
  for (const cell of cells) {
    const text = typeof cell === "string" ? withoutTime(cell.trim()).day : "";
    if (!numbersOf(text)) continue;
    const parts = yearFirstParts(text);
    if (!parts) return false;
    firsts.add(parts.first);
    lasts.add(parts.last);
    areDashed &&= parts.isDashed;
  }
  return firsts.size > 0 && (areDashed ? firsts.size <= lasts.size : firsts.size < lasts.size);
}

/** Two digits are a year of this century up to the next few, else of the last one. */
const yearOf = (text: string): number | null => {
  if (!/^(?:\d{2}|\d{4})$/.test(text)) return null;
  return text.length === 4 ? Number(text) : Number(text) + (Number(text) < 50 ? 2000 : 1900);
};

/** `07/1998`, `1998-7`. */
function partial(text: string): SheetDate | null {
  const match = /^(\d{1,2})[-/. ](\d{4})$/.exec(text);
  if (match) return ofMonth(Number(match[2]), Number(match[1]));
  const other = /^(\d{4})[-/. ](\d{1,2})$/.exec(text);
  return other ? ofMonth(Number(other[1]), Number(other[2])) : null;
}

/**
 * The order that the dates of one column prove: one date that can be read in one way only tells how the others are meant.
 * @returns null where none tells it, or where they contradict each other
 */
export function provenOrder(cells: Iterable<Cell>): DayMonthOrder | null {
  const proven = new Set<DayMonthOrder>();
  for (const cell of cells) {
    const parts = typeof cell === "string" ? numbersOf(withoutTime(cell.trim()).day) : null;
    if (!parts || parts.a === parts.b) continue;
    if (parts.a > 12 && parts.b <= 12) proven.add("dayFirst");
    if (parts.b > 12 && parts.a <= 12) proven.add("monthFirst");
  }
  const [order, contrary] = proven;
  return contrary === undefined ? (order ?? null) : null;
}

const mostByChance = 3;

/**
 * 4 May, typed as 04/05/2024 where the spreadsheet has the month first, is its 5 April; 25/05/2024 is no date to it, and stays text.
 * So it may be where all dates that are text can be read in one way, and none of the others has a day that is no month; two days
 * in five have none by chance.
 */
export function swappedIn(cells: readonly Cell[]): Swapped {
  const days = cells.flatMap((cell) => (isStamp(cell) ? (dayOf(cell) ?? []) : []));
  const texts = cells.flatMap((cell) =>
    typeof cell === "string" ? (numbersOf(withoutTime(cell.trim()).day) ?? []) : [],
  );
  const isOneWay = ({ a, b }: { a: number; b: number }) => a > 12 !== b > 12;
  if (texts.length === 0 || !texts.every(isOneWay) || days.some((day) => Number(day.slice(8)) > 12)) return "no";
  return new Set(days).size > mostByChance ? "likely" : "perhaps";
}

/** Times of one column that are all midnight: exports write them behind days, and nobody saw anything then. */
export function areDaysOnly(cells: Iterable<Cell>, reading: DateReading): boolean {
  for (const cell of cells) {
    const read = readSheetDate(cell, reading);
    if (read.kind === "date" && read.time !== null && read.time !== "00:00:00") return false;
  }
  return true;
}
