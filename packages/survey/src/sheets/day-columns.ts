/** Sheets with year, month and day in columns of their own: together they are one more column, of days. Pure. */
import { type Cell, cellText } from "./cells.ts";
import { guessHeader, plainHeader } from "./guess-columns.ts";
import type { TableRow } from "./table.ts";

const words = {
  year: /^(?:year|yr|yyyy|ano|annee|jahr|anno|aar|jaar)$/,
  month: /^(?:month|mon|mm|mes|mois|monat|mese|maned|manad|maand)$/,
  day: /^(?:day|dd|dia|jour|tag|giorno|dag)$/,
} as const;

interface Columns {
  readonly titles: readonly string[];
  readonly rows: readonly TableRow[];
}

/** The same where a table has none of these; else with a column `Date (Year, Month, Day)` at its end. */
export function withDayColumn({ titles, rows }: Columns): Columns {
  const at = (pattern: RegExp) => titles.findIndex((title) => pattern.test(plainHeader(title)));
  const [year, month, day] = [at(words.year), at(words.month), at(words.day)];
  const hasDate = titles.some((title, column) => column !== day && guessHeader(title)?.field === "eventDate");
  if (year < 0 || month < 0 || hasDate) return { titles, rows };
  const named = [year, month, ...(day < 0 ? [] : [day])].map((column) => titles[column]).join(", ");
  return {
    titles: [...titles, `Date (${named})`],
    rows: rows.map((row) => {
      const text = (column: number) => cellText(row.cells[column] ?? null);
      const cells: Cell[] = [...row.cells];
      while (cells.length < titles.length) cells.push(null);
      return { ...row, cells: [...cells.slice(0, titles.length), dayText(text(year), text(month), text(day))] };
    }),
  };
}

/** Two digits are a year of this century up to the next few, else of the last one. */
const wholeYear = (year: string): string =>
  /^\d{2}$/.test(year) ? String(Number(year) + (Number(year) < 50 ? 2000 : 1900)) : year;

const twoDigits = (part: string): string => (/^\d$/.test(part) ? `0${part}` : part);

/** `2024-07-15`, `15 July 2024`, `2024-07`; what is written, where that is no date. */
function dayText(year: string, month: string, day: string): string | null {
  if (year + month + day === "") return null;
  const isNumber = /^\d{1,2}$/.test(month) || month === "";
  const parts = isNumber ? [wholeYear(year), twoDigits(month), twoDigits(day)] : [day, month, wholeYear(year)];
  return parts.filter((part) => part !== "").join(isNumber ? "-" : " ");
}
