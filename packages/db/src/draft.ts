/** A draft manifest, stored in one transaction: until it is complete, the version before it is all there is. */
import { randomUUID } from "node:crypto";
import { ManifestId, type ScanJobId, type VersionChanges } from "@landfall/protocol";
import type { DraftEncounter } from "@landfall/survey";
import { otherBursts, storeBursts } from "./bursts.ts";
import { earlierEncounters } from "./carry-over.ts";
import { type StationDatabase, savepoint, statement, write } from "./database.ts";
import { type DecidedEncounter, decideEncounter, storeEncounter } from "./draft-encounter.ts";
import { forgetFileChecks } from "./file-checks.ts";
import { judgeOf } from "./judge.ts";
import { announceManifest, approveManifest, supersede } from "./manifest.ts";
import { findNearDuplicates } from "./near-duplicates.ts";
import { findInOtherManifests } from "./other-manifests.ts";
import { isSameVersion, movedFiles, storePlaces } from "./same-version.ts";
import type { SourcesReport } from "./scan-source.ts";
import { understandingOf } from "./understanding.ts";

export interface NewDraft {
  readonly scanJob: ScanJobId;
  readonly reading: number;
  readonly encounters: readonly DraftEncounter[];
  /** The stored file behind each index of `DraftImage.files`. */
  readonly files: readonly number[];
  /** What became of sheets and tracks. */
  readonly sources?: SourcesReport;
}

export interface StoredDraft {
  readonly manifest: ManifestId;
  readonly version: number;
  /** Encounters with everything they need, and the others. */
  readonly complete: number;
  readonly incomplete: number;
  /** Null in a first version. */
  readonly changes: VersionChanges | null;
}

/**
 * Stores the next version, or none where all its encounters are as in the latest one: then that one knows the files by where they
 * are now. Drafts that nobody approved are superseded by a new version. An approved one is superseded as soon as the new one has an
 * approved encounter, which it has at once where a decision is carried over.
 */
export function storeDraft(db: StationDatabase, draft: NewDraft): StoredDraft {
  return write(db, () => {
    const latest = latestVersion(db, draft.scanJob);
    // What was found of files before holds no longer: they have just been read.
    if (latest) forgetFileChecks(db, latest.id);
    return savepoint(db, (rollBack) => {
      const stored = storeVersion(db, draft);
      if (!latest || !stored.changes || !isSameVersion(db, latest.id, stored.manifest)) return stored;
      const moved = movedFiles(db, latest.id, stored.manifest);
      const bursts = otherBursts(db, latest.id, stored.manifest);
      rollBack();
      storePlaces(db, moved);
      storeBursts(db, bursts);
      statement(db, "UPDATE manifest SET reading = ?, sources = ? WHERE id = ?").run(
        draft.reading,
        sourcesText(draft),
        latest.id,
      );
      return { ...stored, manifest: latest.id, version: latest.version, changes: { ...stored.changes, isNew: false } };
    });
  });
}

const latestVersion = (db: StationDatabase, scanJob: ScanJobId) =>
  statement<{ id: ManifestId; version: number }>(
    db,
    "SELECT id, version FROM manifest WHERE scan_job = ? ORDER BY version DESC LIMIT 1",
  ).get(scanJob);

const sourcesText = ({ sources }: NewDraft): string | null => (sources ? JSON.stringify(sources) : null);

function storeVersion(db: StationDatabase, draft: NewDraft): StoredDraft {
  const { placed, gone } = earlierEncounters(db, draft.scanJob, draft.encounters);
  const { id, version } = nextVersion(db, draft);
  const known = { judge: judgeOf(db, id), understand: understandingOf(db, id) };
  const stored = placed.map((each, ordinal) => storeEncounter(db, id, each, { ordinal, ...known }, draft.files));
  noteImages(db, id);
  findInOtherManifests(db, id);
  findNearDuplicates(db, id);
  // With all that is noticed of it: a decision is carried over where nothing of that is new.
  const kinds = stored.map((each) => decideEncounter(db, each));
  const count = (is: (kind: DecidedEncounter) => boolean) => kinds.filter(is).length;
  const approved = count(({ isApproved }) => isApproved);
  if (approved > 0) approveManifest(db, id);
  announceManifest(db, id);
  const complete = count(({ isComplete }) => isComplete);
  const changes = {
    isNew: true,
    added: count(({ since }) => since === "new"),
    changed: count(({ since }) => since === "changed"),
    same: count(({ since }) => since === "same"),
    gone,
    approved,
  };
  const isLater = placed.some((each) => each.isLater);
  return {
    manifest: id,
    version,
    complete,
    incomplete: kinds.length - complete,
    changes: isLater ? changes : null,
  };
}

function nextVersion(db: StationDatabase, draft: NewDraft): { id: ManifestId; version: number } {
  const { scanJob, reading } = draft;
  const older = statement<{ id: ManifestId }>(
    db,
    "SELECT id FROM manifest WHERE scan_job = ? AND status = 'draft'",
  ).all(scanJob);
  for (const each of older) supersede(db, each.id);
  const id = ManifestId.parse(randomUUID());
  const version = (latestVersion(db, scanJob)?.version ?? 0) + 1;
  statement(
    db,
    "INSERT INTO manifest (id, scan_job, reading, version, status, created_ms, sources) VALUES (?, ?, ?, ?, 'draft', ?, ?)",
  ).run(id, scanJob, reading, version, db.now(), sourcesText(draft));
  return { id, version };
}

/** Which images are the manifest's: they were stored one after the other. */
function noteImages(db: StationDatabase, manifest: ManifestId): void {
  statement(
    db,
    `UPDATE manifest SET (first_image, last_image) = (
       SELECT MIN(i.pk), MAX(i.pk) FROM encounter AS e JOIN image AS i ON i.encounter = e.pk WHERE e.manifest = manifest.id)
     WHERE id = ?`,
  ).run(manifest);
}
