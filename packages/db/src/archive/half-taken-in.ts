/** A project of which a part is stored: one that is being taken in, or whose taking in came to no end. */
import { type StationDatabase, statement } from "../database.ts";
import { manyRows, unchecked } from "./copy.ts";

export const isTakingIn = (db: StationDatabase): boolean =>
  statement(db, "SELECT 1 FROM taking_in").get() !== undefined;

/** Takes away what was stored of a project that came to no end: all that there is of scans, as none may begin meanwhile. */
export function removeHalfTakenIn(db: StationDatabase): void {
  if (!isTakingIn(db)) return;
  const counted = ["encounter_images", "manifest_images", "manifest_encounters", "manifest_stretch"];
  unchecked(db, () => {
    withoutTriggers(db, () => {
      for (const table of [...manyRows, ...counted]) statement(db, `DELETE FROM main."${table}"`).run();
    });
    statement(db, "DELETE FROM taking_in").run();
  });
}

/** Within a write. They keep counts, and what was approved: there is nothing to be counted, and was nothing to be approved. */
function withoutTriggers(db: StationDatabase, work: () => void): void {
  const triggers = statement<{ name: string; sql: string }>(
    db,
    "SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger' ORDER BY rowid",
  ).all();
  for (const { name } of triggers) db.sql.exec(`DROP TRIGGER main."${name}"`);
  work();
  for (const { sql } of triggers) db.sql.exec(sql);
}
