/** What all transfers together last made of the link in hours at full speed. */
import { type StationDatabase, statement, write } from "./database.ts";

/** Bytes per second; null before the first that was measured. */
export const linkSpeed = (db: StationDatabase): number | null =>
  statement<{ speed: number }>(db, "SELECT bytes_per_second AS speed FROM link_speed").get()?.speed ?? null;

export function setLinkSpeed(db: StationDatabase, bytesPerSecond: number): void {
  write(db, () => {
    statement(db, "INSERT OR REPLACE INTO link_speed (pk, bytes_per_second, measured_ms) VALUES (1, ?, ?)").run(
      bytesPerSecond,
      db.now(),
    );
  });
}
