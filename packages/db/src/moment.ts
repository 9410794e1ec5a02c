/** When the station last did something by itself. */
import { type StationDatabase, statement, write } from "./database.ts";

/** `schedule`: up to when the schedule was followed. `opportunistic`: when it last started a sync by itself. */
export type MomentName = "schedule" | "opportunistic";

export const moment = (db: StationDatabase, name: MomentName): number | undefined =>
  statement<{ at_ms: number }>(db, "SELECT at_ms FROM moment WHERE name = ?").get(name)?.at_ms;

export function setMoment(db: StationDatabase, name: MomentName, atMs: number): void {
  write(db, () => {
    statement(
      db,
      "INSERT INTO moment (name, at_ms) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET at_ms = excluded.at_ms",
    ).run(name, atMs);
  });
}
