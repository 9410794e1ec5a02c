/** Dates with the month as a word, a Roman numeral or in Chinese, Japanese or Korean: `1er août 2018`, `3.VIII.1998`, `2021年7月15日`. */
import { isCalendarDay } from "../metadata/dates.ts";
import { monthOf } from "../sheets/month-names.ts";

export interface WordedDate {
  /** `2018-08-01`, `2018-08`, or `2018-08-01/2018-08-03`. */
  readonly value: string;
  /** Behind its last letter. */
  readonly end: number;
}

type Part = "day" | "month" | "year" | "lastDay" | "lastMonth";

/** A particle joins the parts of a date: `3 de agosto del 2021`, `15th of July`. */
const gap = "(?:[-_., ]+(?:de|del|of|di|do|d['’])[-_. ]*|[-_. ,]*)";
const word = "(\\p{L}{3,10})\\.?";
const year = "((?:19|20)\\d{2})(?!\\d)";
const ordinal = "(?:(?:st|nd|rd|th|er|ère|re|ste|de|:?e|ème|o|a)(?!\\p{L})|\\.?[ºª°])?";
const day = `(\\d{1,2}|premier|primero|primeiro|primo)${ordinal}`;
/** Several days: `15-18`, `15. - 18.`, `15 & 16`, `15 au 18`. */
const to =
  "(?:\\.?[ _]*[-–—+&/][ _]*|\\.?[ _]+(?:to|till?|until|through|and|bis|und|au|et|al|y|e|a|til|tot|en|og|och)[ _]+)";
const roman = "(I{1,3}|I?V|VI{1,3}|I?X|XI{1,2})";
const romans = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

/** The fullest first; of two that fit both are given. */
const shapes: readonly (readonly [RegExp, readonly Part[]])[] = [
  [`${day}${gap}${word}${to}${day}${gap}${word}${gap}${year}`, ["day", "month", "lastDay", "lastMonth", "year"]],
  [`${day}${to}${day}${gap}${word}${gap}${year}`, ["day", "lastDay", "month", "year"]],
  [`${word}${gap}${day}${to}${day}${gap}${year}`, ["month", "day", "lastDay", "year"]],
  [`${day}${gap}${word}${gap}${year}`, ["day", "month", "year"]],
  [`${day}[-._ /]+${roman}[-._ /]+${year}`, ["day", "month", "year"]],
  [`${word}${gap}${day}${gap}${year}`, ["month", "day", "year"]],
  [`((?:19|20)\\d{2})${gap}${word}${gap}${day}(?!\\d)`, ["year", "month", "day"]],
  ["((?:19|20)\\d{2}) ?[年년] ?(\\d{1,2}) ?[月월] ?(\\d{1,2}) ?[日일号號]?", ["year", "month", "day"]],
  [`${word}${gap}${year}`, ["month", "year"]],
  [`((?:19|20)\\d{2})${gap}${word}(?!\\p{L})`, ["year", "month"]],
  ["((?:19|20)\\d{2}) ?[年년] ?(\\d{1,2}) ?[月월]", ["year", "month"]],
].map(([source, parts]) => [new RegExp(source as string, "iuy"), parts as readonly Part[]] as const);

/** Those that begin there, the fullest first. */
export function wordedDatesAt(name: string, at: number): WordedDate[] {
  return shapes.flatMap(([shape, parts]) => {
    shape.lastIndex = at;
    const match = shape.exec(name);
    const value = match && dateOf((part) => match[parts.indexOf(part) + 1], parts);
    return match && value ? [{ value, end: at + match[0].length }] : [];
  });
}

function dateOf(of: (part: Part) => string | undefined, parts: readonly Part[]): string | null {
  const month = monthNumber(of("month"));
  if (month === null) return null;
  const date = (inMonth: string, on: Part) => `${of("year")}-${inMonth}-${dayNumber(of(on))}`;
  if (!parts.includes("day")) return `${of("year")}-${month}`;
  const first = date(month, "day");
  if (!isCalendarDay(first)) return null;
  if (!parts.includes("lastDay")) return first;
  const lastMonth = parts.includes("lastMonth") ? monthNumber(of("lastMonth")) : month;
  const last = lastMonth === null ? null : date(lastMonth, "lastDay");
  return last !== null && isCalendarDay(last) && first < last ? `${first}/${last}` : null;
}

/** `01` for `1` and `premier`. */
const dayNumber = (text = ""): string => (/^\d/.test(text) ? text : "1").padStart(2, "0");

/** `08` for `août`, `VIII` and `8`. */
function monthNumber(text = ""): string | null {
  const number = /^\d+$/.test(text) ? Number(text) : romans.indexOf(text.toUpperCase()) + 1 || monthOf(text);
  return number !== null && number >= 1 && number <= 12 ? String(number).padStart(2, "0") : null;
}
