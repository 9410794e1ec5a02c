/** An encounter with its images, and the steps of which every change of them is made. */
import { type EncounterId, type EventId, LandfallError, type ManifestId, type Sha256 } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { type EncounterRecord, encounterRecord } from "./encounter.ts";
import { announceEncounter, forgetApproval, storeStates } from "./encounter-states.ts";
import { fieldCells } from "./fields.ts";
import { announceManifest, openManifest } from "./manifest.ts";
import type { Shape } from "./undoable.ts";

/** Its place in its manifest. */
export const ordinalOf = (db: StationDatabase, pk: number): number =>
  (statement<{ ordinal: number }>(db, "SELECT ordinal FROM encounter WHERE pk = ?").get(pk) as { ordinal: number })
    .ordinal;

export function shapeOf(db: StationDatabase, encounter: EncounterRecord): Shape {
  const images = statement<{ sha256: Sha256; state: string }>(
    db,
    "SELECT sha256, state FROM image WHERE encounter = ? ORDER BY sha256",
  ).all(encounter.pk);
  return {
    encounter: { ...encounter, ordinal: ordinalOf(db, encounter.pk) },
    images: Object.fromEntries(images.map(({ sha256, state }) => [sha256, state === "skipped"])),
    final: false,
  };
}

/** What images change places between is not approved any more: it is looked at and approved again. MANIFEST_SUPERSEDED. */
export function open(db: StationDatabase, of: EncounterRecord): void {
  openManifest(db, of.manifest);
  if (of.review !== "approved") return;
  storeStates(db, of, { review: "pending" });
  forgetApproval(db, of);
}

export const imagesOf = (db: StationDatabase, { pk, id }: EncounterRecord, images: readonly Sha256[]) =>
  [...new Set(images)].map((sha256) => {
    const image = statement<{ pk: number; encounter: number; sha256: Sha256; hub_encounter: string | null }>(
      db,
      "SELECT pk, encounter, sha256, hub_encounter FROM image WHERE encounter = ? AND sha256 = ?",
    ).get(pk, sha256);
    if (!image) throw new LandfallError("NOT_FOUND", { detail: `image ${sha256} in encounter ${id}` });
    return image;
  });

/** Makes room for one more right after this place. */
function makeRoom(db: StationDatabase, manifest: ManifestId, after: number): void {
  statement(db, "UPDATE encounter SET ordinal = -2 - ordinal WHERE manifest = ? AND ordinal > ?").run(manifest, after);
  statement(db, "UPDATE encounter SET ordinal = -1 - ordinal WHERE manifest = ? AND ordinal < 0").run(manifest);
}

/** A new encounter with the fields of another one, right after it, and no images yet. */
export function makeLike(
  db: StationDatabase,
  like: EncounterRecord,
  { id, eventID, ordinal }: { id: EncounterId; eventID: EventId; ordinal: number },
): EncounterRecord {
  makeRoom(db, like.manifest, ordinal - 1);
  statement(
    db,
    `INSERT INTO encounter (id, manifest, ordinal, event_id, encounter_number, number_given, event_date, locality, recorded_by,
       decimal_latitude, decimal_longitude, license, further, provenance, key_base, first_at, last_at, review, missing_fields,
       findings, warns, details, answer, delivered, hub_encounter_id, sealed, shaped)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, 1, 1)`,
  ).run(
    id,
    like.manifest,
    ordinal,
    eventID,
    like.encounterNumber,
    Number(like.isNumberGiven),
    ...fieldCells(like),
    like.keyBase,
    like.firstAt,
    like.lastAt,
    "incomplete",
    JSON.stringify(like.missing),
    JSON.stringify(like.findings),
    // Undoing may know an encounter as an earlier version wrote it.
    JSON.stringify(like.details ?? {}),
    like.answer && JSON.stringify(like.answer),
    like.delivered && JSON.stringify(like.delivered),
    like.hubEncounterId,
  );
  return encounterRecord(db, id);
}

/** An encounter that is left without images is no encounter any more. */
export function remove(db: StationDatabase, of: EncounterRecord): void {
  statement(db, "DELETE FROM encounter WHERE pk = ?").run(of.pk);
}

/** Tells of encounters as they are now, by what they were. */
export function tell(
  db: StationDatabase,
  left: readonly EncounterRecord[],
  involved: readonly EncounterRecord[],
): void {
  const earlier = new Map(involved.map((of) => [of.id, of]));
  for (const { id } of left) {
    const now = encounterRecord(db, id);
    announceEncounter(db, earlier.get(id) ?? now, { review: now.review, sync: now.sync });
  }
  const [first] = left;
  if (first) announceManifest(db, first.manifest);
}
