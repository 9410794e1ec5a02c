/**
 * Blobs as files. A blob appears under its name at once and whole, or not at all: it is written beside, synced, and then
 * linked to its name, which fails when the name is taken; then the folder is synced. Only after that is it acknowledged.
 */
import { createHash, type Hash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import {
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  unlink,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { systemCode } from "@landfall/protocol";
import { BlobAbsentError, type BlobHead, isBlobName } from "../port.ts";

export interface DiskFiles {
  readonly head: (name: string) => Promise<BlobHead | null>;
  readonly exists: (name: string) => Promise<boolean>;
  readonly read: (name: string, signal?: AbortSignal) => AsyncIterable<Uint8Array>;
  readonly replace: (name: string, bytes: Uint8Array) => Promise<void>;
  /** A place for bytes that are arriving. */
  readonly receive: () => Promise<Incoming>;
}

export interface Incoming {
  readonly write: (chunks: readonly Uint8Array[]) => Promise<void>;
  /** Syncs and shows the bytes under this name; false when the name is taken. To be called once, at the end. */
  readonly publish: (name: string, md5: string) => Promise<boolean>;
  /** Syncs and moves the bytes to this path, in place of whatever is there. To be called once, at the end. */
  readonly keep: (file: string) => Promise<void>;
  /** Forgets the bytes. */
  readonly discard: () => Promise<void>;
}

/** Windows has no way to sync a folder, and needs none: its file system writes entries through. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isMissing = (error: unknown): boolean => systemCode(error) === "ENOENT";

async function hashFile(file: string): Promise<string> {
  const hash: Hash = createHash("md5");
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** Bytes that are arriving are in files named after the process that receives them. */
const incomingName = (): string => `${process.pid}-${randomUUID()}`;

/** Whether the process that receives this file is another one that still runs: several hubs may share the folder. */
function isAtWork(entry: string): boolean {
  const pid = Number.parseInt(entry, 10);
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === "EPERM";
  }
}

/**
 * Opens the folder, and sweeps what an earlier process left half received.
 * @param onRemade told of folders that had vanished while the hub runs, and were made again
 */
export async function openDiskFiles(root: string, onRemade: (root: string) => void = () => {}): Promise<DiskFiles> {
  const incoming = path.join(root, ".incoming");
  const notes = path.join(root, ".md5");
  const makeFolders = async () => {
    for (const folder of [root, incoming, notes]) await mkdir(folder, { recursive: true, mode: 0o700 });
  };
  await makeFolders();
  for (const above of [path.dirname(root), path.dirname(path.dirname(root))]) await syncFolder(above);
  for (const entry of await readdir(incoming))
    if (!isAtWork(entry)) await rm(path.join(incoming, entry), { force: true });
  const syncedFolders = new Set([root]);
  const noteFolders = new Set<string>();

  /** Somebody may move folders away while the hub runs: what is known to be there is found out anew, once. */
  const withFolders = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isMissing(error)) throw error;
      await makeFolders();
      syncedFolders.clear();
      syncedFolders.add(root);
      noteFolders.clear();
      const done = await work();
      onRemade(root);
      return done;
    }
  };

  const place = (base: string, name: string): string => {
    if (!isBlobName(name)) throw new BlobAbsentError("not a name of ours");
    return path.join(base, ...name.split("/"));
  };

  /** Makes a folder whose own entry survives a power cut. */
  const ensureFolder = async (folder: string): Promise<void> => {
    if (syncedFolders.has(folder)) return;
    const parent = path.dirname(folder);
    await ensureFolder(parent);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await syncFolder(parent);
    syncedFolders.add(folder);
  };

  /** The MD5 is noted beside the blobs. The note is a convenience: unsynced, checked, and made again from the bytes. */
  const writeNote = async (name: string, bytes: number, md5: string): Promise<void> => {
    const note = place(notes, name);
    if (!noteFolders.has(path.dirname(note))) await mkdir(path.dirname(note), { recursive: true, mode: 0o700 });
    noteFolders.add(path.dirname(note));
    await writeFile(note, `${md5} ${bytes}\n`, { mode: 0o600 });
  };
  const readNote = async (name: string, bytes: number): Promise<string | undefined> => {
    const text = await readFile(place(notes, name), "utf8").catch(() => "");
    const match = /^([0-9a-f]{32}) (\d+)\n$/.exec(text);
    return match && Number(match[2]) === bytes ? match[1] : undefined;
  };

  const receive = async (): Promise<Incoming> => {
    const file = path.join(incoming, incomingName());
    const handle: FileHandle = await withFolders(() => open(file, "wx", 0o600));
    let bytes = 0;
    let isOpen = true;
    const discard = async () => {
      if (isOpen) await handle.close();
      isOpen = false;
      await unlink(file).catch(() => {});
    };
    return {
      discard,
      keep: async (target) => {
        await handle.datasync();
        await handle.close();
        isOpen = false;
        await rename(file, target);
      },
      write: async (chunks) => {
        let rest = chunks.map((chunk) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
        while (rest.length > 0) {
          const { bytesWritten } = await handle.writev(rest);
          bytes += bytesWritten;
          rest = dropBytes(rest, bytesWritten);
        }
      },
      publish: async (name, md5) => {
        try {
          await handle.datasync();
          await handle.close();
          isOpen = false;
          const target = place(root, name);
          await withFolders(async () => {
            await ensureFolder(path.dirname(target));
            await link(file, target);
          });
          await syncFolder(path.dirname(target));
          await writeNote(name, bytes, md5).catch(() => {});
          return true;
        } catch (error) {
          if (systemCode(error) === "EEXIST") return false;
          throw error;
        } finally {
          await discard();
        }
      },
    };
  };

  return {
    receive,
    head: async (name) => {
      const file = place(root, name);
      const found = await stat(file).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      });
      if (!found) return null;
      const noted = await readNote(name, found.size);
      if (noted) return { bytes: found.size, md5: noted };
      const md5 = await hashFile(file);
      await writeNote(name, found.size, md5).catch(() => {});
      return { bytes: found.size, md5 };
    },
    exists: async (name) =>
      stat(place(root, name)).then(
        () => true,
        (error: unknown) => {
          if (isMissing(error)) return false;
          throw error;
        },
      ),
    read: async function* (name, signal) {
      const stream = createReadStream(place(root, name), { highWaterMark: 2 ** 18, ...(signal && { signal }) });
      try {
        for await (const chunk of stream) yield chunk as Buffer;
      } catch (error) {
        if (isMissing(error)) throw new BlobAbsentError(name, { cause: error });
        throw error;
      }
    },
    replace: async (name, bytes) => {
      const file = path.join(incoming, incomingName());
      const target = place(root, name);
      try {
        await withFolders(() => writeFile(file, bytes, { mode: 0o600, flag: "wx" }));
        await withFolders(async () => {
          await ensureFolder(path.dirname(target));
          await rename(file, target);
        });
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
    },
  };
}

/** What is left of the buffers after so many bytes were written. */
function dropBytes(buffers: Buffer[], bytes: number): Buffer[] {
  let skip = bytes;
  for (const [index, buffer] of buffers.entries()) {
    if (skip < buffer.length) return [buffer.subarray(skip), ...buffers.slice(index + 1)];
    skip -= buffer.length;
  }
  return [];
}
