/** Starts thread after thread that runs TypeScript. Its thread says something once it has been busy for a while, as one that loads an addon. */
import { once } from "node:events";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { startThread } from "../src/thread.ts";

const threads = 3;

if (isMainThread) for (let at = 0; at < threads; at++) await once(startThread(new URL(import.meta.url), {}), "exit");
else if (workerData) {
  const { isLoaded, busyMs } = workerData as { readonly isLoaded: Int32Array; readonly busyMs: number };
  Atomics.wait(isLoaded, 1, 0, busyMs);
  Atomics.store(isLoaded, 0, 1);
  parentPort?.postMessage("opened");
  parentPort?.on("message", () => {});
} else await import("../src/scan/scan.ts");
