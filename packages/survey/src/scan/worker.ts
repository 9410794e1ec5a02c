/** Entry of the worker thread: keeps hashing and parsing away from the station's main thread. */
import { parentPort, workerData } from "node:worker_threads";
import type { FromWorker, KnownFile, ToWorker, WorkerStart } from "./messages.ts";
import { scan } from "./scan.ts";
import { turnsOver } from "./turns.ts";

const { roots, nowMs, hasCache, knowsFolders, turns } = workerData as WorkerStart;

const waiting: ((answer: ToWorker) => void)[] = [];
const ask = (message: FromWorker): Promise<ToWorker> =>
  new Promise((resolve) => {
    // The thread lives for as long as it waits for an answer.
    if (waiting.push(resolve) === 1) parentPort?.ref();
    parentPort?.postMessage(message);
  });
parentPort?.on("message", (answer: ToWorker) => {
  waiting.shift()?.(answer);
  if (waiting.length === 0) parentPort?.unref();
});
parentPort?.unref();

let asked = 0;
try {
  await scan<KnownFile>(roots, nowMs, {
    ...(turns && { turn: turnsOver(turns) }),
    async knowsFolder(root, state) {
      if (!knowsFolders) return false;
      const answer = await ask({ type: "folder", root: root.index, state });
      return answer.type === "known" && answer.known[0] === true;
    },
    async lookup(root, keys) {
      if (!hasCache) return [];
      const first = asked;
      asked += keys.length;
      const answer = await ask({ type: "lookup", root: root.index, keys });
      return answer.type === "known" ? answer.known.map((known, index) => (known ? first + index : null)) : [];
    },
    async emit(batch) {
      await ask({ type: "batch", ...batch });
    },
  });
  parentPort?.postMessage({ type: "done" } satisfies FromWorker);
} catch (error) {
  // Loaded when something has failed: a scan that finds nothing new is over before it would be.
  const { LandfallError } = await import("@landfall/protocol");
  if (!(error instanceof LandfallError)) throw error;
  parentPort?.postMessage({ type: "failed", code: error.code, detail: error.detail } satisfies FromWorker);
}
