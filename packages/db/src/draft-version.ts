/** A version that is being stored: nobody sees it until all of it is there. It is version 0 until then, and one of a scan job. */
import { randomUUID } from "node:crypto";
import { ManifestId, type ScanJobId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { removeEncounter, removeImages } from "./draft-encounter.ts";
import { announceManifest, approveManifest, supersede } from "./manifest.ts";
import type { SourcesReport } from "./scan-source.ts";

export interface DraftOfReading {
  readonly scanJob: ScanJobId;
  readonly reading: number;
  /** What became of sheets and tracks. */
  readonly sources?: SourcesReport | undefined;
}

export const latestVersion = (db: StationDatabase, scanJob: ScanJobId) =>
  statement<{ id: ManifestId; version: number }>(
    db,
    "SELECT id, version FROM manifest WHERE scan_job = ? AND version > 0 ORDER BY version DESC LIMIT 1",
  ).get(scanJob);

export const sourcesText = ({ sources }: DraftOfReading): string | null => (sources ? JSON.stringify(sources) : null);

/** Superseded by the version that there is: so whoever asks for what is current leaves it out. Within a write. */
export function addHidden(db: StationDatabase, { scanJob, reading }: DraftOfReading): ManifestId {
  const id = ManifestId.parse(randomUUID());
  statement(
    db,
    "INSERT INTO manifest (id, scan_job, reading, version, status, created_ms) VALUES (?, ?, ?, 0, 'superseded', ?)",
  ).run(id, scanJob, reading, db.now());
  return id;
}

/**
 * Makes it the latest version. Drafts that nobody approved are superseded by it, an approved version as soon as it has an approved
 * encounter. Within a write.
 * @param hasApproved whether a decision was carried over
 * @returns its number
 */
export function showHidden(db: StationDatabase, id: ManifestId, draft: DraftOfReading, hasApproved: boolean): number {
  const older = statement<{ id: ManifestId }>(
    db,
    "SELECT id FROM manifest WHERE scan_job = ? AND status = 'draft'",
  ).all(draft.scanJob);
  for (const each of older) supersede(db, each.id);
  const version = (latestVersion(db, draft.scanJob)?.version ?? 0) + 1;
  statement(
    db,
    `UPDATE manifest SET version = ?, status = 'draft', created_ms = ?, sources = ?, (first_image, last_image) = (
       SELECT MIN(i.pk), MAX(i.pk) FROM encounter AS e JOIN image AS i ON i.encounter = e.pk WHERE e.manifest = manifest.id)
     WHERE id = ?`,
  ).run(version, db.now(), sourcesText(draft), id);
  if (hasApproved) approveManifest(db, id);
  announceManifest(db, id);
  return version;
}

/** What a process that was killed, or a scan that was cancelled, has left of a version. Within writes. */
export function* removeHidden(db: StationDatabase, scanJob: ScanJobId): Generator<void, void> {
  const left = statement<{ id: ManifestId }>(db, "SELECT id FROM manifest WHERE scan_job = ? AND version = 0").get(
    scanJob,
  );
  if (!left) return;
  const next = () =>
    statement<{ pk: number }>(db, "SELECT pk FROM encounter WHERE manifest = ? LIMIT 1").get(left.id)?.pk;
  for (let pk = next(); pk !== undefined; pk = next()) {
    yield* removeImages(db, pk);
    removeEncounter(db, pk);
    yield;
  }
  for (const table of ["manifest_images", "manifest_encounters", "manifest_stretch"])
    statement(db, `DELETE FROM ${table} WHERE manifest = ?`).run(left.id);
  statement(db, "DELETE FROM manifest WHERE id = ?").run(left.id);
}

/** Scan jobs with a version that was never shown. */
export const unshownJobs = (db: StationDatabase): ScanJobId[] =>
  statement<{ id: ScanJobId }>(db, "SELECT scan_job AS id FROM manifest WHERE version = 0")
    .all()
    .map(({ id }) => id);
