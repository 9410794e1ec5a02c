/** Entry of the thread that reads an archive: it keeps the main thread free. */
import { parentPort, workerData } from "node:worker_threads";
import { LandfallError } from "@landfall/protocol";
import { type ProjectToRead, type ReadEnd, readHere } from "./read-project.ts";

const tell = (end: ReadEnd) => parentPort?.postMessage(end);

try {
  await readHere(workerData as ProjectToRead);
  tell(null);
} catch (error) {
  if (!(error instanceof LandfallError)) throw error;
  tell({ code: error.code, detail: error.detail });
}
