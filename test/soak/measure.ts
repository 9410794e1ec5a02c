/** What a process holds, from the system and not from itself. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

export interface Sample {
  readonly atMs: number;
  /** Resident, MiB. */
  readonly memory: { readonly station: number; readonly hub: number };
  /** Open files and sockets. */
  readonly handles: { readonly station: number; readonly hub: number };
  /** The station's, bytes, and its write-ahead log. */
  readonly database: number;
  readonly log: number;
  /** Delivered so far. */
  readonly images: number;
}

export const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

export const handlesOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

export const bytesOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

export const stationDatabase = (data: string): string => path.join(data, "station.db");

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** How much more there is in the last quarter than in the second: the first is for warming up. */
export function growth(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const quarter = Math.floor(samples.length / 4);
  const [second, last] = [samples.slice(quarter, 2 * quarter), samples.slice(-quarter)];
  return median(last.map(of)) - median(second.map(of));
}
