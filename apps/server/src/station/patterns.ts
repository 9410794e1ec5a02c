/** Path patterns of a scan job: what they fit, what they would make, and what a person has said of its dates. */
import {
  dayMonthOrderOf,
  finishedReadings,
  isRoot,
  latestReading,
  pathsOfReading,
  patternsBeside,
  populations,
  type Reading,
  type StationDatabase,
  scanJobView,
  scanRules,
  setDayMonthOrder,
  sourcesReport,
  storePatterns,
  write,
} from "@landfall/db";
import {
  type ActivityActor,
  type DateOrderRequest,
  type DayMonthOrder,
  LandfallError,
  type PatternPreview,
  type PatternsChange,
  type PatternsToTry,
  type PatternsView,
  type PatternTrial,
  type ScanJobId,
} from "@landfall/protocol";
import {
  coverageOf,
  type DatesOfRoot,
  datesOfRoots,
  fitTree,
  showRow,
  suggestPatterns,
  type TreeFolder,
  treeOf,
} from "@landfall/survey";
import { note } from "./activity.ts";
import { storeDraftOf } from "./drafts.ts";
import { datesView, groupReading, patternsOf } from "./grouping.ts";

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
function foldersOf(db: StationDatabase, id: ScanJobId): Folders {
  const { folders: roots, state, files } = scanJobView(db, id);
  const reading = readingOf(db, id)?.reading ?? latestReading(db, id);
  const said = roots.map((root) => dayMonthOrderOf(db, root));
  const key = JSON.stringify([reading, state === "running" ? files.found : null, roots, said]);
  const known = seen.get(db);
  if (known?.key === key) {
    known.forget.refresh();
    return known.folders;
  }
  clearTimeout(known?.forget);
  const paths = reading === null ? [] : pathsOfReading(db, reading, roots);
  const dates = datesOfRoots(paths, roots, said);
  const orders = roots.map((_, root) => dates.find((each) => each.root === root)?.order ?? null);
  const folders = { roots, tree: treeOf(paths), dates, orders, images: paths.length };
  seen.set(db, { key, folders, forget: setTimeout(() => seen.delete(db), keptMs).unref() });
  return folders;
}

/** The latest reading of a job that came to its end. */
function readingOf(db: StationDatabase, id: ScanJobId): Reading | undefined {
  return finishedReadings(db, scanJobView(db, id).populationId).find(({ scanJob }) => scanJob === id);
}

export function patternsView(db: StationDatabase, id: ScanJobId): PatternsView {
  const { name, populationId } = scanJobView(db, id);
  const { roots, tree, dates, orders, images } = foldersOf(db, id);
  const beside = patternsBeside(db, id);
  return {
    scanJobId: id,
    name,
    populationId,
    manifestId: sourcesReport(db, id)?.manifest ?? null,
    images,
    patterns: [...(scanRules(db, id).patterns ?? [])],
    suggestions: suggestPatterns(
      tree,
      orders,
      beside.map(({ pattern }) => pattern),
    ).map((each) => ({
      ...each,
      usedBy: beside.find(({ pattern }) => pattern === each.pattern)?.name ?? null,
      matching: [...each.matching],
      others: [...each.others],
    })),
    dates: datesView(dates, roots),
  };
}

export function tryPatterns(db: StationDatabase, id: ScanJobId, request: PatternsToTry): PatternTrial {
  const { roots, tree, orders, images } = foldersOf(db, id);
  const patterns = patternsOf(request.patterns);
  const rows = fitTree(tree, patterns, orders);
  const byPattern = patterns.map(() => 0);
  for (const { match, images: more } of rows) if (match) byPattern[match.index] = (byPattern[match.index] ?? 0) + more;
  const matching = rows.filter(({ match }) => match !== null);
  const shown = request.show === "matching" ? matching : rows.filter(({ match }) => match === null);
  return {
    images,
    matched: byPattern.reduce((sum, more) => sum + more, 0),
    byPattern,
    rows: { matching: matching.length, others: rows.length - matching.length },
    items: shown.slice(request.offset, request.offset + request.limit).map((row) => {
      const { pieces, values, root, ...rest } = showRow(row, patterns, orders);
      return { ...rest, root: roots[root] ?? "", pieces: [...pieces], values: [...values] };
    }),
  };
}

