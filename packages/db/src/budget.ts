/** What runs may spend, and have. */
import type { Budget } from "@landfall/engine";
import type { RunId, RunLimits } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";

const minuteMs = 60_000;
const ofRun = "run = (SELECT pk FROM run WHERE id = ?)";

/** Null where the run is not limited. */
export const budgetOf = (db: StationDatabase, run: RunId): Budget | null =>
  statement<Budget>(
    db,
    `SELECT bytes, ms, spent_bytes AS spentBytes, spent_ms AS spentMs FROM run_budget WHERE ${ofRun}`,
  ).get(run) ?? null;

/** A fresh one with these limits; none where nothing is limited. */
export function setBudget(db: StationDatabase, run: RunId, { bytes, minutes }: RunLimits): void {
  write(db, () => {
    statement(db, `DELETE FROM run_budget WHERE ${ofRun}`).run(run);
    if (bytes === null && minutes === null) return;
    statement(db, "INSERT INTO run_budget (run, bytes, ms) VALUES ((SELECT pk FROM run WHERE id = ?), ?, ?)").run(
      run,
      bytes,
      minutes === null ? null : minutes * minuteMs,
    );
  });
}

/** The same limits, nothing spent. */
export const renewBudget = (db: StationDatabase, run: RunId): void =>
  write(db, () => {
    statement(db, `UPDATE run_budget SET spent_bytes = 0, spent_ms = 0 WHERE ${ofRun}`).run(run);
  });

/** Bytes that the run has put on the wire, beside what is noted already. */
export function noteSent(db: StationDatabase, run: RunId, bytes = 0): void {
  if (bytes > 0) statement(db, "UPDATE run SET bytes_sent = bytes_sent + ? WHERE id = ?").run(bytes, run);
}

export function spend(db: StationDatabase, run: RunId, { bytes, ms }: { bytes: number; ms: number }): Budget | null {
  return write(db, () => {
    noteSent(db, run, bytes);
    statement(db, `UPDATE run_budget SET spent_bytes = spent_bytes + ?, spent_ms = spent_ms + ? WHERE ${ofRun}`).run(
      bytes,
      ms,
      run,
    );
    return budgetOf(db, run);
  });
}
