/** Work that is too long for one turn of the event loop. */
import { type StationDatabase, write } from "./database.ts";

/** So long a transaction may last: whatever else the station has to do waits no longer than this, and one step. */
const sliceMs = 25;

/** Within a write: all of it at once. */
export function atOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** In transactions of their own, between which others have their turn. What it has done stays, wherever it ends. */
export async function inSlices<T>(
  db: StationDatabase,
  work: Generator<void, T>,
  turn: () => Promise<void>,
  transaction: typeof write = write,
): Promise<T> {
  for (;;) {
    const end = transaction(db, () => {
      const untilMs = performance.now() + sliceMs;
      for (;;) {
        const step = work.next();
        if (step.done) return { value: step.value };
        if (performance.now() >= untilMs) return null;
      }
    });
    await turn();
    if (end) return end.value;
  }
}
