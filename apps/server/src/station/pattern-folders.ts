/** The folders of a scan job as patterns see them. */
import {
  clocksOf,
  dayMonthOrderOf,
  finishedReadings,
  latestReading,
  pathsOfReading,
  type Reading,
  readingFiles,
  type StationDatabase,
  scanJobView,
} from "@landfall/db";
import type { DayMonthOrder, ScanJobId } from "@landfall/protocol";
import {
  type ClockRule,
  type DatesOfRoot,
  datesOfRoots,
  isOfCatalogue,
  photographsIn,
  type TreeFolder,
  treeOf,
  withClocks,
  withoutCopies,
} from "@landfall/survey";

interface Folders {
  readonly roots: readonly string[];
  readonly tree: readonly TreeFolder[];
  readonly dates: readonly DatesOfRoot[];
  readonly orders: readonly (DayMonthOrder | null)[];
  readonly images: number;
}

interface Seen {
  readonly key: string;
  readonly folders: Folders;
  readonly forget: NodeJS.Timeout;
}

/** The folders of the reading that somebody looks at, kept from one letter typed to the next. */
const seen = new WeakMap<StationDatabase, Seen>();
const keptMs = 5 * 60 * 1000;

/** Of its latest reading: while it runs, those that have been seen so far. */
export function foldersOf(db: StationDatabase, id: ScanJobId): Folders {
  const { folders: roots, state, files, populationId } = scanJobView(db, id);
  const reading = readingOf(db, id)?.reading ?? latestReading(db, id);
  const said = roots.map((root) => dayMonthOrderOf(db, root));
  const clocks = clocksOf(db, populationId);
  const key = JSON.stringify([reading, state === "running" ? files.found : null, roots, said, clocks]);
  const known = seen.get(db);
  if (known?.key === key) {
    known.forget.refresh();
    return known.folders;
  }
  clearTimeout(known?.forget);
  // What a backup drive holds is read as its original is called.
  const paths = reading === null ? [] : withoutCopies(pathsOf(db, reading, roots, clocks));
  const dates = datesOfRoots(paths, roots, said);
  const orders = roots.map((_, root) => dates.find((each) => each.root === root)?.order ?? null);
  const tree = treeOf(paths.filter((each) => !isOfCatalogue(each, roots)));
  const folders = { roots, tree, dates, orders, images: photographsIn(tree) };
  seen.set(db, { key, folders, forget: setTimeout(() => seen.delete(db), keptMs).unref() });
  return folders;
}

/** With the days on which the photographs were truly taken; where no clock was corrected, those that files state are enough. */
function pathsOf(db: StationDatabase, reading: number, roots: readonly string[], clocks: readonly ClockRule[]) {
  if (clocks.length === 0) return pathsOfReading(db, reading, roots);
  return withClocks(readingFiles(db, reading, roots).files, roots, clocks).flatMap(
    ({ root, path, bucket, sha256, metadata, findings }) => {
      const taken = metadata?.localTime?.slice(0, 10) ?? null;
      const isCorrected = findings.includes("CLOCK_CORRECTED");
      return bucket === "image" ? [{ root, path, bucket, sha256, taken, isCorrected }] : [];
    },
  );
}

/** The latest reading of a job that came to its end. */
export function readingOf(db: StationDatabase, id: ScanJobId): Reading | undefined {
  return finishedReadings(db, scanJobView(db, id).populationId).find(({ scanJob }) => scanJob === id);
}
