/** Manifests: versions of the proposal that a scan job makes. */
import {
  type ImageCounts,
  ImageState,
  LandfallError,
  type ManifestId,
  type ManifestRow,
  type ManifestStatus,
  type PopulationId,
  type ScanJobId,
} from "@landfall/protocol";
import { countCorrections } from "./corrections-due.ts";
import { encounterCounts, manifestSums, toImageCounts, totalOf } from "./counters.ts";
import { type StationDatabase, statement, toInstant, toInstantOrNull } from "./database.ts";
import { appendEvent } from "./event.ts";
import { latestRun } from "./run.ts";
import { countChangedThere } from "./seen-there.ts";
import { countTakenThere } from "./taken-there.ts";
import { countToTellAgain } from "./tell-again.ts";

export interface ManifestRecord {
  readonly id: ManifestId;
  readonly populationId: PopulationId;
  readonly scanJobId: ScanJobId;
  readonly name: string;
  readonly reading: number;
  readonly version: number;
  readonly status: ManifestStatus;
  readonly createdMs: number;
  readonly approvedMs: number | null;
}

const select = `
  SELECT m.id, j.population AS populationId, m.scan_job AS scanJobId, j.name, m.reading, m.version, m.status,
    m.created_ms AS createdMs, m.approved_ms AS approvedMs
  FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job`;

/** NOT_FOUND when there is none. */
export function manifestRecord(db: StationDatabase, id: ManifestId): ManifestRecord {
  const found = statement<ManifestRecord>(db, `${select} WHERE m.id = ?`).get(id);
  if (!found) throw new LandfallError("NOT_FOUND", { detail: `manifest ${id}` });
  return found;
}

/** One that may still be changed and sent. NOT_FOUND; MANIFEST_SUPERSEDED names the one in its place. */
export function openManifest(db: StationDatabase, id: ManifestId): ManifestRecord {
  const record = manifestRecord(db, id);
  if (record.status !== "superseded") return record;
  const newest = statement<ManifestRecord>(db, `${select} WHERE m.scan_job = ? ORDER BY m.version DESC LIMIT 1`).get(
    record.scanJobId,
  );
  throw new LandfallError("MANIFEST_SUPERSEDED", {
    detail: `${record.name}: version ${newest?.version} is ${newest?.id}, and this is version ${record.version}`,
  });
}

/** Newest first, without superseded ones. */
export const currentManifests = (db: StationDatabase): ManifestRow[] =>
  statement<ManifestRecord>(
    db,
    `${select} WHERE m.status IN ('draft', 'approved') ORDER BY m.created_ms DESC, m.version DESC`,
  )
    .all()
    .map((record) => toView(db, record));

export const manifestRow = (db: StationDatabase, id: ManifestId): ManifestRow => toView(db, manifestRecord(db, id));

function toView(db: StationDatabase, record: ManifestRecord): ManifestRow {
  const { id, populationId, scanJobId, name, version, status } = record;
  const approved = manifestSums(db, id, true);
  const others = manifestSums(db, id, false);
  const images = Object.fromEntries(
    ImageState.options.map((state) => [state, approved[state] + others[state]]),
  ) as ImageCounts;
  return {
    id,
    populationId,
    scanJobId,
    name,
    version,
    status,
    createdAt: toInstant(record.createdMs),
    approvedAt: toInstantOrNull(record.approvedMs),
    encounters: encounterCounts(db, id),
    images,
    imagesDue: totalOf(toImageCounts(approved)) - approved.complete - approved.skipped,
    imagesHeld: approved.complete + approved.committed,
    correctionsDue: countCorrections(db, id),
    changedThere: countChangedThere(db, id),
    takenThere: countTakenThere(db, id),
    toTellAgain: countToTellAgain(db, id),
    bytes: approved.bytes + others.bytes,
    bytesComplete: approved.bytes_complete + others.bytes_complete,
    run: latestRun(db, id) ?? null,
  };
}

/** Tells of a change that touched many encounters or images, or the manifest's status, in one event. */
export const announceManifest = (db: StationDatabase, id: ManifestId): void =>
  appendEvent(db, { type: "manifest", manifest: manifestRow(db, id) });

/** With its first approved encounter a draft is approved, and takes the place of the version approved before. */
export function approveManifest(db: StationDatabase, id: ManifestId): void {
  const { status, scanJobId } = manifestRecord(db, id);
  if (status !== "draft") return;
  const older = statement<{ id: ManifestId }>(
    db,
    "SELECT id FROM manifest WHERE scan_job = ? AND status = 'approved'",
  ).all(scanJobId);
  for (const each of older) supersede(db, each.id);
  statement(db, "UPDATE manifest SET status = 'approved', approved_ms = ? WHERE id = ?").run(db.now(), id);
}

export function supersede(db: StationDatabase, id: ManifestId): void {
  statement(db, "UPDATE manifest SET status = 'superseded' WHERE id = ?").run(id);
  announceManifest(db, id);
}
