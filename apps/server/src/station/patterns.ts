/** Path patterns of a scan job: what they fit, what they would make, and what a person has said of its dates. */
import {
  dayMonthOrderOf,
  finishedReadings,
  isRoot,
  markRegroupDue,
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
  LandfallError,
  type PatternsChange,
  type PatternsToTry,
  type PatternsView,
  type PatternTrial,
  type ScanJobId,
} from "@landfall/protocol";
import { fitTree, showRow, suggestPatterns } from "@landfall/survey";
import { note } from "./activity.ts";
import type { WithDrafts } from "./drafts.ts";
import { datesView, patternsOf } from "./grouping.ts";
import { foldersOf, readingOf } from "./pattern-folders.ts";

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

/**
 * Kept for every later scan of the job; what has been read is grouped again, and what is being read is grouped by them at its end.
 * Nothing happens where they are the same.
 */
export async function setPatterns(
  { db, drafts }: WithDrafts,
  id: ScanJobId,
  patterns: readonly string[],
  actor: ActivityActor,
): Promise<PatternsChange> {
  const readings = write(db, () => {
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
    const due = reading ? [reading] : [];
    markRegroupDue(db, due);
    return due;
  });
  const regrouped = await drafts.regroup(readings, actor);
  return { view: patternsView(db, id), regrouped };
}

/** Remembered with the folder, whichever scan reads it; each scan that has it is grouped again. */
export async function setDateOrder(
  { db, drafts }: WithDrafts,
  id: ScanJobId,
  { folder, order }: DateOrderRequest,
  actor: ActivityActor,
): Promise<PatternsChange> {
  if (!scanJobView(db, id).folders.includes(folder) || !isRoot(db, folder))
    throw new LandfallError("NOT_FOUND", { detail: `folder ${folder} of the scan job` });
  const readings = write(db, () => {
    const isSame = dayMonthOrderOf(db, folder) === order;
    const due = isSame ? [] : readingsOfRoot(db, folder);
    if (!isSame) {
      setDayMonthOrder(db, folder, order);
      note(db, actor, {
        category: "scan",
        action: "dateOrderSet",
        subject: [{ kind: "folder", id: folder, name: null }],
        detail: order ?? "nothing said any more",
      });
    }
    markRegroupDue(db, due);
    return due;
  });
  const regrouped = await drafts.regroup(readings, actor);
  return { view: patternsView(db, id), regrouped };
}

const readingsOfRoot = (db: StationDatabase, folder: string): Reading[] =>
  populations(db)
    .flatMap(({ id }) => finishedReadings(db, id))
    .filter(({ scanJob }) => scanJobView(db, scanJob).folders.includes(folder));
