/** One encounter of a draft manifest, with what is kept of the one that it goes on from. */
import { randomUUID } from "node:crypto";
import { deriveSync } from "@landfall/engine";
import { EncounterId, EventId, type ManifestId } from "@landfall/protocol";
import type { DraftImage } from "@landfall/survey";
import { carryDecision } from "./carry-over.ts";
import { encounterSums, toImageCounts } from "./counters.ts";
import { type StationDatabase, statement } from "./database.ts";
import { deliveredFirst, fileNameOf } from "./delivered-name.ts";
import { fieldsOfDraft } from "./draft-fields.ts";
import { encounterRecord, encounterRecords } from "./encounter.ts";
import { storeStates } from "./encounter-states.ts";
import { fieldCells, keyBaseOf, undecided } from "./fields.ts";
import { hasStrays, sortedCodes, summedFindings, warnsOf } from "./image-findings.ts";
import { deriveShape } from "./image-places.ts";
import { noMd5 } from "./image-row.ts";
import type { Judge } from "./judge.ts";
import { carryFacts, type KeptOfDraft, keptOfDraft } from "./kept-images.ts";
import { inOtherManifests } from "./other-manifests.ts";
import { findingsOfPictures } from "./picture-checks.ts";
import type { PlacedDraft } from "./placed-draft.ts";
import type { Understanding } from "./understanding.ts";

export interface Place {
  readonly manifest: ManifestId;
  readonly ordinal: number;
  /** There is a version before. */
  readonly isLater: boolean;
  readonly judge: Judge;
  readonly understand: Understanding;
}

export interface StoredEncounter extends Pick<ReturnType<typeof carryDecision>, "since" | "isApproved"> {
  readonly pk: number;
  /** It has everything it needs. */
  readonly isComplete: boolean;
  /** Keys of encounters of earlier versions, of which something came to it with photographs. */
  readonly from: readonly number[];
}

/**
 * Stores one encounter with its images, and then compares it with the one before: a decision that still applies is carried over.
 * Within writes, one or several: it may be interrupted at each `yield`, and is whole when it returns.
 */
export function* storeEncounter(
  db: StationDatabase,
  placed: PlacedDraft,
  { manifest, ordinal, isLater, judge, understand }: Place,
): Generator<void, StoredEncounter> {
  const { draft, shaped } = placed;
  const [earlier] = placed.earlier === null ? [] : encounterRecords(db, "e.pk = ?", placed.earlier);
  const kept = keptOfDraft(db, placed);
  const images = withNoticed(db, manifest, draft.images);
  const id = EncounterId.parse(randomUUID());
  const live = images.flatMap(({ sha256 }) => (kept.of(sha256)?.isOut ? [] : [sha256]));
  const known = { manifest, isLater, earlier, kept, live, judge, understand };
  const { values, provenance, details, isDenied, from } = fieldsOfDraft(db, draft, known);
  const missing = judge.missing(values);
  const judged = images.map(({ sha256, findings: codes }) => {
    const { isOut = false, keptAsIs = false, hubEncounter = null } = kept.of(sha256) ?? {};
    return { findings: codes, isOut, keptAsIs, isOnHub: hubEncounter !== null };
  });
  const findings = judge.findings(
    summedFindings(draft.findings, judged, earlier !== undefined && hasStrays(db, earlier.pk)),
    {
      ...{ values, provenance, firstAt: draft.firstAt, lastAt: draft.lastAt, details },
    },
  );
  const review = undecided(missing, findings);
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO encounter (id, manifest, ordinal, event_id, encounter_number, number_given, event_date, locality, recorded_by,
       decimal_latitude, decimal_longitude, license, further, provenance, key_base, first_at, last_at, review, missing_fields, findings,
       warns, details, answer, delivered, hub_encounter_id, shaped)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    id,
    manifest,
    ordinal,
    earlier?.eventID ?? EventId.parse(randomUUID()),
    draft.encounterNumber ?? earlier?.encounterNumber ?? null,
    Number((draft.encounterNumber === null ? earlier?.isNumberGiven : draft.isNumberGiven) ?? false),
    ...fieldCells({ values, provenance }),
    keyBaseOf(values),
    draft.firstAt,
    draft.lastAt,
    earlier?.review === "denied" || isDenied ? "denied" : review,
    JSON.stringify(missing),
    JSON.stringify(findings),
    warnsOf(findings),
    JSON.stringify(details),
    earlier?.answer ? JSON.stringify(earlier.answer) : null,
    earlier?.delivered ? JSON.stringify(earlier.delivered) : null,
    earlier?.hubEncounterId ?? null,
    Number(shaped),
  );
  const pk = Number(lastInsertRowid);
  yield* storeImages(db, { encounter: pk, manifest }, images, kept);
  statement(db, "UPDATE encounter SET sealed = 1 WHERE pk = ?").run(pk);
  if (shaped) deriveShape(db, { pk, id });
  const isComplete = shaped ? encounterRecord(db, id).review === "pending" : review === "pending";
  if (earlier) keepOfEncounter(db, pk, earlier.pk);
  const stored = encounterRecord(db, id);
  const { since, before, isApproved } = carryDecision(db, stored, earlier, isLater);
  statement(db, "UPDATE encounter SET since = ?, before = ? WHERE pk = ?").run(since, before, pk);
  const sync = deriveSync(toImageCounts(encounterSums(db, pk)));
  storeStates(db, stored, { ...(isApproved && { review: "approved" as const }), sync });
  return { pk, since, isApproved, isComplete, from };
}

