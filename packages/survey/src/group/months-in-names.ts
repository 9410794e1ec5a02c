/** Months and days with the month as a word, in the names of folders: `July 1998`, `1998-07 Johnstone Strait`, `12 July 1998`. */
import { rangeOf, statedDatesAt } from "../patterns/dates-at.ts";
import { monthOf } from "../sheets/month-names.ts";

/** A date that a folder's name says, and the days that it may be. */
export interface NamedDates {
  /** `2024-07-15`, `2024-07-15/2024-07-16`, or `1998-07`. */
  readonly value: string;
  readonly first: string;
  readonly last: string;
  /** The date as written. */
  readonly raw: string;
}

/** A month or a year. */
export const isMonth = ({ value }: NamedDates): boolean => value.length < 10;

/** The year that a folder is called, and nothing else: what lies in it without a date is of that year. */
export function yearIn(name: string): NamedDates | null {
  const year = /^\s*((?:18[5-9]|19|20)\d{1,2})\s*$/.exec(name)?.[1];
  return year?.length === 4 ? { value: year, ...rangeOf(year), raw: name } : null;
}

const wordStart = /(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu;
/** Also months, in one language or another. */
const otherWords = /^(?:set|out)(?!\p{L})/iu;

/** The one date in a name; null where it says more of dates than that, such as the months of a season. */
export function monthIn(name: string): { readonly days: NamedDates; readonly rest: string } | null {
  for (const { index } of name.matchAll(wordStart)) {
    const before = name.slice(0, index);
    const [date] = otherWords.test(name.slice(index)) ? [] : statedDatesAt(name, index, null);
    if (!date?.value || !/\D/.test(name.slice(index, date.end))) continue;
    const after = name.slice(date.end);
    if (saysMore(before, after)) return null;
    const days = { value: date.value, ...rangeOf(date.value), raw: name.slice(index, date.end) };
    return { days, rest: `${before}  ${after}` };
  }
  return null;
}

/** What stands beside the date is of a date too. */
function saysMore(before: string, after: string): boolean {
  const words = [/(\p{L}{3,})[^\p{L}\d]*$/u.exec(before)?.[1], /^[^\p{L}\d]*(\p{L}{3,})/u.exec(after)?.[1]];
  return (
    words.some((word) => word !== undefined && monthOf(word) !== null) ||
    /(?<!\d)(?:19|20)\d{2}(?!\d)/.test(`${before} ${after}`) ||
    /\d[-_.]$/.test(before) ||
    /^(?:[-_. ]|to)*\d{1,2}(?!\d)/i.test(after)
  );
}
