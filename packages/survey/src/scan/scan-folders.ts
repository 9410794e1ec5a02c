/** Runs a scan in a worker thread and delivers what it finds to a sink, which sets the pace. */
import type { Worker } from "node:worker_threads";
import { LandfallError } from "@landfall/protocol";
import { openSecondReader } from "../metadata/second-reader.ts";
import type {
  FileKey,
  FolderState,
  FolderTally,
  FoundFile,
  HashCache,
  ScanOptions,
  ScanRequest,
  ScanSink,
  ScanTally,
} from "../ports.ts";
import { startThread } from "../thread.ts";
import type { FromWorker, KnownFile, ToWorker, WorkerStart } from "./messages.ts";
import { rootsToWalk } from "./roots.ts";
import { serveTurns } from "./turns.ts";

/**
 * Reads every file under the roots, each into exactly one bucket, in an order that depends on names only.
 * @returns totals; what was found went to the sink, batch by batch
 * @throws LandfallError FOLDER_NOT_FOUND, CREDENTIAL_MISSING before anything is read; CONTAINER_REFUSED, CONTAINER_NOT_FOUND,
 *   CONTAINER_OFFLINE; the signal's reason when it was aborted;
 *   whatever the sink or the cache throws
 */
export async function scanFolders(
  request: ScanRequest,
  sink: ScanSink,
  { cache, turn, signal }: ScanOptions = {},
): Promise<ScanTally> {
  signal?.throwIfAborted();
  const turns = turn && request.azure && Object.keys(request.azure).length > 0 ? serveTurns(turn) : undefined;
  const start: WorkerStart = {
    roots: rootsToWalk(request.roots, request.azure),
    nowMs: request.nowMs ?? Date.now(),
    hasCache: cache !== undefined,
    knowsFolders: cache?.folder !== undefined,
    turns: turns?.workers,
  };
  const worker = startThread(new URL("./worker.ts", import.meta.url), {
    workerData: start,
    ...(turns && { transferList: [turns.workers] }),
    // What a file leaves behind is garbage at once; a small young generation keeps the thread small.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  const next = messagesOf(worker, signal);
  const second = openSecondReader();
  const abort = () => worker.terminate();
  signal?.addEventListener("abort", abort);
  try {
    const pathOf = (root: number) => request.roots[root] ?? "";
    const readAgain = (files: readonly FoundFile[]) => second.read(files, request.roots, start.nowMs);
    return await converse(worker, next, readAgain, sink, {
      lookup: (root, keys) => cache?.lookup(pathOf(root), keys) ?? [],
      folder: (root, state) => cache?.folder?.(pathOf(root), state) ?? null,
    });
  } finally {
    signal?.removeEventListener("abort", abort);
    turns?.own.close();
    await Promise.all([worker.terminate(), second.end()]);
  }
}

async function converse(
  worker: Worker,
  next: () => Promise<FromWorker>,
  readAgain: (files: readonly FoundFile[]) => Promise<readonly FoundFile[]>,
  sink: ScanSink,
  known: Known,
): Promise<ScanTally> {
  const knownFiles = new Map<KnownFile, FoundFile>();
  const knownFolders: FolderTally[] = [];
  const tally = { found: 0, images: 0, unreadable: 0, ignored: 0, bytesRead: 0 };
  let asked = 0;
  for (;;) {
    const message = await next();
    if (message.type === "done") return tally;
    if (message.type === "failed")
      throw new LandfallError(message.code, message.detail === undefined ? {} : { detail: message.detail });
    if (message.type === "lookup") {
      const answers = await lookUp(known, message.root, message.keys);
      answers.forEach((file, index) => {
        if (file) knownFiles.set(asked + index, file);
      });
      asked += message.keys.length;
      reply(worker, { type: "known", known: answers.map((file) => file !== null) });
    } else if (message.type === "folder") {
      const folder = known.folder(message.root, message.state);
      if (folder) knownFolders.push(folder);
      reply(worker, { type: "known", known: [folder !== null] });
    } else {
      const read = (await readAgain(message.items.filter((item) => typeof item !== "number"))).values();
      const files = message.items.flatMap((item) =>
        typeof item === "number" ? take(knownFiles, item) : (read.next().value ?? []),
      );
      const known = message.folders.filter(({ isKnown }) => isKnown).length;
      count(tally, files, knownFolders.splice(0, known));
      tally.bytesRead = message.bytesRead;
      await sink.files(files, { ...tally, folder: message.folder }, message.folders);
      reply(worker, { type: "taken" });
    }
  }
}

/**
 * The worker's messages, one by one; rejects once it has ended. Few are on their way: the worker asks ahead for some folders, and
 * waits for each batch. Nothing that lives as long as the scan holds on to a message: memory stays flat.
 */
function messagesOf(worker: Worker, signal: AbortSignal | undefined): () => Promise<FromWorker> {
  const come: FromWorker[] = [];
  let waiting: PromiseWithResolvers<FromWorker> | null = null;
  let end: { readonly error: unknown } | null = null;
  const finish = (error: unknown) => {
    end ??= { error };
    waiting?.reject(end.error);
  };
  worker.on("message", (message: FromWorker) => {
    if (!waiting) come.push(message);
    waiting?.resolve(message);
    waiting = null;
  });
  worker.once("error", finish);
  worker.once("exit", (code) =>
    finish(signal?.aborted ? signal.reason : new Error(`The scan's worker thread ended with code ${code}.`)),
  );
  return () => {
    const next = Promise.withResolvers<FromWorker>();
    const first = come.shift();
    if (first) next.resolve(first);
    else if (end) next.reject(end.error);
    else waiting = next;
    return next.promise;
  };
}

const reply = (worker: Worker, message: ToWorker) => worker.postMessage(message);

/** What the cache knows; `root` is an index into the request's roots. */
interface Known {
  readonly lookup: (root: number, keys: readonly FileKey[]) => ReturnType<HashCache["lookup"]>;
  readonly folder: (root: number, state: FolderState) => FolderTally | null;
}

async function lookUp(known: Known, root: number, keys: readonly FileKey[]): Promise<(FoundFile | null)[]> {
  const answers = await known.lookup(root, keys);
  return keys.map((_, index) => {
    const file = answers[index] ?? null;
    return file && isStillTrue(file) ? { ...file, root } : null;
  });
}

/** What depended on the moment is looked at again: a file that could not be read then, a date that was the future then. */
const isStillTrue = ({ reason, findings }: FoundFile): boolean =>
  reason !== "CANNOT_READ" &&
  reason !== "CHANGED_WHILE_READ" &&
  reason !== "STILL_WRITTEN" &&
  !findings.includes("DATE_FUTURE");

function take(files: Map<KnownFile, FoundFile>, key: KnownFile): FoundFile[] {
  const file = files.get(key);
  files.delete(key);
  return file ? [file] : [];
}

const tallyOf = { image: "images", unreadable: "unreadable", ignored: "ignored" } as const;

function count(
  tally: { -readonly [K in keyof ScanTally]: ScanTally[K] },
  files: readonly FoundFile[],
  folders: readonly FolderTally[],
): void {
  tally.found += files.length;
  for (const { bucket } of files) tally[tallyOf[bucket]] += 1;
  for (const folder of folders)
    for (const name of ["found", "images", "unreadable", "ignored"] as const) tally[name] += folder[name];
}
