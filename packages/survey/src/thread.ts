/** How a program of this house starts its threads, and ends one that opens a database. */
import { setFlagsFromString } from "node:v8";
import { Worker, type WorkerOptions } from "node:worker_threads";

export type ThreadOptions = Pick<WorkerOptions, "workerData" | "resourceLimits" | "transferList">;

/**
 * Starts a thread with nothing of the command line of its process. From now on the process keeps all that V8 has compiled of
 * WebAssembly for as long as its module lives.
 *
 * V8 13.6 (Node 24) now and then frees compiled import wrappers of WebAssembly wrongly where thread after thread loads the same
 * module: the process dies of it (SIGSEGV or SIGTRAP in `WasmImportWrapperCache::Free`; nodejs/node#64500). A thread that runs
 * TypeScript loads such a module to strip the types, one that decodes HEIC another. What was freed are some 200 kB a thread, and
 * they go with their module all the same.
 */
export function startThread(program: URL, options: ThreadOptions): Worker {
  setFlagsFromString("--no-wasm-code-gc");
  return new Worker(program, { ...options, execArgv: [] });
}

/**
 * How to end a thread that opens a database, and says something as soon as it has. To be called as soon as the thread is started.
 *
 * Where a thread is terminated while better-sqlite3 13.2.0 is being loaded in it, the addon aborts the process
 * (`Error::New napi_get_last_error_info`). Once the database is open, it may be terminated at any moment.
 */
export function endOf(thread: Worker): () => Promise<unknown> {
  const isOpened = Promise.withResolvers<void>();
  thread.once("message", () => isOpened.resolve());
  thread.once("exit", () => isOpened.resolve());
  return async () => {
    await isOpened.promise;
    return thread.terminate();
  };
}
