/** Images that were delivered and that others have taken out of their encounters on the hub, or moved: as it was last seen. */
import type { ManifestId, Sha256 } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";

/** Within a write. @returns whether that is otherwise than it was seen before */
export const noteTaken = (db: StationDatabase, encounter: number, taken: readonly Sha256[]): boolean =>
  statement(db, "UPDATE encounter SET taken_there = @taken WHERE pk = @encounter AND taken_there IS NOT @taken").run({
    encounter,
    taken: taken.length > 0 ? JSON.stringify(taken.toSorted()) : null,
  }).changes > 0;

/** Names of files of those that others have taken out of the encounter on the hub, or moved, and that are not left out here. */
export const takenThereOf = (db: StationDatabase, encounter: number): string[] =>
  statement<{ name: string }>(
    db,
    `SELECT i.file_name AS name FROM encounter AS e CROSS JOIN json_each(e.taken_there) AS t
       CROSS JOIN image AS i ON i.encounter = e.pk AND i.sha256 = t.value
     WHERE e.pk = ? AND i.state <> 'skipped' ORDER BY i.ordinal`,
  )
    .all(encounter)
    .map(({ name }) => name);

/** How many there are in a manifest. */
export const countTakenThere = (db: StationDatabase, manifest: ManifestId): number =>
  statement<{ n: number }>(
    db,
    `SELECT COUNT(*) AS n FROM encounter AS e INDEXED BY encounter_taken_there CROSS JOIN json_each(e.taken_there) AS t
       CROSS JOIN image AS i ON i.encounter = e.pk AND i.sha256 = t.value
     WHERE e.manifest = ? AND e.taken_there IS NOT NULL AND e.review = 'approved' AND i.state <> 'skipped'`,
  ).get(manifest)?.n ?? 0;
