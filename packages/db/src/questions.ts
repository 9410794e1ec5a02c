/** Encounters that a sync left behind because only a person can say which of the hub's they are, or which values hold. */
import type { EncounterId, ManifestId } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";
import { isEdited } from "./migrations/051-no-longer-said.ts";

/**
 * Notes that a sync has asked about these. Approving one anew makes it one that no sync has tried yet. An answer that the plan
 * could not take, as the hub has changed since, is none any more.
 */
export const noteQuestions = (db: StationDatabase, encounters: readonly EncounterId[]): void =>
  write(db, () => {
    statement(
      db,
      `UPDATE encounter SET asked = 1, answer = IIF(hub_encounter_id IS NULL, NULL, answer)
       WHERE id IN (SELECT value FROM json_each(?)) AND (asked = 0 OR answer IS NOT NULL)`,
    ).run(JSON.stringify(encounters));
  });

/** Which of the hub's is it? */
const isUnplaced = `manifest = @manifest AND review = 'approved' AND sync = 'pending' AND asked = 1 AND answer IS NULL
  AND hub_encounter_id IS NULL`;

/** How many wait for an answer. */
export const openQuestions = (db: StationDatabase, manifest: ManifestId): number =>
  statement<{ n: number }>(
    db,
    `SELECT (SELECT COUNT(*) FROM encounter WHERE ${isUnplaced})
       + (SELECT COUNT(*) FROM encounter WHERE manifest = @manifest AND asked = 1 AND ${isEdited}) AS n`,
  ).get({ manifest })?.n ?? 0;

/** Images that nothing can be done for before an answer. */
export const imagesInQuestion = (db: StationDatabase, manifest: ManifestId): number =>
  statement<{ n: number }>(
    db,
    `SELECT COALESCE(SUM(c.pending), 0) AS n FROM encounter JOIN encounter_images AS c ON c.encounter = pk
     WHERE ${isUnplaced}`,
  ).get({ manifest })?.n ?? 0;
