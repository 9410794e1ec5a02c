/** Seasons over two years in the names of folders: `2009-10 season`, `temporada 2012-13`, `2009-2010 Kaikoura`. */
import { rangeOf } from "../patterns/dates-at.ts";
import type { NamedDates } from "./months-in-names.ts";
import { isWordOfPlaces } from "./name-parts.ts";

/** What a name that may mean either is taken as. */
export type MonthOrSeason = "month" | "season";

export interface NamedSeason {
  /** `2009/2010`: from some day of the one year to some day of the next. */
  readonly days: NamedDates;
  /** The name without the years and the words for a season. */
  readonly rest: string;
  /** The month that the same figures may mean, `2009-10`, where no word says which. */
  readonly month: string | null;
}

/** Two years, the second one in full or in two figures. `:` is how some machines show a slash. */
const twoYears = /(?<!\d)(?<!\d[-_.])((?:18|19|20)\d{2})(\s?[-–—_/:.]\s?)(\d{4}|\d{2})(?!\d)(?!\s?[-–—_/:.]\s?\d)/gu;

const seasonWords =
  "seasons?|saison|temporada|temp|estación|época|epoca|stagione|seizoen|sesong|säsong|sæson|campaign|campagne|campaña|campanha|austral|boreal";
const partsOfYear =
  "summer|winter|autumn|fall|spring|sommer|herbst|frühling|frühjahr|été|ete|hiver|automne|printemps|verano|invierno|otoño|primavera|verão|verao|inverno|outono|estate|autunno|zomer|herfst|voorjaar|najaar|sommar|vår|forår|høst|höst|efterår|vinter";
const wordsAlone = new RegExp(`(?<!\\p{L})(?:${seasonWords})(?!\\p{L})`, "giu");
const wordsOfYear = new RegExp(`(?<!\\p{L})(?:${partsOfYear})(?!\\p{L})`, "giu");

/** The first such years in a name; null where it has none. */
export function seasonIn(name: string): NamedSeason | null {
  for (const match of name.matchAll(twoYears)) {
    const [raw, year = "", between = "", second = ""] = match;
    const next = String(Number(year) + 1);
    if (second !== next && second !== next.slice(2)) continue;
    const value = `${year}/${next}`;
    const rest = `${name.slice(0, match.index)}  ${name.slice(match.index + raw.length)}`;
    const others = withoutSeasonWords(rest);
    const mayBeMonth = second.length === 2 && Number(second) >= 1 && Number(second) <= 12 && !/[/:\s–—]/.test(between);
    return {
      days: { value, ...rangeOf(value), raw },
      rest: others,
      month: mayBeMonth && others === rest ? `${year}-${second}` : null,
    };
  }
  return null;
}

/** Those of places stay: `Winter Harbour`, `Cape Spring`. */
const withoutSeasonWords = (text: string): string =>
  text.replace(wordsAlone, "").replace(wordsOfYear, (found, at: number, all: string) => {
    const after = /^ (\p{L}+)/u.exec(all.slice(at + found.length))?.[1];
    const before = /(\p{L}+) $/u.exec(all.slice(0, at))?.[1];
    return [before, after].some((beside) => beside !== undefined && isWordOfPlaces(beside)) ? found : "";
  });

/**
 * What the photographs below a folder that may be called a month or a season show it to be: the month, where all of them were taken
 * in it; the season, where others of the two years are among them.
 * @param taken days on which they were taken
 * @returns null where they show neither
 */
export function shownBy({ days, month }: NamedSeason, taken: readonly string[]): MonthOrSeason | null {
  if (month === null || taken.length === 0) return null;
  const within = (value: string) => {
    const { first, last } = rangeOf(value);
    return taken.every((day) => day >= first && day <= last);
  };
  return within(month) ? "month" : within(days.value) ? "season" : null;
}
