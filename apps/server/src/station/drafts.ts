/** From what was read to a draft manifest. The draft appears in one transaction, or not at all. */
import { finishReading, hadPhotographs, type Reading, type StationDatabase, storeDraft, write } from "@landfall/db";
import {
  type ActivityActor,
  LandfallError,
  type Regrouped,
  type ScanResult,
  type VersionChanges,
} from "@landfall/protocol";
import { note } from "./activity.ts";
import { datesView, groupReading } from "./grouping.ts";
import type { FoldersToScan } from "./roots.ts";
import { offeredIn, summaryOf } from "./sheet-sources.ts";

export interface OfReading {
  readonly away?: ScanResult["away"];
  readonly relinked?: FoldersToScan["relinked"];
  /** Throws where the draft must not be stored any more. */
  readonly beforeStored?: () => void;
}

/**
 * Groups the files of a reading by all that is known now, and stores the next version of its job's manifest.
 * @returns the new version; nothing where all is as it was
 */
export function storeDraftOf(
  db: StationDatabase,
  reading: Reading,
  actor: ActivityActor,
  action: "scanned" | "regrouped",
  { away, relinked = [], beforeStored = () => {} }: OfReading = {},
): Regrouped[] {
  const { job, roots, pks, files, grouping, check, sourcePaths } = groupReading(db, reading);
  const { encounters, patterns, dates, ...report } = grouping;
  const offered = offeredIn(files, roots, sourcePaths);
  if (encounters.length === 0 && hadPhotographs(db, reading.scanJob)) {
    const detail = `No photograph is there now, where earlier scans found some: ${roots.join(", ")}`;
    throw new LandfallError("SOURCE_AWAY", { detail });
  }
  beforeStored();
  return write(db, () => {
    const { scanJob, reading: pk } = reading;
    const stored = storeDraft(db, {
      scanJob,
      reading: pk,
      encounters,
      files: pks,
      sources: { ...report, offered },
    });
    finishReading(db, reading, {
      ...check,
      away: away ?? job.result?.away ?? [],
      relinked: [...relinked],
      scanJobId: scanJob,
      manifestId: stored.manifest,
      version: stored.version,
      encounters: encounters.length,
      complete: stored.complete,
      incomplete: stored.incomplete,
      changes: stored.changes,
      sources: summaryOf(grouping, offered),
      patterns: [...patterns],
      dates: datesView(dates, roots),
    });
    const { found: all, images, unreadable, ignored } = check.files;
    note(db, actor, {
      category: "scan",
      action,
      subject: [
        { kind: "scanJob", id: scanJob, name: job.name },
        { kind: "manifest", id: stored.manifest, name: `version ${stored.version}` },
        ...roots.map((root) => ({ kind: "folder" as const, id: root, name: null })),
      ],
      detail: `${all} files: ${images} images, ${unreadable} unreadable, ${ignored} ignored; ${encounters.length} encounters${carriedText(stored.changes)}`,
    });
    if (stored.changes?.isNew === false) return [];
    const { manifest: manifestId, version } = stored;
    return [{ scanJobId: scanJob, name: job.name, manifestId, version, encounters: encounters.length }];
  });
}

function carriedText(changes: VersionChanges | null): string {
  if (!changes) return "";
  if (!changes.isNew) return ", all as before";
  return changes.approved > 0 ? `, ${changes.approved} as they were approved, and so approved still` : "";
}
