/** Whether 03-04-2021 is the third of April or the fourth of March: told for each root, never guessed. Pure. */
import type { DayMonthOrder } from "@landfall/protocol";
import { type DateAt, firstDate } from "../group/days-in-names.ts";
import type { DatesOfRoot, PathTaken } from "../path-ports.ts";
import { stemOf } from "./match-path.ts";

interface Tally {
  readonly proven: Set<DayMonthOrder>;
  readonly shown: Set<DayMonthOrder>;
  readonly examples: Set<string>;
  images: number;
}

const examplesKept = 5;

/**
 * A name that can be read in one way only tells it for its root; else the dates of the photographs below names that could be
 * either. Where these contradict each other nothing tells it. What a person has said comes first.
 * @param said by root; null where nobody has said it
 */
export function datesOfRoots(
  paths: readonly PathTaken[],
  roots: readonly string[],
  said: readonly (DayMonthOrder | null)[],
): DatesOfRoot[] {
  const memo = new Map<string, DateAt | null>();
  const dateIn = (name: string): DateAt | null => {
    const known = memo.get(name);
    if (known !== undefined) return known;
    const date = firstDate(name)?.date ?? null;
    memo.set(name, date);
    return date;
  };
  const tallies = roots.map((): Tally => ({ proven: new Set(), shown: new Set(), examples: new Set(), images: 0 }));
  const above = roots.map(endOf);
  for (const { root, path, taken } of paths) {
    const tally = tallies[root];
    if (!tally) continue;
    const [name = "", ...folders] = path.split("/").reverse();
    const dates = [...(above[root] ?? []), ...folders, stemOf(name)].flatMap((each) => dateIn(each) ?? []);
    let isEither = false;
    for (const { readings, raw } of dates) {
      if (readings === null) continue;
      const { dayFirst, monthFirst } = readings;
      if (dayFirst === null || monthFirst === null) {
        tally.proven.add(dayFirst === null ? "monthFirst" : "dayFirst");
        continue;
      }
      isEither = true;
      if (tally.examples.size < examplesKept) tally.examples.add(raw);
      if (taken === dayFirst) tally.shown.add("dayFirst");
      if (taken === monthFirst) tally.shown.add("monthFirst");
    }
    if (isEither) tally.images += 1;
  }
  return tallies.flatMap((tally, root) => {
    if (tally.images === 0) return [];
    return [{ root, ...settled(tally, said[root] ?? null), images: tally.images, examples: [...tally.examples] }];
  });
}

function settled({ proven, shown }: Tally, said: DayMonthOrder | null): Pick<DatesOfRoot, "order" | "by"> {
  if (said !== null) return { order: said, by: "person" };
  const [byName, otherName] = proven;
  const [byPhotograph, otherPhotograph] = shown;
  if (byName !== undefined && otherName === undefined) return { order: byName, by: "names" };
  if (byName === undefined && byPhotograph !== undefined && otherPhotograph === undefined)
    return { order: byPhotograph, by: "photographs" };
  return { order: null, by: null };
}

/** Of a root's own path only its end says something: what lies higher is the machine's order, not the season's. */
export const endOf = (root: string): string[] =>
  root
    .split(/[/\\]+/)
    .filter((name) => name !== "")
    .slice(-2);
