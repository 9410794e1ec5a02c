/** Entry of the thread that reads one sheet or track. */
import { parentPort, workerData } from "node:worker_threads";
import { LandfallError } from "@landfall/protocol";
import { readSheet } from "../sheets/read-sheet.ts";
import { readGpx } from "../tracks/read-gpx.ts";
import type { FromSourceWorker, SourceToRead } from "./read-source.ts";

const { kind, path } = workerData as SourceToRead;
const tell = (message: FromSourceWorker) => parentPort?.postMessage(message);
try {
  tell(
    kind === "sheet"
      ? { type: "read", read: { kind, sheet: await readSheet(path) } }
      : { type: "read", read: { kind, tracks: await readGpx(path) } },
  );
} catch (error) {
  if (!(error instanceof LandfallError)) throw error;
  tell({ type: "failed", code: error.code, detail: error.detail });
}
