/** The scan itself, apart from threads: walk, ask what is known, read the rest, hand on in order. */
import type { FileKey, FolderMark, FolderState, FoundFile, Turn } from "../ports.ts";
import { isSidecarName } from "./companions.ts";
import type { Found } from "./found.ts";
import type { Root } from "./root.ts";
import { type WalkedFolder, walk } from "./walk.ts";

/** `K` stands for a file that is known already; the scan only passes it on. */
export interface ScanPort<K> {
  /** True: nothing in the folder has changed, and its files need not be looked at. */
  knowsFolder(root: Root, folder: FolderState): Promise<boolean>;
  lookup(root: Root, keys: readonly FileKey[]): Promise<readonly (K | null)[]>;
  /** What comes over the network waits for its turn. */
  readonly turn?: Turn;
  /** The scan waits for it. */
  emit(batch: Batch<K>): Promise<void>;
}

export interface Batch<K> {
  readonly items: readonly (FoundFile | K)[];
  readonly folders: readonly FolderMark[];
  /** The one being read. */
  readonly folder: string;
  readonly bytesRead: number;
}

const batchItems = 512;
/** Known folders are taken over while others are looked at, and few of them when all has been looked at. */
const batchFolders = 20;
const batchMs = 250;

export async function scan<K>(roots: readonly Root[], nowMs: number, port: ScanPort<K>): Promise<void> {
  let items: (FoundFile | K)[] = [];
  let folders: FolderMark[] = [];
  let bytesRead = 0;
  let lastEmit = performance.now();
  let taken: Promise<void> = Promise.resolve();
  const flush = async (folder: string) => {
    const batch = { items, folders, folder, bytesRead };
    items = [];
    folders = [];
    await taken;
    taken = port.emit(batch);
    taken.catch(() => {});
    // What is known is taken over while the next folders are looked at; nothing is read before what was read is taken.
    if (batch.items.length > 0) await taken;
    lastEmit = performance.now();
  };
  const flushWhenDue = async (folder: string) => {
    const isFull = items.length >= batchItems || folders.length >= batchFolders;
    if (isFull || performance.now() - lastEmit > batchMs) await flush(folder);
  };

  for (const root of roots) {
    const place = await openPlace(root, nowMs, port.turn);
    for await (const { folder, state, isKnown } of askedAhead(place.folders(), (of) => port.knowsFolder(root, of))) {
      const shown = `${root.path}/${folder.text}`.replace(/\/+$/, "");
      if (!isKnown) {
        for (const { files, settled } of folder.chunks()) {
          items.push(...settled);
          const answers = files.length === 0 ? [] : await port.lookup(root, files.map(keyOf));
          // Whether a sidecar travels depends on what lies beside it, which may have changed.
          const known = files.map(({ name }, index) => (isSidecarName(name) ? null : (answers[index] ?? null)));
          const reading = readAhead(files, (index) => known[index] == null, place);
          for (const [index, file] of files.entries()) {
            const earlier = known[index] ?? null;
            if (earlier === null) bytesRead += file.size;
            items.push(earlier ?? (await reading(index)));
            await flushWhenDue(shown);
          }
        }
      }
      if (state !== null) folders.push({ ...state, root: root.index, at: items.length, isKnown });
      await flushWhenDue(shown);
    }
  }
  await flush(roots.at(-1)?.path ?? "");
  await taken;
}

interface AskedFolder {
  readonly folder: WalkedFolder;
  readonly state: FolderState | null;
  readonly isKnown: boolean;
}

/** So many folders are looked at before it is known whether the first of them has changed. */
const foldersAhead = 4;

/**
 * In their order. What is known of one folder is looked up while the next ones are looked at; where nothing can be asked, as of
 * a page of a container, nobody waits for those behind it.
 */
async function* askedAhead(
  folders: Iterable<WalkedFolder> | AsyncIterable<WalkedFolder>,
  knows: (state: FolderState) => Promise<boolean>,
): AsyncGenerator<AskedFolder> {
  const asked: (() => Promise<AskedFolder>)[] = [];
  for await (const folder of folders) {
    const state = folder.state();
    const answer = state === null ? Promise.resolve(false) : knows(state);
    asked.push(async () => ({ folder, state, isKnown: await answer }));
    const ahead = state === null ? 0 : foldersAhead;
    for (const each of asked.splice(0, Math.max(0, asked.length - ahead))) yield each();
  }
  for (const each of asked) yield each();
}

const keyOf = ({ pathBytes, path, size, mtimeNs }: Found): FileKey => ({ pathBytes, path, size, mtimeNs });

/** Where the files of a root come from. */
interface Place {
  readonly folders: () => Iterable<WalkedFolder> | AsyncIterable<WalkedFolder>;
  readonly read: (file: Found) => Promise<FoundFile>;
  /** How many are read at once: one from a disk, more where each waits for a network. */
  readonly atOnce: number;
}

const blobsAtOnce = 16;

async function openPlace({ path, index, azure }: Root, nowMs: number, turn?: Turn): Promise<Place> {
  if (!azure) return { folders: () => walk(path, index), read: (file) => read(file, nowMs), atOnce: 1 };
  const { openBlobPlace } = await import("./blob-place.ts");
  return { ...(await openBlobPlace(azure, index, nowMs, turn)), atOnce: blobsAtOnce };
}

/** Gives the file at each index in turn, with those behind it on their way. */
function readAhead(
  files: readonly Found[],
  isWanted: (index: number) => boolean,
  place: Place,
): (index: number) => Promise<FoundFile> {
  const begun = new Map<number, Promise<FoundFile>>();
  let next = 0;
  const begin = () => {
    const file = files[next];
    if (file && isWanted(next)) {
      const reading = place.read(file);
      reading.catch(() => {});
      begun.set(next, reading);
    }
    next += 1;
  };
  return async (index) => {
    while (next < files.length && (next <= index || begun.size < place.atOnce)) begin();
    try {
      return await (begun.get(index) as Promise<FoundFile>);
    } finally {
      begun.delete(index);
    }
  };
}

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
