/** One encounter of a draft manifest, with what is kept of the one that it goes on from. */
import { randomUUID } from "node:crypto";
import { deriveSync } from "@landfall/engine";
import { EncounterId, EventId, type ManifestId } from "@landfall/protocol";
import { carryDecision, carryFacts, carryFields, type DraftWithPast, isDecided } from "./carry-over.ts";
import { encounterSums, toImageCounts } from "./counters.ts";
import { type StationDatabase, statement } from "./database.ts";
import { deliveredFirst, fileNameOf } from "./delivered-name.ts";
import { encounterRecord } from "./encounter.ts";
import { storeStates } from "./encounter-states.ts";
import { fieldCells, keyBaseOf, undecided } from "./fields.ts";
import { type JudgedImage, sortedCodes, summedFindings, warnsOf } from "./image-findings.ts";
import { deriveShape } from "./image-places.ts";
import { noMd5 } from "./image-row.ts";
import type { Judge } from "./judge.ts";
import type { Understanding } from "./understanding.ts";

export interface Placed {
  readonly ordinal: number;
  readonly judge: Judge;
  readonly understand: Understanding;
}

export interface StoredEncounter {
  readonly id: EncounterId;
  readonly past: DraftWithPast;
  /** It has everything it needs. */
  readonly isComplete: boolean;
}

export interface DecidedEncounter
  extends Pick<StoredEncounter, "isComplete">,
    Pick<ReturnType<typeof carryDecision>, "since" | "isApproved"> {}

/** Stores one encounter with its images, and nobody's decision yet. */
export function storeEncounter(
  db: StationDatabase,
  manifest: ManifestId,
  past: DraftWithPast,
  { ordinal, judge, understand }: Placed,
  files: readonly number[],
): StoredEncounter {
  const { draft, earlier, shaped } = past;
  const id = EncounterId.parse(randomUUID());
  const { values, provenance } = carryFields(draft, earlier, understand);
  const missing = judge.missing(values);
  const isOnHub = earlier !== undefined && earlier.hubEncounterId !== null;
  const findings = judge.findings(summedFindings(draft.findings, judgedAsBefore(past), isOnHub), {
    ...{ values, provenance, firstAt: draft.firstAt, lastAt: draft.lastAt },
  });
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
    earlier?.review === "denied" ? "denied" : review,
    JSON.stringify(missing),
    JSON.stringify(findings),
    warnsOf(findings),
    JSON.stringify(draft.details ?? {}),
    earlier?.answer ? JSON.stringify(earlier.answer) : null,
    earlier?.delivered ? JSON.stringify(earlier.delivered) : null,
    earlier?.hubEncounterId ?? null,
    Number(shaped),
  );
  const pk = Number(lastInsertRowid);
  storeImages(db, { encounter: pk, manifest }, past, files);
  statement(db, "UPDATE encounter SET sealed = 1 WHERE pk = ?").run(pk);
  if (shaped) deriveShape(db, { pk, id });
  const isComplete = shaped ? encounterRecord(db, id).review === "pending" : review === "pending";
  if (earlier) keepOfEncounter(db, pk, earlier.pk);
  return { id, past, isComplete };
}

/** Compares it with the one before, when all of its version is stored, and carries a decision over that still applies. */
export function decideEncounter(db: StationDatabase, { id, past, isComplete }: StoredEncounter): DecidedEncounter {
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
    const {
      isOut = false,
      keptAsIs = false,
      hubEncounter = null,
    } = own.get(sha256) ?? kept.of({ sha256 }, draft) ?? {};
    return { findings, isOut, keptAsIs, isOnHub: hubEncounter !== null };
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

function storeImages(
  db: StationDatabase,
  { encounter, manifest }: { readonly encounter: number; readonly manifest: ManifestId },
  { draft, own, kept }: DraftWithPast,
  files: readonly number[],
): void {
  draft.images.forEach((image, ordinal) => {
    const found = image.files.flatMap((file) => files[file] ?? []);
    const stored = deliveredFirst(db, { manifest, sha256: image.sha256 }, found);
    const [first] = stored;
    const here = own.get(image.sha256);
    const past = here ?? kept.of(image, draft);
    const isOut = past?.isOut ?? false;
    // What the hub has of it in this very encounter it has still.
    const receipt = here?.receipt ?? null;
    const facts = carryFacts(image.facts, here && isDecided(here.facts) ? here.facts : kept.factsOf(image));
    const { lastInsertRowid } = statement(
      db,
      `INSERT INTO image (encounter, ordinal, sha256, md5, source, bytes, media_type, file_name, captured_at, rating,
         paired_with, findings, state, receipt, kept_receipt, hashed, hub_encounter, left_out, track_position, photographers,
         side, quality, people, said, kept_as_is, told, burst)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    );
    stored.forEach((file, place) => {
      statement(db, "INSERT INTO image_file (image, ordinal, file) VALUES (?, ?, ?)").run(lastInsertRowid, place, file);
    });
  });
}
