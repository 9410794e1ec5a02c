/** What a person has said of the paths of a scan job, and of its dates: what has been read is grouped again by it. */
import {
  dayMonthOrderOf,
  finishedReadings,
  isRoot,
  markRegroupDue,
  populations,
  type Reading,
  type StationDatabase,
  scanJobView,
  scanRules,
  setDayMonthOrder,
  storePatterns,
  write,
} from "@landfall/db";
import {
  type ActivityActor,
  type DateOrderRequest,
  LandfallError,
  type PatternsChange,
  type ScanJobId,
} from "@landfall/protocol";
import { note } from "./activity.ts";
import type { WithLooks } from "./drafts.ts";
import { readingOf } from "./pattern-folders.ts";

/**
 * Kept for every later scan of the job; what has been read is grouped again, and what is being read is grouped by them at its end.
 * Nothing happens where they are the same.
 */
export async function setPatterns(
  { db, drafts, looks }: WithLooks,
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
  return { view: await looks.ofScanJob("patterns", id), regrouped };
}

/** Remembered with the folder, whichever scan reads it; each scan that has it is grouped again. */
export async function setDateOrder(
  { db, drafts, looks }: WithLooks,
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
  return { view: await looks.ofScanJob("patterns", id), regrouped };
}

const readingsOfRoot = (db: StationDatabase, folder: string): Reading[] =>
  populations(db)
    .flatMap(({ id }) => finishedReadings(db, id))
    .filter(({ scanJob }) => scanJobView(db, scanJob).folders.includes(folder));
