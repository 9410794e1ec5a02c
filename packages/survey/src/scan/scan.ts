/** The scan itself, apart from threads: walk, ask what is known, read the rest, hand on in order. */
import type { FileKey, FoundFile } from "../ports.ts";
import type { Found } from "./found.ts";
import { walk } from "./walk.ts";

export interface Root {
  /** Index into the request's roots. */
  readonly index: number;
  readonly path: string;
}

/** `K` stands for a file that is known already; the scan only passes it on. */
export interface ScanPort<K> {
  lookup(root: Root, keys: readonly FileKey[]): Promise<readonly (K | null)[]>;
  /** The scan waits for it. */
  emit(items: readonly (FoundFile | K)[], at: { readonly folder: string; readonly bytesRead: number }): Promise<void>;
}

const batchItems = 256;
const batchMs = 250;

export async function scan<K>(roots: readonly Root[], nowMs: number, port: ScanPort<K>): Promise<void> {
  let batch: (FoundFile | K)[] = [];
  let bytesRead = 0;
  let lastEmit = performance.now();
  const flush = async (folder: string) => {
    const items = batch;
    batch = [];
    await port.emit(items, { folder, bytesRead });
    lastEmit = performance.now();
  };

  for (const root of roots) {
    for await (const { folder, files, settled } of walk(root.path, root.index)) {
      const shown = `${root.path}/${folder}`.replace(/\/+$/, "");
      batch.push(...settled);
      const known = files.length === 0 ? [] : await port.lookup(root, files.map(keyOf));
      for (const [index, file] of files.entries()) {
        const earlier = known[index] ?? null;
        if (earlier === null) bytesRead += file.size;
        batch.push(earlier ?? (await read(file, nowMs)));
        if (batch.length >= batchItems || performance.now() - lastEmit > batchMs) await flush(shown);
      }
    }
  }
  await flush(roots.at(-1)?.path ?? "");
}

const keyOf = ({ pathBytes, path, size, mtimeNs }: Found): FileKey => ({ pathBytes, path, size, mtimeNs });

/** The readers are loaded when the first file has to be read: a scan that finds nothing new is over before they would be. */
async function read(file: Found, nowMs: number): Promise<FoundFile> {
  const { readFound, readYoung } = await import("./read-file.ts");
  return isYoung(file) ? readYoung(file, nowMs) : readFound(file, nowMs);
}

/** A file changed less than this ago may still be written. */
const quietMs = 10_000;

/** By this machine's clock; a file server's may differ, and then the checks while reading are all there is. */
const isYoung = ({ mtimeNs, isJunk }: Found) =>
  !isJunk && Math.abs(Date.now() - Number(mtimeNs / 1_000_000n)) < quietMs;
