/** A station of its own that scans a tree, scans it again, and groups it by another pattern: for how long its event loop stands still. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import type { ScanJobId, ScanJobView } from "@landfall/protocol";
import { createStation } from "../../apps/server/src/station/compose.ts";
import { readJob } from "./processes.ts";

export interface StationJob {
  readonly root: string;
  readonly data: string;
}

export interface Stood {
  readonly what: string;
  /** The longest time in which nothing else was done: by the clock, and of the main thread's CPU, which neighbours do not lengthen. */
  readonly blockMs: number;
  readonly blockCpuMs: number;
  readonly peakMiB: number;
}

const { root, data } = await readJob<StationJob>();
const log = { info: () => {}, warn: (message: string, about?: object) => console.error(message, about) };
const { handlers, stop } = await createStation({ dataFolder: data, allowedRoots: [], version: "bench", log });
const call = { who: { kind: "token" as const }, signal: new AbortController().signal, context: undefined as never };

const tickMs = 5;
const threadMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

async function measured(what: string, work: () => Promise<unknown>): Promise<Stood> {
  let [last, blockCpuMs, peakMiB] = [threadMs(), 0, 0];
  const timer = setInterval(() => {
    const now = threadMs();
    blockCpuMs = Math.max(blockCpuMs, now - last);
    peakMiB = Math.max(peakMiB, process.memoryUsage.rss() / 2 ** 20);
    last = now;
  }, tickMs);
  const delay = monitorEventLoopDelay({ resolution: tickMs });
  delay.enable();
  await work();
  await wait(10 * tickMs);
  delay.disable();
  clearInterval(timer);
  return { what, blockMs: delay.max / 1e6, blockCpuMs, peakMiB };
}

async function scan(): Promise<ScanJobId> {
  const body = { folders: [root], population: "Residents", name: "Season" };
  const { id } = (await handlers.scan({ body }, call)) as ScanJobView;
  for (;;) {
    const { state, error } = (await handlers.scanJob({ params: { id } }, call)) as ScanJobView;
    if (state === "done") return id;
    if (state !== "running") throw new Error(`the scan ended as ${state}: ${error?.code}`);
    await wait(20);
  }
}

const id = await scan();
const stood = [
  await measured("Rescan", scan),
  await measured("Pattern", async () =>
    handlers.setPatterns({ params: { id }, body: { patterns: ["{date}_{locality}"] } }, call),
  ),
];
await stop();
console.log(JSON.stringify(stood));
