/** A draft manifest, stored in one transaction: until it is complete, the version before it is all there is. */
import { randomUUID } from "node:crypto";
import { deriveSync } from "@landfall/engine";
import {
  EncounterId,
  EventId,
  ManifestId,
  missingFields,
  type PopulationSettings,
  type ScanJobId,
  type VersionChanges,
} from "@landfall/protocol";
import type { DraftEncounter } from "@landfall/survey";
import { carryDecision, carryFacts, carryFields, type DraftWithPast, earlierEncounters } from "./carry-over.ts";
import { encounterSums, toImageCounts } from "./counters.ts";
import { type StationDatabase, savepoint, statement, write } from "./database.ts";
import { encounterRecord } from "./encounter.ts";
import { storeStates } from "./encounter-states.ts";
import { keyBaseOf, undecided } from "./fields.ts";
import { forgetFileChecks } from "./file-checks.ts";
import { furtherOf } from "./further.ts";
import { type JudgedImage, summedFindings, warnsOf } from "./image-findings.ts";
import { deriveShape } from "./image-places.ts";
import { noMd5 } from "./image-row.ts";
import { announceManifest, approveManifest, supersede } from "./manifest.ts";
import { findInOtherManifests } from "./other-manifests.ts";
import { settingsOf } from "./rederive.ts";
import { isSameVersion, movedFiles, storePlaces } from "./same-version.ts";
import type { SourcesReport } from "./scan-source.ts";
import { type Understanding, understandingOf } from "./understanding.ts";

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
      rollBack();
      storePlaces(db, moved);
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
  const known = { settings: settingsOf(db, id), understand: understandingOf(db, id) };
  const stored = placed.map((each, ordinal) => storeEncounter(db, id, each, { ordinal, ...known }, draft.files));
  noteImages(db, id);
  findInOtherManifests(db, id);
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

interface Placed {
  readonly ordinal: number;
  readonly settings: PopulationSettings;
  readonly understand: Understanding;
}

interface StoredEncounter {
  readonly id: EncounterId;
  readonly past: DraftWithPast;
  /** It has everything it needs. */
  readonly isComplete: boolean;
}

interface DecidedEncounter
  extends Pick<StoredEncounter, "isComplete">,
    Pick<ReturnType<typeof carryDecision>, "since" | "isApproved"> {}

function storeEncounter(
  db: StationDatabase,
  manifest: ManifestId,
  past: DraftWithPast,
  { ordinal, settings, understand }: Placed,
  files: readonly number[],
): StoredEncounter {
  const { draft, earlier, shaped } = past;
  const id = EncounterId.parse(randomUUID());
  const { values, provenance } = carryFields(draft, earlier, understand);
  const missing = missingFields(values, settings);
  const findings = summedFindings(draft.findings, judgedAsBefore(past));
  const review = undecided(missing, findings);
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO encounter (id, manifest, ordinal, event_id, encounter_number, event_date, locality, recorded_by,
       decimal_latitude, decimal_longitude, license, further, provenance, key_base, first_at, last_at, review, missing_fields, findings,
       warns, answer, delivered, hub_encounter_id, shaped)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    id,
    manifest,
    ordinal,
    earlier?.eventID ?? EventId.parse(randomUUID()),
    draft.encounterNumber ?? earlier?.encounterNumber ?? null,
    values.eventDate,
    values.locality,
    values.recordedBy,
    values.decimalLatitude,
    values.decimalLongitude,
    values.license,
    furtherOf(values),
    JSON.stringify(provenance),
    keyBaseOf(values),
    draft.firstAt,
    draft.lastAt,
    earlier?.review === "denied" ? "denied" : review,
    JSON.stringify(missing),
    JSON.stringify(findings),
    warnsOf(findings),
    earlier?.answer ? JSON.stringify(earlier.answer) : null,
    earlier?.delivered ? JSON.stringify(earlier.delivered) : null,
    earlier?.hubEncounterId ?? null,
    Number(shaped),
  );
  const pk = Number(lastInsertRowid);
  storeImages(db, pk, past, files);
  statement(db, "UPDATE encounter SET sealed = 1 WHERE pk = ?").run(pk);
  if (shaped) deriveShape(db, { pk, id });
  const isComplete = shaped ? encounterRecord(db, id).review === "pending" : review === "pending";
  if (earlier) keepOfEncounter(db, pk, earlier.pk);
  return { id, past, isComplete };
}

