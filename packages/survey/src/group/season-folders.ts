/** Folders that may be called a month or a season, `2009-10`, and what the photographs below them show. Pure. */
import { endOf } from "../patterns/date-order.ts";
import type { PathTaken } from "../ports.ts";
import { type MonthOrSeason, type NamedSeason, seasonIn, shownBy } from "./seasons-in-names.ts";

/**
 * What is shown of the last of these folders, null where nothing is.
 * @param names the last two of the root's own path, then those below it
 */
export type SeasonOf = (root: number, names: readonly string[]) => MonthOrSeason | null;

const keyOf = (root: number, names: readonly string[]): string => `${root}/${names.join("/")}`;

interface Asked {
  readonly season: NamedSeason;
  readonly taken: Set<string>;
}

/** @param paths of all photographs of the scan, with the days on which they were taken */
export function seasonsShown(paths: readonly PathTaken[], roots: readonly string[]): SeasonOf {
  const asked = new Map<string, Asked>();
  const askedAt = (root: number, folder: string): Asked[] => {
    const names = [...endOf(roots[root] ?? ""), ...folder.split("/")].map((name) => name.normalize("NFC"));
    return names.flatMap((name, depth) => {
      const season = seasonIn(name);
      if (!season?.month) return [];
      const key = keyOf(root, names.slice(0, depth + 1));
      const found = asked.get(key) ?? { season, taken: new Set() };
      asked.set(key, found);
      return [found];
    });
  };
  const known = new Map<string, readonly Asked[]>();
  for (const { root, path, taken } of paths) {
    if (taken === null || taken.length < 10) continue;
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const found = known.get(`${root}/${folder}`) ?? askedAt(root, folder);
    known.set(`${root}/${folder}`, found);
    for (const each of found) each.taken.add(taken);
  }
  const shown = new Map([...asked].map(([key, { season, taken }]) => [key, shownBy(season, [...taken])]));
  return (root, names) => shown.get(keyOf(root, names)) ?? null;
}
