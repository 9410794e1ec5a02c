/** What the scan's worker thread and the main thread say to each other. The worker asks one thing at a time and waits. */
import type { FileKey, FoundFile } from "../ports.ts";
import type { Root } from "./scan.ts";

export interface WorkerStart {
  readonly roots: readonly Root[];
  readonly nowMs: number;
  /** False: nobody knows anything, do not ask. */
  readonly hasCache: boolean;
}

/** A known file, by the number of the key with which it was asked for, counted over the whole scan. */
export type KnownFile = number;

export type FromWorker =
  | { readonly type: "lookup"; readonly root: Root; readonly keys: readonly FileKey[] }
  | {
      readonly type: "batch";
      readonly items: readonly (FoundFile | KnownFile)[];
      readonly folder: string;
      readonly bytesRead: number;
    }
  | { readonly type: "done" };

/** To `lookup`: which keys are known. To `batch`: nothing but that it was taken. */
export type ToWorker = { readonly type: "known"; readonly known: readonly boolean[] } | { readonly type: "taken" };
