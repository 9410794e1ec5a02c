/** What the hub has of encounters and images by our last word to it: what a plan of corrections starts from. */
import type { CorrectionNote, Delivered, OnHub } from "@landfall/engine";
import type {
  EncounterId,
  EncounterValues,
  HubEncounterId,
  ImageFacts,
  ManifestId,
  RunId,
  Sha256,
} from "@landfall/protocol";
import { read, type StationDatabase, statement, write } from "./database.ts";
import { type EncounterRecord, encounterRecord } from "./encounter.ts";
import { type FactColumns, toFacts, toldText } from "./image-row.ts";
import { announceManifest } from "./manifest.ts";

export function storeDelivered(db: StationDatabase, { pk }: EncounterRecord, delivered: Delivered): void {
  statement(db, "UPDATE encounter SET delivered = ? WHERE pk = ?").run(JSON.stringify(delivered), pk);
}

function place(db: StationDatabase, of: EncounterRecord, hub: HubEncounterId, images: readonly Sha256[]): void {
  statement(
    db,
    `UPDATE image SET hub_encounter = ? WHERE encounter = ? AND sha256 IN (SELECT value FROM json_each(?))
       AND hub_encounter IS NOT ?`,
  ).run(hub, of.pk, JSON.stringify(images), hub);
}

/** Notes them, and says which of them are the approved encounter's now, and what the hub is told of each. */
export function opening(
  db: StationDatabase,
  encounter: EncounterId,
  hub: HubEncounterId,
  images: readonly Sha256[],
): Map<Sha256, ImageFacts> {
  return write(db, () => {
    const of = encounterRecord(db, encounter);
    if (of.review !== "approved") return new Map();
    statement(
      db,
      `INSERT OR IGNORE INTO image_stray (encounter, sha256, hub_encounter)
       SELECT encounter, sha256, hub_encounter FROM image
       WHERE encounter = ? AND sha256 IN (SELECT value FROM json_each(?)) AND hub_encounter <> ?`,
    ).run(of.pk, JSON.stringify(images), hub);
    place(db, of, hub, images);
    const here = statement<FactColumns & { sha256: Sha256 }>(
      db,
      `UPDATE image SET told = json_array(side, quality, people) WHERE encounter = ? AND state <> 'skipped'
         AND sha256 IN (SELECT value FROM json_each(?)) RETURNING sha256, side, quality, people, said`,
    ).all(of.pk, JSON.stringify(images));
    return new Map(
      here.map(({ sha256, ...columns }) => {
        const { said: _, ...facts } = toFacts(columns);
        return [sha256, facts];
      }),
    );
  });
}

export const bound = (db: StationDatabase, manifest: ManifestId): Set<HubEncounterId> =>
  read(
    db,
    () =>
      new Set(
        statement<{ id: HubEncounterId }>(
          db,
          "SELECT hub_encounter_id AS id FROM encounter WHERE manifest = ? AND hub_encounter_id IS NOT NULL",
        )
          .all(manifest)
          .map(({ id }) => id),
      ),
  );

export const keptThere = (db: StationDatabase, manifest: ManifestId, images: readonly OnHub[]): OnHub[] =>
  read(db, () =>
    statement<OnHub>(
      db,
      `SELECT DISTINCT i.sha256, e.hub_encounter_id AS hubEncounter FROM json_each(@images) AS asked
         JOIN encounter AS e ON e.hub_encounter_id = asked.value ->> 'hubEncounter' AND e.manifest = @manifest
         JOIN image AS i ON i.encounter = e.pk AND i.sha256 = asked.value ->> 'sha256'
       WHERE i.state <> 'skipped'`,
    ).all({ manifest, images: JSON.stringify(images) }),
  );

export const strays = (db: StationDatabase, encounter: EncounterId): OnHub[] =>
  read(db, () =>
    statement<OnHub>(
      db,
      `SELECT s.sha256, s.hub_encounter AS hubEncounter FROM image_stray AS s JOIN encounter AS e ON e.pk = s.encounter
       WHERE e.id = ? ORDER BY s.sha256`,
    ).all(encounter),
  );

export const strayEncounters = (db: StationDatabase, manifest: ManifestId): EncounterId[] =>
  read(db, () =>
    statement<{ id: EncounterId }>(
      db,
      `SELECT DISTINCT e.id FROM image_stray AS s JOIN encounter AS e ON e.pk = s.encounter
         JOIN image AS i ON i.encounter = s.encounter AND i.sha256 = s.sha256
       WHERE e.manifest = ? AND e.review = 'approved' AND i.state IN ('committed', 'complete')`,
    )
      .all(manifest)
      .map(({ id }) => id),
  );

/** An image that a person has put elsewhere in the meantime is noted where it is now. */
function forget(
  db: StationDatabase,
  of: EncounterRecord,
  { sha256, hubEncounter }: OnHub,
  now: HubEncounterId | null = null,
): void {
  const set = "UPDATE image SET hub_encounter = ? WHERE sha256 = ? AND hub_encounter = ? AND encounter";
  const isHere = statement(db, "SELECT 1 FROM image WHERE encounter = ? AND sha256 = ?").get(of.pk, sha256);
  if (isHere) statement(db, `${set} = ?`).run(now, sha256, hubEncounter, of.pk);
  else
    statement(db, `${set} IN (SELECT pk FROM encounter WHERE manifest = ?)`).run(
      now,
      sha256,
      hubEncounter,
      of.manifest,
    );
  statement(db, "DELETE FROM image_stray WHERE encounter = ? AND sha256 = ? AND hub_encounter = ?").run(
    of.pk,
    sha256,
    hubEncounter,
  );
}

/** What a correction has come to. */
export function corrected(db: StationDatabase, encounter: EncounterId, note: CorrectionNote, run: RunId): void {
  write(db, () => {
    const of = encounterRecord(db, encounter);
    if (note.delivered) storeDelivered(db, of, note.delivered);
    const placed = new Set(note.placed?.images);
    for (const image of note.forgotten ?? []) forget(db, of, image, placed.has(image.sha256) ? note.placed?.hub : null);
    if (note.placed) place(db, of, note.placed.hub, note.placed.images);
    for (const { sha256, facts } of note.told ?? [])
      statement(db, "UPDATE image SET told = ? WHERE encounter = ? AND sha256 = ?").run(toldText(facts), of.pk, sha256);
    const { updated = 0, moved = 0, withdrawn = 0, described = 0 } = note.counts ?? {};
    if (updated + moved + withdrawn + described > 0)
      statement(
        db,
        `UPDATE run SET updated = updated + ?, moved = moved + ?, withdrawn = withdrawn + ?, described = described + ?
         WHERE id = ?`,
      ).run(updated, moved, withdrawn, described, run);
    announceManifest(db, of.manifest);
  });
}

/**
 * A person has decided between the station's values and those that the hub had instead. These count as delivered from
 * now on; values that are taken over are the encounter's too, and it stays approved.
 */
export function settleConflict(db: StationDatabase, of: EncounterRecord, hubValues: Partial<EncounterValues>): void {
  const { values, version } = of.delivered ?? { values: of.values, version: null };
  storeDelivered(db, of, { values: { ...values, ...hubValues }, version });
  statement(db, "UPDATE encounter SET asked = 0 WHERE pk = ?").run(of.pk);
}