/** With all that is noticed of them by now: a decision is carried over where nothing of that is new. */
function withNoticed(db: StationDatabase, manifest: ManifestId, images: readonly DraftImage[]): readonly DraftImage[] {
  const all = images.map(({ sha256 }) => sha256);
  const others = inOtherManifests(db, manifest, all);
  const decoded = findingsOfPictures(db, all);
  if (others.size + decoded.size === 0) return images;
  return images.map((image) => {
    const more = decoded.get(image.sha256) ?? [];
    const other = others.get(image.sha256) ?? [];
    return { ...image, findings: [...new Set([...image.findings, ...more, ...other])] };
  });
}

/** In which order a person wants it sent, images that the hub has a second time, and where it has them no more. */
function keepOfEncounter(db: StationDatabase, pk: number, earlier: number): void {
  statement(db, "UPDATE encounter SET chosen = (SELECT chosen FROM encounter WHERE pk = ?) WHERE pk = ?").run(
    earlier,
    pk,
  );
  for (const table of ["image_stray", "image_taken_out"])
    statement(
      db,
      `INSERT INTO ${table} (encounter, sha256, hub_encounter) SELECT ?, sha256, hub_encounter FROM ${table} WHERE encounter = ?`,
    ).run(pk, earlier);
}

/** So many are stored in one go. */
const imagesAtOnce = 200;

function* storeImages(
  db: StationDatabase,
  { encounter, manifest }: { readonly encounter: number; readonly manifest: ManifestId },
  images: readonly DraftImage[],
  kept: KeptOfDraft,
): Generator<void, void> {
  for (const [ordinal, image] of images.entries()) {
    if (ordinal > 0 && ordinal % imagesAtOnce === 0) yield;
    const found = image.files;
    const stored = deliveredFirst(db, { manifest, sha256: image.sha256 }, found);
    const [first] = stored;
    const here = kept.own(image.sha256);
    const past = kept.of(image.sha256);
    const isOut = past?.isOut ?? false;
    // What the hub has of it in this very encounter it has still.
    const receipt = here?.receipt ?? null;
    const facts = carryFacts(image.facts, kept.factsOf(image.sha256));
    const { lastInsertRowid } = statement(
      db,
      `INSERT INTO image (encounter, ordinal, sha256, md5, source, bytes, media_type, file_name, captured_at, rating,
         paired_with, findings, state, receipt, kept_receipt, hashed, hub_encounter, left_out, track_position, photographers,
         side, quality, people, said, kept_as_is, told, burst, placed_by, retold)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      encounter,
      ordinal,
      image.sha256,
      image.md5 ?? noMd5,
      image.source ? JSON.stringify(image.source) : null,
      image.bytes,
      image.mediaType,
      first === undefined || first === found[0] ? image.fileName : fileNameOf(db, first),
      image.capturedAt,
      image.rating ?? null,
      image.pairedWith ?? null,
      JSON.stringify(sortedCodes(image.findings)),
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
      image.burst ?? null,
      image.placedBy === undefined ? (found.length > 1 ? (found[0] ?? null) : null) : image.placedBy,
      past?.retold ?? 0,
    );
    stored.forEach((file, place) => {
      statement(db, "INSERT INTO image_file (image, ordinal, file) VALUES (?, ?, ?)").run(lastInsertRowid, place, file);
    });
  }
}

/** The images of an encounter that nobody sees. Within writes. */
export function* removeImages(db: StationDatabase, encounter: number): Generator<void, void> {
  // What is approved keeps its images, whoever takes them.
  statement(db, "UPDATE encounter SET review = 'pending' WHERE pk = ? AND review = 'approved'").run(encounter);
  const some = "SELECT pk FROM image WHERE encounter = ? ORDER BY ordinal LIMIT ?";
  for (;;) {
    statement(db, `DELETE FROM image_file WHERE image IN (${some})`).run(encounter, imagesAtOnce);
    const { changes } = statement(db, `DELETE FROM image WHERE pk IN (${some})`).run(encounter, imagesAtOnce);
    if (changes < imagesAtOnce) return;
    yield;
  }
}

/** Once it has no images. */
export function removeEncounter(db: StationDatabase, encounter: number): void {
  for (const table of ["image_stray", "image_taken_out"])
    statement(db, `DELETE FROM ${table} WHERE encounter = ?`).run(encounter);
  statement(db, "DELETE FROM encounter WHERE pk = ?").run(encounter);
}
