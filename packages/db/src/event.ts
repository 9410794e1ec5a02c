/** The durable event log: appended in the transaction of the change it tells of. */
import type { HubStatus, KeyStatus, StationChange, StationEvent } from "@landfall/protocol";
import { read, type StationDatabase, statement, toInstant, write } from "./database.ts";

/** How many of the latest events are kept; whoever is further behind reads everything anew. */
export const eventsKept = 50_000;
const pruneEvery = 1_000;

/** To be called within {@link write}. */
export function appendEvent(db: StationDatabase, change: StationChange): void {
  const { lastInsertRowid } = statement(db, "INSERT INTO event (at_ms, change) VALUES (?, ?)").run(
    db.now(),
    JSON.stringify(change),
  );
  const seq = Number(lastInsertRowid);
  if (seq % pruneEvery === 0) statement(db, "DELETE FROM event WHERE seq <= ?").run(seq - eventsKept);
  db.announcement.due = true;
}

/** Tells of the way to the hub, which is watched and not stored. */
export const announceConnection = (db: StationDatabase, hub: HubStatus, key: KeyStatus): void =>
  write(db, () => appendEvent(db, { type: "connection", hub, key }));

/** The sequence number of the newest event there has ever been, 0 when there was none. */
export const lastSeq = (db: StationDatabase): number =>
  statement<{ seq: number }>(db, "SELECT seq FROM sqlite_sequence WHERE name = 'event'").get()?.seq ?? 0;

/** Events after this number, oldest first; `undefined` when some of them are no longer kept, or the number is not ours. */
export function eventsSince(db: StationDatabase, seq: number, limit: number): StationEvent[] | undefined {
  return read(db, () => {
    const last = lastSeq(db);
    const first = statement<{ seq: number | null }>(db, "SELECT MIN(seq) AS seq FROM event").get()?.seq ?? last + 1;
    if (seq > last || seq < first - 1) return undefined;
    return statement<{ seq: number; at_ms: number; change: string }>(
      db,
      "SELECT seq, at_ms, change FROM event WHERE seq > ? ORDER BY seq LIMIT ?",
    )
      .all(seq, limit)
      .map((row) => ({ seq: row.seq, at: toInstant(row.at_ms), change: JSON.parse(row.change) }));
  });
}
