/** A draft manifest, stored in one transaction: until it is complete, the version before it is all there is. */
import { randomUUID } from "node:crypto";
import {
  EncounterId,
  EventId,
  findingTable,
  ManifestId,
  missingFields,
  type PopulationSettings,
  type ScanJobId,
} from "@landfall/protocol";
import type { DraftEncounter, EncounterCheck } from "@landfall/survey";
import {
  carryFacts,
  carryFields,
  type DraftWithPast,
  earlierEncounters,
  type KeptOfImages,
  sinceBefore,
} from "./carry-over.ts";
import { type StationDatabase, statement, write } from "./database.ts";
import { encounterRecord } from "./encounter.ts";
import { keyBaseOf, undecided } from "./fields.ts";
import { furtherOf } from "./further.ts";
import { deriveShape } from "./image-places.ts";
import { noMd5 } from "./image-row.ts";
import { announceManifest, supersede } from "./manifest.ts";
import { settingsOf } from "./rederive.ts";
import type { SourcesReport } from "./scan-source.ts";
import { type Understanding, understandingOf } from "./understanding.ts";

export interface NewDraft {
  readonly scanJob: ScanJobId;
  readonly reading: number;
  readonly encounters: readonly DraftEncounter[];
  /** One for each encounter, in their order. */
  readonly checks: readonly Pick<EncounterCheck, "findings">[];
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
}

/** Stores the next version. Drafts that nobody approved are superseded by it; an approved version stays until this one is. */
export function storeDraft(db: StationDatabase, draft: NewDraft): StoredDraft {
  return write(db, () => {
    const earlier = earlierEncounters(db, draft.scanJob, draft.encounters);
    const { id, version } = nextVersion(db, draft);
    const settings = settingsOf(db, id);
    const understand = understandingOf(db, id);
    const checks = new Map(draft.encounters.map((encounter, at) => [encounter, draft.checks[at]?.findings ?? []]));
    const reviews = earlier.map((placed, ordinal) => {
      const findings = checks.get(placed.draft) ?? [];
      return storeEncounter(db, id, placed, { ordinal, findings, settings, understand }, draft.files);
    });
    noteImages(db, id);
    announceManifest(db, id);
    const incomplete = reviews.filter((isComplete) => !isComplete).length;
    return { manifest: id, version, complete: reviews.length - incomplete, incomplete };
  });
}

function nextVersion(
  db: StationDatabase,
  { scanJob, reading, sources }: NewDraft,
): { id: ManifestId; version: number } {
  const older = statement<{ id: ManifestId }>(
    db,
    "SELECT id FROM manifest WHERE scan_job = ? AND status = 'draft'",
  ).all(scanJob);
  for (const each of older) supersede(db, each.id);
  const latest = statement<{ version: number | null }>(
    db,
    "SELECT MAX(version) AS version FROM manifest WHERE scan_job = ?",
  ).get(scanJob);
  const id = ManifestId.parse(randomUUID());
  const version = (latest?.version ?? 0) + 1;
  statement(
    db,
    "INSERT INTO manifest (id, scan_job, reading, version, status, created_ms, sources) VALUES (?, ?, ?, ?, 'draft', ?, ?)",
  ).run(id, scanJob, reading, version, db.now(), sources ? JSON.stringify(sources) : null);
  return { id, version };
}

interface Placed {
  readonly ordinal: number;
  readonly findings: EncounterCheck["findings"];
  readonly settings: PopulationSettings;
  readonly understand: Understanding;
}

/** @returns whether the encounter has everything it needs */
function storeEncounter(
  db: StationDatabase,
  manifest: ManifestId,
  past: DraftWithPast,
  { ordinal, findings, settings, understand }: Placed,
  files: readonly number[],
): boolean {
  const { draft, earlier, shaped, kept } = past;
  const id = EncounterId.parse(randomUUID());
  const { values, provenance } = carryFields(draft, earlier, understand);
  const missing = missingFields(values, settings);
  const review = undecided(missing, findings);
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO encounter (id, manifest, ordinal, event_id, encounter_number, event_date, locality, recorded_by,
       decimal_latitude, decimal_longitude, license, further, provenance, key_base, first_at, last_at, review, missing_fields, findings,
       warns, answer, delivered, shaped, since)
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
    findings.filter(({ code }) => findingTable[code].severity !== "note").length,
    earlier?.answer ? JSON.stringify(earlier.answer) : null,
    earlier?.delivered ? JSON.stringify(earlier.delivered) : null,
    Number(shaped),
    sinceBefore(past, values),
  );
  storeImages(db, Number(lastInsertRowid), draft, kept, files);
  statement(db, "UPDATE encounter SET sealed = 1 WHERE pk = ?").run(lastInsertRowid);
  if (!shaped) return review === "pending";
  deriveShape(db, { pk: Number(lastInsertRowid), id });
  return encounterRecord(db, id).review === "pending";
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
  draft: DraftEncounter,
  kept: KeptOfImages,
  files: readonly number[],
): void {
  draft.images.forEach((image, ordinal) => {
    const past = kept.images.get(image.sha256);
    const facts = carryFacts(image.facts, kept.factsOf(image));
    const { lastInsertRowid } = statement(
      db,
      `INSERT INTO image (encounter, ordinal, sha256, md5, source, bytes, media_type, file_name, captured_at, rating,
         paired_with, findings, state, hub_encounter, left_out, track_position, photographers, side, quality, people, said)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
      past?.isOut ? "skipped" : "pending",
      past?.hubEncounter ?? null,
      past?.leftOut ?? null,
      image.trackPosition ? JSON.stringify(image.trackPosition) : null,
      image.photographers?.map((name) => name.replaceAll("\n", " ")).join("\n") || null,
      facts.side,
      facts.quality,
      Number(facts.people),
      JSON.stringify(facts.said),
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
