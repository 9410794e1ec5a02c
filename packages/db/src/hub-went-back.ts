/** A hub that was put back to an earlier state: what it was told counts as not told, so that the next plan tells it again. */
import { type HubId, type LastChange, readLastChange, writeLastChange } from "@landfall/protocol";
import { forgetCatalogues } from "./catalogue.ts";
import { type StationDatabase, statement, write } from "./database.ts";
import { announceManifest, currentManifests } from "./manifest.ts";

/** The newest change that this station has been told of; undefined where it is connected to another hub. */
export const lastChange = (db: StationDatabase, hub: HubId): LastChange | undefined =>
  readLastChange(
    statement<{ text: string | null }>(db, "SELECT last_change AS text FROM profile WHERE hub_id = ?").get(hub)?.text,
  );

/**
 * To be noted before what its answer says is noted, so that nothing that the hub was told is newer than this. Answers may come
 * in another order than they were given in.
 */
export function noteLastChange(db: StationDatabase, hub: HubId, newest: LastChange): void {
  const known = lastChange(db, hub);
  if (known && known.seq >= newest.seq) return;
  write(db, () =>
    statement(db, "UPDATE profile SET last_change = ? WHERE hub_id = ?").run(writeLastChange(newest), hub),
  );
}

/** When it was last found that the hub went back, epoch milliseconds. */
export const wentBackMs = (db: StationDatabase): number | null =>
  statement<{ ms: number | null }>(db, "SELECT went_back_ms AS ms FROM profile").get()?.ms ?? null;

/**
 * The hub does not have this change any more. Where images were taken out of, or moved from, they may be again; fields and what
 * is said of images are told again as far as they may have been forgotten; names are looked up again. Bytes are no matter of
 * this: the plan asks for them each time.
 * @returns false where that was found before
 */
export function noteWentBack(db: StationDatabase, hub: HubId, lacking: LastChange): boolean {
  return write(db, () => {
    const known = lastChange(db, hub);
    if (known?.seq !== lacking.seq || known.at !== lacking.at) return false;
    const ms = Math.max(db.now(), (wentBackMs(db) ?? 0) + 1);
    statement(db, "UPDATE profile SET last_change = NULL, went_back_ms = ?").run(ms);
    takenOutMayBeThere(db);
    statement(
      db,
      `UPDATE encounter SET delivered = json_set(delivered, '$.untold', json('true')) WHERE delivered IS NOT NULL`,
    ).run();
    statement(
      db,
      "UPDATE image SET told = '[]', retold = 0 WHERE told IS NOT NULL AND (retold = 1 OR told <> '[null,null,0]')",
    ).run();
    statement(db, "UPDATE person SET hub_id = NULL WHERE hub_id IS NOT NULL").run();
    statement(db, "DELETE FROM individual").run();
    forgetCatalogues(db);
    for (const { id } of currentManifests(db)) announceManifest(db, id);
    return true;
  });
}

/** An image that is left out is noted where it was taken out of; one that went elsewhere may be where it was as well. */
function takenOutMayBeThere(db: StationDatabase): void {
  statement(
    db,
    `UPDATE image SET hub_encounter = t.hub_encounter FROM image_taken_out AS t
     WHERE t.encounter = image.encounter AND t.sha256 = image.sha256 AND image.state = 'skipped' AND image.hub_encounter IS NULL`,
  ).run();
  statement(
    db,
    `INSERT OR IGNORE INTO image_stray (encounter, sha256, hub_encounter)
     SELECT t.encounter, t.sha256, t.hub_encounter FROM image_taken_out AS t
     WHERE NOT EXISTS (SELECT 1 FROM image AS i
       WHERE i.encounter = t.encounter AND i.sha256 = t.sha256 AND i.hub_encounter = t.hub_encounter)`,
  ).run();
  statement(db, "DELETE FROM image_taken_out").run();
}
