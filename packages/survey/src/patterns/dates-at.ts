/** Dates as a person has said they stand in a name: those of `datesAt`, months as words, and partial ones. */
import type { DayMonthOrder } from "@landfall/protocol";
import { datesAt } from "../group/days-in-names.ts";
import { daysOf } from "../sheets/days.ts";
import { wordedDatesAt } from "./worded-dates.ts";

export interface StatedDate {
  /** `2024-07-15`, `2024-07-16/2024-07-17`, `1998-07` or `1998`; null where day and month could be either way round. */
  readonly value: string | null;
  /** Behind its last letter. */
  readonly end: number;
}

const shapeAt = (source: string) => new RegExp(source, "iuy");

/** Not before what may be the rest of a date. */
const yearMonth = shapeAt("((?:19|20)\\d{2})[-_. ]?(0[1-9]|1[0-2])(?!\\d)(?![-.]\\d)");
const yearAlone = shapeAt("((?:19|20)\\d{2})(?!\\d)(?![-.]\\d)");

/** The fullest first. */
export function statedDatesAt(name: string, at: number, order: DayMonthOrder | null): StatedDate[] {
  const days = datesAt(name, at, order).map(({ first, last, end }) => ({
    value: first === null || last === null || first === last ? first : `${first}/${last}`,
    end,
  }));
  return [...days, ...wordedDatesAt(name, at), ...partialAt(name, at)];
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
