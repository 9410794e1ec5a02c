/** The activity log: who did what to what, and when. Written in the transaction of the act, and never taken back. */
import type { ActivityCategory, ActivityEntry, ActivityPage } from "@landfall/protocol";
import { read, type StationDatabase, statement, toInstant, write } from "./database.ts";

/** What is noted; the time and the number come by themselves. Never holds a secret. */
export type Activity = Omit<ActivityEntry, "seq" | "at">;

/** To be called in the transaction of the act it tells of. */
export function noteActivity(db: StationDatabase, { category, actor, action, subject, detail }: Activity): void {
  write(db, () => {
    statement(
      db,
      "INSERT INTO activity (at_ms, category, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?)",
    ).run(db.now(), category, actor, action, JSON.stringify(subject), detail);
  });
}

export interface ActivityFilter {
  readonly category?: ActivityCategory | undefined;
  /** From this moment on, epoch milliseconds. */
  readonly sinceMs?: number | undefined;
  /** Up to this moment and without it, epoch milliseconds. */
  readonly untilMs?: number | undefined;
  /** Only what is older than this entry. */
  readonly before?: number | undefined;
  readonly limit: number;
}

type Row = Omit<ActivityEntry, "at" | "subject"> & { at_ms: number; subject: string };

const filtered = `(@category IS NULL OR category = @category) AND at_ms >= @since AND at_ms < @until`;

/** Newest first. `total` counts all that the filter lets through. */
export function activityPage(db: StationDatabase, filter: ActivityFilter): ActivityPage {
  const values = {
    category: filter.category ?? null,
    since: filter.sinceMs ?? 0,
    until: filter.untilMs ?? Number.MAX_SAFE_INTEGER,
  };
  return read(db, () => {
    const total = statement<{ n: number }>(db, `SELECT COUNT(*) AS n FROM activity WHERE ${filtered}`).get(values);
    const rows = statement<Row>(
      db,
      `SELECT * FROM activity WHERE ${filtered} AND seq < @before ORDER BY seq DESC LIMIT @limit`,
    ).all({ ...values, before: filter.before ?? Number.MAX_SAFE_INTEGER, limit: filter.limit });
    return {
      total: total?.n ?? 0,
      entries: rows.map(({ at_ms, subject, ...row }) => ({
        ...row,
        at: toInstant(at_ms),
        subject: JSON.parse(subject),
      })),
      next: rows.length < filter.limit ? null : (rows.at(-1)?.seq ?? null),
    };
  });
}
