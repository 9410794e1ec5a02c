/** The line of runs that are not over: the first that can use the wire has it. */
import { LandfallError, type RunId } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";

/** From the first to the last. */
export const queue = (db: StationDatabase): RunId[] =>
  statement<{ id: RunId }>(db, "SELECT id FROM run WHERE position IS NOT NULL ORDER BY position")
    .all()
    .map(({ id }) => id);

/** The number of a new run. */
export const behindAll = (db: StationDatabase): number =>
  statement<{ next: number }>(db, "SELECT COALESCE(MAX(position), 0) + 1 AS next FROM run").get()?.next ?? 1;

/** 1 for the first. Numbers that are stored have gaps where runs are over. */
export const placeOf = (db: StationDatabase, position: number): number =>
  statement<{ place: number }>(db, "SELECT COUNT(*) AS place FROM run WHERE position <= ?").get(position)?.place ?? 1;

/** Gives a run that is not over another place; one beyond the end is the last. NOT_FOUND when it is over. */
export function moveInQueue(db: StationDatabase, run: RunId, place: number): { moved: RunId[] } {
  return write(db, () => {
    const before = queue(db);
    if (!before.includes(run)) throw new LandfallError("NOT_FOUND", { detail: `run ${run} is not in the queue` });
    const after = before.filter((other) => other !== run).toSpliced(place - 1, 0, run);
    const moved = after.filter((id, at) => before[at] !== id);
    for (const [at, id] of after.entries()) statement(db, "UPDATE run SET position = ? WHERE id = ?").run(at + 1, id);
    return { moved };
  });
}
