/** Whether 03-04-2021 is the third of April or the fourth of March: told for each root, never guessed. Pure. */
import type { DayMonthOrder } from "@landfall/protocol";
import { type DateAt, firstDate } from "../group/days-in-names.ts";
import type { DatesOfRoot, PathTaken } from "../path-ports.ts";
import { stemOf } from "./match-path.ts";

const mayBe = /\d[-_. ]\d{1,2}[-_. ](?:19|20)\d{2}/;

/** The date in a name where day and month stand before the year. */
function ambiguousIn(name: string): DateAt[] {
  const date = mayBe.test(name) ? firstDate(name)?.date : undefined;
  return date && date.readings !== null ? [date] : [];
}

interface Tally {
  readonly proven: Set<DayMonthOrder>;
  readonly shown: Set<DayMonthOrder>;
  readonly examples: Set<string>;
  images: number;
  /** Some photograph shows it as its file states its date. */
  isStated: boolean;
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
  const known = new Map<string, readonly DateAt[]>();
  const inFolder = (folder: string): readonly DateAt[] => {
    const dates = known.get(folder) ?? folder.split("/").flatMap(ambiguousIn);
    known.set(folder, dates);
    return dates;
  };
  const tallies = roots.map(
    (): Tally => ({ proven: new Set(), shown: new Set(), examples: new Set(), images: 0, isStated: false }),
  );
  const above = roots.map((root) => endOf(root).flatMap(ambiguousIn));
  for (const { root, path, taken, isCorrected = false } of paths) {
    const tally = tallies[root];
    if (!tally) continue;
    const slash = path.lastIndexOf("/");
    const stem = stemOf(path.slice(slash + 1));
    const dates = [...(above[root] ?? []), ...inFolder(path.slice(0, Math.max(0, slash))), ...ambiguousIn(stem)];
    let isEither = false;
    for (const { readings, raw } of dates) {
      const { dayFirst = null, monthFirst = null } = readings ?? {};
      if (dayFirst === null || monthFirst === null) {
        tally.proven.add(dayFirst === null ? "monthFirst" : "dayFirst");
        continue;
      }
      isEither = true;
      if (tally.examples.size < examplesKept) tally.examples.add(raw);
      if (taken === dayFirst) tally.shown.add("dayFirst");
      if (taken === monthFirst) tally.shown.add("monthFirst");
      if (!isCorrected && (taken === dayFirst || taken === monthFirst)) tally.isStated = true;
    }
    if (isEither) tally.images += 1;
  }
  return tallies.flatMap((tally, root) => {
    if (tally.images === 0) return [];
    return [{ root, ...settled(tally, said[root] ?? null), images: tally.images, examples: [...tally.examples] }];
  });
}

function settled({ proven, shown, isStated }: Tally, said: DayMonthOrder | null): Pick<DatesOfRoot, "order" | "by"> {
  if (said !== null) return { order: said, by: "person" };
  const [byName, otherName] = proven;
  const [byPhotograph, otherPhotograph] = shown;
  if (byName !== undefined && otherName === undefined) return { order: byName, by: "names" };
  if (byName === undefined && byPhotograph !== undefined && otherPhotograph === undefined)
    return { order: byPhotograph, by: isStated ? "photographs" : "clocks" };
  return { order: null, by: null };
}

/** Of a root's own path only its end says something: what lies higher is the machine's order, not the season's. */
export const endOf = (root: string): string[] =>
  root
    .split(/[/\\]+/)
    .filter((name) => name !== "")
    .slice(-2);