function decideEncounter(db: StationDatabase, { id, past, isComplete }: StoredEncounter): DecidedEncounter {
  const stored = encounterRecord(db, id);
  const { since, before, isApproved } = carryDecision(db, stored, past);
  statement(db, "UPDATE encounter SET since = ?, before = ? WHERE pk = ?").run(since, before, stored.pk);
  const sync = deriveSync(toImageCounts(encounterSums(db, stored.pk)));
  storeStates(db, stored, { ...(isApproved && { review: "approved" as const }), sync });
  return { since, isApproved, isComplete };
}

/** The draft's images, with what a person has said of them before. */
const judgedAsBefore = ({ draft, own, kept }: DraftWithPast): JudgedImage[] =>
  draft.images.map(({ sha256, findings }) => {
    const { isOut = false, keptAsIs = false } = own.get(sha256) ?? kept.images.get(sha256) ?? {};
    return { findings, isOut, keptAsIs };
  });

/** In which order a person wants it sent, and images that the hub has a second time. */
function keepOfEncounter(db: StationDatabase, pk: number, earlier: number): void {
  statement(db, "UPDATE encounter SET chosen = (SELECT chosen FROM encounter WHERE pk = ?) WHERE pk = ?").run(
    earlier,
    pk,
  );
  statement(
    db,
    "INSERT INTO image_stray (encounter, sha256, hub_encounter) SELECT ?, sha256, hub_encounter FROM image_stray WHERE encounter = ?",
  ).run(pk, earlier);
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

function storeImages(
  db: StationDatabase,
  encounter: number,
  { draft, own, kept }: DraftWithPast,
  files: readonly number[],
): void {
  draft.images.forEach((image, ordinal) => {
    const here = own.get(image.sha256);
    const past = here ?? kept.images.get(image.sha256);
    const isOut = past?.isOut ?? false;
    // What the hub has of it in this very encounter it has still.
    const receipt = here?.receipt ?? null;
    const facts = carryFacts(image.facts, kept.factsOf(image));
    const { lastInsertRowid } = statement(
      db,
      `INSERT INTO image (encounter, ordinal, sha256, md5, source, bytes, media_type, file_name, captured_at, rating,
         paired_with, findings, state, receipt, kept_receipt, hashed, hub_encounter, left_out, track_position, photographers,
         side, quality, people, said, kept_as_is, told)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      encounter,
      ordinal,
      image.sha256,
      image.md5 ?? noMd5,
      image.source ? JSON.stringify(image.source) : null,
      image.bytes,
      image.mediaType,
      image.fileName,
      image.capturedAt,
      image.rating ?? null,
      image.pairedWith ?? null,
      JSON.stringify(image.findings),
      isOut ? "skipped" : receipt ? "complete" : "pending",
      isOut ? null : receipt,
      isOut ? receipt : null,
      here?.hashed ?? null,
      past?.hubEncounter ?? null,
      past?.leftOut ?? null,
      image.trackPosition ? JSON.stringify(image.trackPosition) : null,
      image.photographers?.map((name) => name.replaceAll("\n", " ")).join("\n") || null,
      facts.side,
      facts.quality,
      Number(facts.people),
      JSON.stringify(facts.said),
      Number(past?.keptAsIs ?? false),
      past?.told ?? null,
    );
    image.files.forEach((file, place) => {
      statement(db, "INSERT INTO image_file (image, ordinal, file) VALUES (?, ?, ?)").run(
        lastInsertRowid,
        place,
        files[file],
      );
    });
  });
}
