/** Dates as a person has said they stand in a name: those of `datesAt`, months as words, and partial ones. */
import type { DayMonthOrder } from "@landfall/protocol";
import { datesAt } from "../group/days-in-names.ts";
import { isCalendarDay } from "../metadata/dates.ts";
import { daysOf } from "../sheets/days.ts";
import { monthOf } from "../sheets/month-names.ts";

export interface StatedDate {
  /** `2024-07-15`, `2024-07-16/2024-07-17`, `1998-07` or `1998`; null where day and month could be either way round. */
  readonly value: string | null;
  /** Behind its last letter. */
  readonly end: number;
}

const gap = "[-_. ,]*";
const word = "(\\p{L}{3,10})\\.?";
const year = "((?:19|20)\\d{2})(?!\\d)";
const number = "(\\d{1,2})(?:st|nd|rd|th)?";
const shapeAt = (source: string) => new RegExp(source, "iuy");

/** The parts of a date with the month as a word, in the order in which they stand. */
const worded = [
  [shapeAt(`${number}${gap}${word}${gap}${year}`), ["day", "month", "year"]],
  [shapeAt(`${word}${gap}${number}${gap}${year}`), ["month", "day", "year"]],
  [shapeAt(`((?:19|20)\\d{2})${gap}${word}${gap}${number}(?!\\d)`), ["year", "month", "day"]],
  [shapeAt(`${word}${gap}${year}`), ["month", "year"]],
  [shapeAt(`((?:19|20)\\d{2})${gap}${word}(?!\\p{L})`), ["year", "month"]],
] as const;

/** Not before what may be the rest of a date. */
const yearMonth = shapeAt("((?:19|20)\\d{2})[-_. ]?(0[1-9]|1[0-2])(?!\\d)(?![-.]\\d)");
const yearAlone = shapeAt("((?:19|20)\\d{2})(?!\\d)(?![-.]\\d)");

/** The fullest first. */
export function statedDatesAt(name: string, at: number, order: DayMonthOrder | null): StatedDate[] {
  const days = datesAt(name, at, order).map(({ first, last, end }) => ({
    value: first === null || last === null || first === last ? first : `${first}/${last}`,
    end,
  }));
  return [...days, ...worded.flatMap(([shape, parts]) => wordedAt(shape, parts, name, at)), ...partialAt(name, at)];
}

function wordedAt(shape: RegExp, parts: readonly string[], name: string, at: number): StatedDate[] {
  shape.lastIndex = at;
  const match = shape.exec(name);
  if (!match) return [];
  const of = (part: string) => match[parts.indexOf(part) + 1] ?? "";
  const month = monthOf(of("month"));
  if (month === null) return [];
  const start = `${of("year")}-${String(month).padStart(2, "0")}`;
  const day = parts.includes("day") ? `${start}-${of("day").padStart(2, "0")}` : null;
  if (day !== null && !isCalendarDay(day)) return [];
  return [{ value: day ?? start, end: at + match[0].length }];
}

function partialAt(name: string, at: number): StatedDate[] {
  return [yearMonth, yearAlone].flatMap((shape) => {
    shape.lastIndex = at;
    const match = shape.exec(name);
    if (!match) return [];
    const [raw, years, month] = match;
    return [{ value: month === undefined ? (years ?? "") : `${years}-${month}`, end: at + raw.length }];
  });
}

/** The first and the last day that a date may be. */
export const rangeOf = (value: string): { readonly first: string; readonly last: string } => {
  const [first, last] = daysOf(value);
  return { first, last };
};
