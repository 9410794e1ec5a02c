/** Reads a sheet or a track in a thread of its own: whatever is in the file, the station goes on. */
import { type ErrorCode, LandfallError, type SourceKind } from "@landfall/protocol";
import type { Track } from "../ports.ts";
import type { Sheet } from "../sheets/read-sheet.ts";
import { startThread } from "../thread.ts";

export interface SourceToRead {
  readonly kind: SourceKind;
  /** Absolute. */
  readonly path: string;
}

export type ReadSource =
  | { readonly kind: "sheet"; readonly sheet: Sheet }
  | { readonly kind: "track"; readonly tracks: readonly Track[] };

export type FromSourceWorker =
  | { readonly type: "read"; readonly read: ReadSource }
  | { readonly type: "failed"; readonly code: ErrorCode; readonly detail: string | undefined };

/** A season's sheet takes less than a second. */
const longestMs = 120_000;
const mostHeapMb = 768;

/** @throws LandfallError SHEET_NOT_FOUND, SHEET_UNREADABLE, SHEET_TOO_LARGE, TRACK_UNREADABLE; the signal's reason */
export async function readSource(source: SourceToRead, signal?: AbortSignal): Promise<ReadSource> {
  signal?.throwIfAborted();
  const worker = startThread(new URL("./worker.ts", import.meta.url), {
    workerData: source,
    resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
  });
  const { promise, resolve, reject } = Promise.withResolvers<ReadSource>();
  const abort = () => reject(signal?.reason);
  const timer = setTimeout(() => reject(tooMuch(source, "it takes too long to read")), longestMs);
  signal?.addEventListener("abort", abort);
  worker.on("message", (message: FromSourceWorker) => {
    if (message.type === "read") resolve(message.read);
    else reject(new LandfallError(message.code, message.detail === undefined ? {} : { detail: message.detail }));
  });
  worker.once("error", (error: NodeJS.ErrnoException) =>
    reject(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? tooMuch(source, "it takes too much memory") : error),
  );
  worker.once("exit", (code) => reject(new Error(`the thread that reads ${source.path} ended with code ${code}`)));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    await worker.terminate();
  }
}

const tooMuch = ({ kind, path }: SourceToRead, why: string) =>
  new LandfallError(kind === "sheet" ? "SHEET_TOO_LARGE" : "TRACK_UNREADABLE", { detail: `${path}: ${why}` });
