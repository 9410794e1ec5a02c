/** Entry of the thread that groups: it keeps the main thread free, and holds the draft until it is stored. */
import { parentPort, workerData } from "node:worker_threads";
import { closeDatabase, type PlacedDraft, type StationDatabase, snapshotOf, someFrom } from "@landfall/db";
import { LandfallError } from "@landfall/protocol";
import type { FromPlace, FromThread, ThreadStart } from "./draft-messages.ts";
import { draftOfReading } from "./draft-of-reading.ts";
import { previewGrouped } from "./pattern-preview.ts";

const { database, toGroup } = workerData as ThreadStart;
const tell = (message: FromThread) => parentPort?.postMessage(message);

function group(db: StationDatabase): readonly PlacedDraft[] {
  if (toGroup.what === "preview") {
    tell({ type: "preview", preview: previewGrouped(db, toGroup.reading, toGroup.patterns) });
    return [];
  }
  const { placed, about } = draftOfReading(db, toGroup.reading);
  tell({ type: "draft", about });
  return placed;
}

try {
  const db = snapshotOf(database);
  tell({ type: "opened" });
  let placed: readonly PlacedDraft[];
  try {
    placed = group(db);
  } finally {
    // What others write meanwhile stays in SQLite's log for as long as it is open.
    closeDatabase(db);
  }
  parentPort?.on("message", ({ id, place }: FromPlace) =>
    tell({ type: "placed", id, placed: someFrom(placed, place) }),
  );
} catch (error) {
  if (!(error instanceof LandfallError)) throw error;
  tell({ type: "failed", code: error.code, detail: error.detail });
}
