/** Names of the days of the week in the languages that sheets and folders are kept in. */
import { languages, plainName } from "./month-names.ts";

let known: { readonly long: ReadonlySet<string>; readonly short: ReadonlySet<string> } | undefined;

function namesOf(weekday: "long" | "short"): ReadonlySet<string> {
  const names = languages.flatMap((language) => {
    const format = new Intl.DateTimeFormat(language, { weekday, timeZone: "UTC" });
    return [...Array(7).keys()].map((day) => plainName(format.format(new Date(Date.UTC(2024, 0, 1 + day)))));
  });
  return new Set(names);
}

/** @param isShort also `Mon`, `lun`: some of these are words of places too, such as the Spanish `mar` */
export function isWeekday(word: string, isShort: boolean): boolean {
  known ??= { long: namesOf("long"), short: namesOf("short") };
  const plain = plainName(word);
  return known.long.has(plain) || (isShort && known.short.has(plain));
}
