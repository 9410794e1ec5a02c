/** Months and days with the month as a word, in the names of folders: `July 1998`, `1998-07 Johnstone Strait`, `12 July 1998`. */
import { rangeOf, statedDatesAt } from "../patterns/dates-at.ts";
import { monthOf } from "../sheets/month-names.ts";
import { type BesideDate, besideDate } from "./beside-date.ts";

/** A date that a folder's name says, and the days that it may be. */
export interface NamedDates {
  /** `2024-07-15`, `2024-07-15/2024-07-16`, `1998-07`, or `2009/2010`. */
  readonly value: string;
  readonly first: string;
  readonly last: string;
  /** The date as written. */
  readonly raw: string;
  /** The two years that the month may mean as well: `2009/2010` of `2009-10`. */
  readonly orSeason?: string;
}

/** A month, a year, or a season of two years. */
export const isMonth = ({ value }: NamedDates): boolean => value.length < 10;

/** The year that a folder is called, and nothing else: what lies in it without a date is of that year. */
export function yearIn(name: string): NamedDates | null {
  const year = /^\s*((?:18[5-9]|19|20)\d{1,2})\s*$/.exec(name)?.[1];
  return year?.length === 4 ? { value: year, ...rangeOf(year), raw: name } : null;
}

/** Also a number behind a Chinese or Japanese word. */
const wordStart = /(?<![\p{L}\p{N}])[\p{L}\p{N}]|(?<=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])\d/gu;
/** Also months, in one language or another. */
const otherWords = /^(?:set|out)(?!\p{L})/iu;

/** The one date in a name; null where it says more of dates than that, such as the months of a season. */
export function monthIn(name: string): ({ readonly days: NamedDates } & BesideDate) | null {
  for (const { index } of name.matchAll(wordStart)) {
    const before = name.slice(0, index);
    const [date] = otherWords.test(name.slice(index)) ? [] : statedDatesAt(name, index, null);
    // `Trip 2 - 15 July 1998` is of no two weeks.
    if (counted.test(before) && date?.value?.includes("/")) continue;
    if (!date?.value || !/\D/.test(name.slice(index, date.end))) continue;
    const after = name.slice(date.end);
    if (saysMore(before.replace(countedBefore, ""), after, date.value.length < 10)) return null;
    const days = { value: date.value, ...rangeOf(date.value), raw: name.slice(index, date.end) };
    return { days, ...besideDate(before, after) };
  }
  return null;
}

const counted =
  /(?:enc(?:ounter)?|sighting|trip|day|roll|film|card|group|leg|part|no|nr|tag|reise|sortie|salida|viaje|tur|#)[\s._#]*$/iu;
const countedBefore = new RegExp(`${counted.source.slice(0, -1)}\\d{1,3}[\\s_,–—-]*$`, "iu");
/** `14 or 15 July`: the day before it may count as well. */
const dayBefore =
  /(?<!\d)\d{1,2}(?:\p{L}{1,3}|[.ºª°])?[\s_]*(?:[-–—+&,/]|to|till?|and|or|bis|und|oder|au|et|ou|al|y|o|e|tot|en|til|og|och)[\s_]*$/iu;
/** `31 June 1998`, which there is not. */
const numberBefore = /(?<!\d)(?:[12]?\d|3[01])(?:\p{L}{1,3}|[.ºª°])?[\s_.,-]*(?:de|of|di|d['’])?[\s_]*$/iu;

/** What stands beside the date is of a date too. */
function saysMore(before: string, after: string, isOfMonth: boolean): boolean {
  const words = [/(\p{L}{3,})[^\p{L}\d]*$/u.exec(before)?.[1], /^[^\p{L}\d]*(\p{L}{3,})/u.exec(after)?.[1]];
  return (
    words.some((word) => word !== undefined && monthOf(word) !== null) ||
    /(?<!\d)(?:19|20)\d{2}(?!\d)/.test(`${before} ${after}`) ||
    /\d[-_.]$/.test(before) ||
    dayBefore.test(before) ||
    (isOfMonth && numberBefore.test(before)) ||
    /^(?:[-_. ]|to)*\d{1,2}(?!\d)/i.test(after)
  );
}
