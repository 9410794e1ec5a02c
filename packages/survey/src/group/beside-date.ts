/** Words and numbers beside a date that are of it, or of no place: articles, days of the week, times of day, positions. Pure. */
import { isWeekday } from "../sheets/weekday-names.ts";

const articleBefore =
  /(?:^|(?<=[\s_,;(]))(?:on|the|le|il|el|den|der|d\.|am|vom|op|du|del|dal|from|im|in|en|em|no dia|dia|el día)[\s_,]*$/iu;
const qualifierBefore =
  /(?:^|(?<=[\s_,;(]))(?:early|mid|late|anfang|mitte|ende|début|mi|fin|principios de|mediados de|finales de|inizio|metà|fine|begin|eind)[\s_-]*$/iu;
const weekdayBefore = /(?:^|(?<=[\s_,;(]))(\p{L}+(?:-feira)?)[.,]*[\s_]*$/u;

const weekdayAfter = /^[\s_,]*\(?(\p{L}+(?:-feira)?)\.?\)?(?=$|[\s_,])/u;

/** Small letters only, and before a name: `In` may begin one. */
const prepositionAfter = /^([\s_,]*)(?:at|in|à|au|aux|bei|en|em|på|ved|i|te|bij)\s+(?=\p{Lu})/u;

const clock =
  "(?:(?:[01]?\\d|2[0-3])[:.h][0-5]\\d(?:[:.][0-5]\\d)?|\\d{2}-\\d{2}-\\d{2}|\\d{1,2}(?=\\s?(?:[ap]\\.?m|h|uhr))|(?:[01]\\d|2[0-3])[0-5]\\d(?:[0-5]\\d)?(?!-\\d{2}-))(?:\\s?(?:[ap]\\.?m\\.?|hrs|h|uhr|z))?";
const timeAfter = new RegExp(`^[\\s_,]*T?${clock}(?:\\s?[-–]\\s?${clock})?(?=$|[\\s_,;-])`, "iu");

/** Only where it says itself that it is a time. */
const timeAtEnd = /[\s_,]+(?:[01]?\d|2[0-3])(?:[:h][0-5]\d|\s?[ap]\.?m\.?)$/iu;
/** `(2)`, as machines call the second folder of a name. */
const countAfter = /^[\s_]*\(\d{1,2}\)(?=[\s_]+\p{L})/u;

/** `48.5N 123.1W`, `48°30'N 123°06'W`, `-48.5, 170.2`. */
const minutes =
  "(?:\\s?[°º]\\s?(?:\\d{1,2}(?:[.,]\\d+)?\\s?['’′]?\\s?)?(?:\\d{1,2}(?:[.,]\\d+)?\\s?[\"”″]?)?|\\s\\d{1,2}(?:[.,]\\d+)?['’′]?)?";
const angle = `\\d{1,3}(?:[.,]\\d+)?${minutes}`;
const position = new RegExp(
  `(?<![\\p{L}\\d.])(?:${angle}\\s?[NS][\\s,_-]*${angle}\\s?[EWO]|[NS]\\s?${angle}[\\s,_-]+[EWO]\\s?${angle}|-?\\d{1,2}\\.\\d+[\\s,_]+-?\\d{1,3}\\.\\d+)(?![\\p{L}\\d.])`,
  "iu",
);

export interface BesideDate {
  /** The name without the date and what is of it; two blanks keep the parts on both sides apart. */
  readonly rest: string;
  /** A time of day, a count or a position, which keeps the encounters of a day apart; null where there is none. */
  readonly mark: string | null;
}

export function besideDate(before: string, after: string): BesideDate {
  const marks: string[] = [];
  const without = (text: string, shape: RegExp): string =>
    text.replace(shape, (found) => {
      marks.push(found.replace(/^[\s_,]+/u, ""));
      return "  ";
    });
  const behind = [position, timeAfter, timeAtEnd, countAfter].reduce(without, after);
  const named = behind.replace(weekdayAfter, (found, word: string) =>
    isWeekday(word, found.includes("(")) ? " " : found,
  );
  const rest = `${withoutLead(without(before, position))}  ${named.replace(prepositionAfter, "$1")}`;
  return { rest, mark: marks.length === 0 ? null : marks.join(" ") };
}

/** From the date backwards, as often as there is such a word: `Montag, den`, `le lundi`. */
function withoutLead(before: string): string {
  const article = before.replace(articleBefore, "").replace(qualifierBefore, "");
  const weekday = weekdayBefore.exec(article);
  const [whole, word = ""] = weekday ?? [];
  const isFirst = weekday?.index === 0;
  const left = whole !== undefined && isWeekday(word, isFirst) ? article.slice(0, weekday?.index) : article;
  return left === before ? before : withoutLead(left);
}
