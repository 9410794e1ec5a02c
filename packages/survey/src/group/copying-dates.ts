/** Dates in names that are those of a copy: no photograph was taken on the day on which somebody saved it. Pure. */

const word =
  "(?:back-?ups?|bak|copy|copies|copied|kopien?|copias?|exports?|exported|exportiert|cards?|downloads?|downloaded|archives?|archived|archiv|imports?|imported|transfer(?:red)?|offload(?:ed)?|uploads?|uploaded|scans?|scanned|digiti[sz]ed|gescannt|numérisée?s?)";
const between = "(?:[\\s_.,()-]|of|from|on|the|vom|am|\\d{1,2}(?!\\d))*";
const before = new RegExp(`(?<!\\p{L})${word}${between}$`, "iu");
const after = new RegExp(`^${between}${word}(?!\\p{L})`, "iu");

/**
 * `Backup 2023-12`, `Card 2 (2024-07-15)`, `2023-12 export`. Not `2024-07-15_Haro Strait copy`, where what stands beside the date is a place,
 * and not `2024-07-15 card 2`, which is a card, a copy or an export of the photographs of that day.
 * @param raw the date as the name has it
 */
export function isOfCopying(name: string, raw: string, isDay: boolean): boolean {
  const at = name.indexOf(raw);
  return at >= 0 && (before.test(name.slice(0, at)) || (!isDay && after.test(name.slice(at + raw.length))));
}

const wordsLeft = new RegExp(
  `[\\s_,]*\\(\\s*(?:${word}(?:[\\s_]+(?:on|from|of|vom|am|le))?)?\\s*\\)|[\\s_,(]+${word}\\s*$`,
  "giu",
);

/** What the name says beside a date of copying, `Haro Strait` of `Haro Strait (scanned )`. */
export const withoutCopying = (rest: string): string => rest.replace(wordsLeft, "  ");
