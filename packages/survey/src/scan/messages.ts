/**
 * What the scan's worker thread and the main thread say to each other. The worker may ask several things before the first is
 * answered; answers come in the order of the questions.
 */
import type { MessagePort } from "node:worker_threads";
import type { ErrorCode } from "@landfall/protocol";
import type { FileKey, FolderState } from "../ports.ts";
import type { Root } from "./root.ts";
import type { Batch } from "./scan.ts";

export interface WorkerStart {
  readonly roots: readonly Root[];
  readonly nowMs: number;
  /** False: nobody knows anything, do not ask. */
  readonly hasCache: boolean;
  readonly knowsFolders: boolean;
  /** Where turns are asked for; undefined: nobody has to wait. */
  readonly turns: MessagePort | undefined;
}

/** A known file, by the number of the key with which it was asked for, counted over the whole scan. */
export type KnownFile = number;

export type FromWorker =
  | { readonly type: "lookup"; readonly root: Root["index"]; readonly keys: readonly FileKey[] }
  | { readonly type: "folder"; readonly root: Root["index"]; readonly state: FolderState }
  | ({ readonly type: "batch" } & Batch<KnownFile>)
  | { readonly type: "done" }
  /** An error of ours: it would not come through as one. */
  | { readonly type: "failed"; readonly code: ErrorCode; readonly detail: string | undefined };

/** To `lookup` and `folder`: what is known. To `batch`: nothing but that it was taken. */
export type ToWorker = { readonly type: "known"; readonly known: readonly boolean[] } | { readonly type: "taken" };
