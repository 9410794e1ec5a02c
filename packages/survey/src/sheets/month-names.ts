/** Names of months in the languages that sheets are kept in, as the machine's own tables have them. */
import { foldText } from "@landfall/protocol";

export const languages = ["en", "es", "fr", "de", "pt", "it", "nl", "nb", "sv", "da"];

let byName: ReadonlyMap<string, number> | undefined;

/** Made with the first word that is asked about: the machine takes a while to load ten languages. */
function monthNames(): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const language of languages)
    for (const month of ["long", "short"] as const) {
      const format = new Intl.DateTimeFormat(language, { month, timeZone: "UTC" });
      for (let number = 1; number <= 12; number++) {
        const name = plainName(format.format(new Date(Date.UTC(2024, number - 1, 15))));
        if (/^\p{L}+$/u.test(name)) names.set(name, number);
      }
    }
  return names.set("sept", 9).set("juill", 7);
}

/** Without accents and the full stop of an abbreviation. */
export function plainName(name: string): string {
  return foldText(name)
    .normalize("NFD")
    .replace(/[\p{M}.]/gu, "");
}

/** 7 for `Jul`, `July`, `juillet`; null for a word that is no month. */
export function monthOf(name: string): number | null {
  byName ??= monthNames();
  return byName.get(plainName(name)) ?? null;
}