const samplesShown = 20;
const unmappedShown = 10;

/** What the patterns would make, before anything is made. NOT_FOUND where nothing has been read to its end. */
export function previewPatterns(db: StationDatabase, id: ScanJobId, texts: readonly string[]): PatternPreview {
  const { name, result } = scanJobView(db, id);
  const reading = readingOf(db, id);
  if (!reading) throw new LandfallError("NOT_FOUND", { detail: `scan job ${name} has not been read to its end` });
  const { grouping, check, files } = groupReading(db, reading, texts);
  const { encounters } = grouping;
  const { tree, orders } = foldersOf(db, id);
  const unmapped = fitTree(tree, patternsOf(texts), orders).filter(({ match }) => match === null);
  return {
    encounters: encounters.length,
    complete: check.complete,
    incomplete: check.incomplete,
    encountersNow: result?.encounters ?? null,
    images: encounters.reduce((sum, { images }) => sum + images.length, 0),
    coverage: coverageOf(encounters).map(({ field, sources }) => ({ field, sources: [...sources] })),
    samples: spread(encounters, samplesShown).map(({ values, encounterNumber, images }) => ({
      eventDate: values.eventDate,
      locality: values.locality,
      recordedBy: values.recordedBy,
      organismName: values.organismName ?? null,
      encounterNumber,
      images: images.length,
      folder: (files[images[0]?.files[0] ?? -1]?.path ?? "").split("/").slice(0, -1).join("/"),
    })),
    unmapped: {
      images: unmapped.reduce((sum, { images }) => sum + images, 0),
      examples: unmapped.slice(0, unmappedShown).map(({ folder, file }) => showPath(folder, file)),
    },
  };
}

const showPath = ({ names, files }: TreeFolder, file: string | null): string =>
  [...names, file ?? files[0]?.name ?? ""].join("/");

/** Some from the first to the last. */
const spread = <T>(items: readonly T[], most: number): T[] => {
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.min(most, items.length) }, (_, at) => items[Math.floor(at * step)] as T);
};

/**
 * Kept for every later scan of the job; what has been read is grouped again, and what is being read is grouped by them at its end.
 * Nothing happens where they are the same.
 */
export function setPatterns(
  db: StationDatabase,
  id: ScanJobId,
  patterns: readonly string[],
  actor: ActivityActor,
): PatternsChange {
  return write(db, () => {
    const isSame = JSON.stringify(scanRules(db, id).patterns ?? []) === JSON.stringify(patterns);
    const reading = isSame ? undefined : readingOf(db, id);
    if (!isSame) {
      storePatterns(db, id, patterns);
      note(db, actor, {
        category: "scan",
        action: "patternsSet",
        subject: [{ kind: "scanJob", id, name: scanJobView(db, id).name }],
        detail: patterns.join("; ").slice(0, 2000) || "none",
      });
    }
    const regrouped = reading ? storeDraftOf(db, reading, actor, "regrouped") : [];
    return { view: patternsView(db, id), regrouped };
  });
}

/** Remembered with the folder, whichever scan reads it; each scan that has it is grouped again. */
export function setDateOrder(
  db: StationDatabase,
  id: ScanJobId,
  { folder, order }: DateOrderRequest,
  actor: ActivityActor,
): PatternsChange {
  if (!scanJobView(db, id).folders.includes(folder) || !isRoot(db, folder))
    throw new LandfallError("NOT_FOUND", { detail: `folder ${folder} of the scan job` });
  return write(db, () => {
    const isSame = dayMonthOrderOf(db, folder) === order;
    const readings = isSame ? [] : readingsOfRoot(db, folder);
    if (!isSame) {
      setDayMonthOrder(db, folder, order);
      note(db, actor, {
        category: "scan",
        action: "dateOrderSet",
        subject: [{ kind: "folder", id: folder, name: null }],
        detail: order ?? "nothing said any more",
      });
    }
    const regrouped = readings.flatMap((reading) => storeDraftOf(db, reading, actor, "regrouped"));
    return { view: patternsView(db, id), regrouped };
  });
}

const readingsOfRoot = (db: StationDatabase, folder: string): Reading[] =>
  populations(db)
    .flatMap(({ id }) => finishedReadings(db, id))
    .filter(({ scanJob }) => scanJobView(db, scanJob).folders.includes(folder));
