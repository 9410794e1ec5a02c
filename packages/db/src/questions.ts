/** Encounters that a sync left behind because only a person can say which of the hub's they are. */
import type { ManifestId } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";

/**
 * At the end of a sync, which sends all that is approved and certain: what it sent nothing of, it asks about.
 * What is approved later was not tried yet, and is no question.
 */
export const keepQuestions = (db: StationDatabase, manifest: ManifestId): void =>
  write(db, () => {
    statement(
      db,
      `UPDATE encounter SET asked = 1 WHERE manifest = ? AND review = 'approved' AND sync = 'pending'
       AND hub_encounter_id IS NULL AND asked = 0`,
    ).run(manifest);
  });

const open = `manifest = ? AND review = 'approved' AND sync = 'pending' AND asked = 1 AND answer IS NULL
  AND hub_encounter_id IS NULL`;

/** How many wait for an answer. */
export const openQuestions = (db: StationDatabase, manifest: ManifestId): number =>
  statement<{ n: number }>(db, `SELECT COUNT(*) AS n FROM encounter WHERE ${open}`).get(manifest)?.n ?? 0;

/** Images that nothing can be done for before an answer. */
export const imagesInQuestion = (db: StationDatabase, manifest: ManifestId): number =>
  statement<{ n: number }>(
    db,
    `SELECT COALESCE(SUM(c.pending), 0) AS n FROM encounter JOIN encounter_images AS c ON c.encounter = pk WHERE ${open}`,
  ).get(manifest)?.n ?? 0;
