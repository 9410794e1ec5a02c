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
import { withSeen } from "./changed-there.ts";
import { read, type StationDatabase, statement, write } from "./database.ts";
import { type EncounterRecord, encounterRecord } from "./encounter.ts";
import { type FactColumns, toFacts, toldText } from "./image-row.ts";
import { announceManifest } from "./manifest.ts";
import { stillAsDelivered, takeOver } from "./take-over.ts";
import { noteTakenOut } from "./taken-out.ts";

export function storeDelivered(db: StationDatabase, of: EncounterRecord, delivered: Delivered): void {
  const stored = JSON.stringify(withSeen(of.delivered, delivered));
  statement(db, "UPDATE encounter SET delivered = ? WHERE pk = ?").run(stored, of.pk);
}

/** Notes where the hub has them, or is about to; where they were noted before becomes a stray. */
function place(db: StationDatabase, { pk }: EncounterRecord, hub: HubEncounterId, images: readonly Sha256[]): void {
  const at = { pk, hub, images: JSON.stringify(images) };
  const these = "encounter = @pk AND sha256 IN (SELECT value FROM json_each(@images))";
  statement(
    db,
    `INSERT OR IGNORE INTO image_stray (encounter, sha256, hub_encounter)
     SELECT encounter, sha256, hub_encounter FROM image WHERE ${these} AND hub_encounter <> @hub`,
  ).run(at);
  statement(db, `UPDATE image SET hub_encounter = @hub WHERE ${these} AND hub_encounter IS NOT @hub`).run(at);
  statement(
    db,
    `DELETE FROM image_stray WHERE ${these} AND hub_encounter = @hub
       AND sha256 IN (SELECT sha256 FROM image WHERE encounter = @pk)`,
  ).run(at);
  statement(db, `DELETE FROM image_taken_out WHERE ${these} AND hub_encounter = @hub`).run(at);
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
    place(db, of, hub, images);
    const here = statement<FactColumns & { sha256: Sha256 }>(
      db,
      `UPDATE image SET told = json_array(side, quality, people),
         retold = retold OR COALESCE(told <> json_array(side, quality, people), 0)
       WHERE encounter = ? AND state <> 'skipped'
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

/** The encounter `@pk` notes that the hub has the image in `@hub`. */
const isNotedIn = (sha256: string): string =>
  `(EXISTS (SELECT 1 FROM image AS n WHERE n.encounter = @pk AND n.sha256 = ${sha256} AND n.hub_encounter = @hub)
    OR EXISTS (SELECT 1 FROM image_stray AS s
      WHERE s.encounter = @pk AND s.sha256 = ${sha256} AND s.hub_encounter = @hub))`;

/** It has the image, or another one of the manifest has it and is `@hub`, or notes it there. */
const isWantedIn = (sha256: string): string =>
  `EXISTS (SELECT 1 FROM image AS w CROSS JOIN encounter AS e ON e.pk = w.encounter
     WHERE w.sha256 = ${sha256} AND e.manifest = @manifest AND w.state <> 'skipped'
       AND (w.encounter = @pk OR @hub IN (w.hub_encounter, e.hub_encounter_id)))`;

/** Notes them, and says which of them the approved encounter still has, noted in the one that they are moved out of. */
export function moving(
  db: StationDatabase,
  encounter: EncounterId,
  { from, to }: { readonly from: HubEncounterId; readonly to: HubEncounterId },
  images: readonly Sha256[],
): Sha256[] {
  return write(db, () => {
    const of = encounterRecord(db, encounter);
    if (of.review !== "approved") return [];
    const still = statement<{ sha256: Sha256 }>(
      db,
      `SELECT i.sha256 FROM json_each(@images) AS asked JOIN image AS i ON i.encounter = @pk AND i.sha256 = asked.value
       WHERE i.state <> 'skipped' AND ${isNotedIn("i.sha256")}`,
    )
      .all({ pk: of.pk, hub: from, images: JSON.stringify(images) })
      .map(({ sha256 }) => sha256);
    place(db, of, to, still);
    return still;
  });
}

/** Which of these the approved encounter still notes there without having them, and no other wants there. */
export const leaving = (
  db: StationDatabase,
  encounter: EncounterId,
  hub: HubEncounterId,
  images: readonly Sha256[],
): Sha256[] =>
  read(db, () => {
    const { pk, manifest, review } = encounterRecord(db, encounter);
    if (review !== "approved") return [];
    return statement<{ sha256: Sha256 }>(
      db,
      `SELECT asked.value AS sha256 FROM json_each(@images) AS asked
       WHERE ${isNotedIn("asked.value")} AND NOT ${isWantedIn("asked.value")}`,
    )
      .all({ pk, hub, manifest, images: JSON.stringify(images) })
      .map(({ sha256 }) => sha256);
  });

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

/** Also where it is noted in an encounter of the hub that the other one is not: it is still to be moved out of there. */
export const wantedThere = (db: StationDatabase, manifest: ManifestId, images: readonly OnHub[]): OnHub[] =>
  read(db, () =>
    statement<OnHub>(
      db,
      `SELECT DISTINCT i.sha256, asked.value ->> 'hubEncounter' AS hubEncounter FROM json_each(@images) AS asked
         JOIN image AS i ON i.sha256 = asked.value ->> 'sha256' AND i.state <> 'skipped'
         JOIN encounter AS e ON e.pk = i.encounter AND e.manifest = @manifest
       WHERE asked.value ->> 'hubEncounter' IN (i.hub_encounter, e.hub_encounter_id)`,
    ).all({ manifest, images: JSON.stringify(images) }),
  );

export const ownThere = (db: StationDatabase, manifest: ManifestId, images: readonly OnHub[]): OnHub[] =>
  read(db, () =>
    statement<OnHub>(
      db,
      `SELECT i.sha256, asked.value ->> 'hubEncounter' AS hubEncounter FROM json_each(@images) AS asked
         JOIN image AS i ON i.sha256 = asked.value ->> 'sha256'
         JOIN encounter AS e ON e.pk = i.encounter AND e.manifest = @manifest
       WHERE asked.value ->> 'hubEncounter' IN (i.hub_encounter, e.hub_encounter_id)
       UNION
       SELECT s.sha256, s.hub_encounter FROM image_stray AS s CROSS JOIN encounter AS e ON e.pk = s.encounter
       WHERE e.manifest = @manifest AND (s.sha256, s.hub_encounter) IN (
         SELECT value ->> 'sha256', value ->> 'hubEncounter' FROM json_each(@images))`,
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

/** Only the encounter's own notes go; who is that encounter of the hub, and has the photograph, takes over the note. */
function forget(db: StationDatabase, { pk, manifest }: EncounterRecord, { sha256, hubEncounter }: OnHub): void {
  const at = { pk, sha256, hub: hubEncounter };
  const these = "encounter = @pk AND sha256 = @sha256 AND hub_encounter = @hub";
  statement(db, `UPDATE image SET hub_encounter = NULL WHERE ${these}`).run(at);
  statement(db, `DELETE FROM image_stray WHERE ${these}`).run(at);
  noteTakenOut(db, pk, hubEncounter, [sha256]);
  statement(
    db,
    `INSERT OR IGNORE INTO image_stray (encounter, sha256, hub_encounter)
     SELECT e.pk, i.sha256, @hub FROM encounter AS e JOIN image AS i ON i.encounter = e.pk AND i.sha256 = @sha256
     WHERE e.manifest = @manifest AND e.hub_encounter_id = @hub AND e.pk <> @pk AND i.state <> 'skipped'
       AND i.hub_encounter IS NOT @hub`,
  ).run({ ...at, manifest });
}

/** What a correction has come to. */
export function corrected(db: StationDatabase, encounter: EncounterId, note: CorrectionNote, run: RunId): void {
  write(db, () => {
    const of = encounterRecord(db, encounter);
    if (note.taken) takeOver(db, of, stillAsDelivered(of, note.taken));
    if (note.delivered) storeDelivered(db, of, note.delivered);
    if (note.placed) place(db, of, note.placed.hub, note.placed.images);
    for (const image of note.forgotten ?? []) forget(db, of, image);
    for (const { sha256, facts } of note.told ?? [])
      statement(db, "UPDATE image SET told = ?, retold = 1 WHERE encounter = ? AND sha256 = ?").run(
        toldText(facts),
        of.pk,
        sha256,
      );
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
  const delivered = of.delivered ?? { values: of.values, version: null };
  const { there: _, ...said } = delivered;
  storeDelivered(db, of, { ...said, values: { ...delivered.values, ...hubValues } });
  statement(db, "UPDATE encounter SET asked = 0 WHERE pk = ?").run(of.pk);
}
