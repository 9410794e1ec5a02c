/**
 * What lies in a tree of folders, seen without reading a photograph: the names in each folder, and of folders that are asked for, or whose
 * names are not as they were at the last scan, the size and time of every file too, so that one which is still being written or was
 * altered under its name shows. Listing is the same on a disk, on a card and over a network, where notices from the system are
 * not; and a quiet time of minutes needs no quicker ones.
 */
import { createHash } from "node:crypto";
import { lstat, readdir } from "node:fs/promises";
import { isJunkFile, isJunkFolder } from "@landfall/survey";

/** What the names of a folder, and the sizes and times of its files, come to. */
export interface FolderSeen {
  readonly names: string;
  readonly files: string;
}
/** By the path of the folder. */
export type Seen = ReadonlyMap<string, FolderSeen>;

export interface Look {
  readonly seen: Seen;
  /** The folders that are not as they are known. */
  readonly others: ReadonlySet<string>;
  /** What those come to; null where there is none. */
  readonly other: string | null;
}

export interface LookOptions {
  /** As it was at the last scan. */
  readonly known: Seen;
  /** Whether sizes and times of a folder's files are looked at though its names are as they are known. */
  readonly isThorough: (folder: string) => boolean;
}

const slash = Buffer.from("/");
const keyOf = (folder: Buffer): string => folder.toString("latin1");

/** @returns null where the folder is not there */
export async function lookInto(
  root: string,
  { known, isThorough }: LookOptions,
  signal: AbortSignal,
): Promise<Look | null> {
  const seen = new Map<string, FolderSeen>();
  const others = new Set<string>();
  const changes = createHash("sha1");
  const queue = [Buffer.from(root)];
  for (let folder = queue.pop(); folder; folder = queue.pop()) {
    signal.throwIfAborted();
    const entries = await list(folder);
    if (entries === null && folder.equals(Buffer.from(root))) return null;
    const key = keyOf(folder);
    const hash = createHash("sha1");
    const paths: Buffer[] = [];
    for (const { name, isFolder } of entries ?? []) {
      hash.update(name).update("\0");
      const path = Buffer.concat([folder, slash, name]);
      if (isFolder) queue.push(path);
      else paths.push(path);
    }
    const names = hash.digest("hex");
    const before = known.get(key);
    const isNamed = before?.names === names;
    const files = isNamed && !isThorough(key) ? before.files : await stateOfFiles(paths);
    seen.set(key, { names, files });
    if (isNamed && before.files === files) continue;
    others.add(key);
    changes.update(key).update(names).update(files);
  }
  for (const folder of known.keys()) {
    if (seen.has(folder)) continue;
    others.add(folder);
    changes.update(folder);
  }
  return { seen, others, other: others.size > 0 ? changes.digest("hex") : null };
}

/** Sorted, without junk; null where it cannot be listed. */
async function list(folder: Buffer) {
  const entries = await readdir(folder, { withFileTypes: true, encoding: "buffer" }).catch(() => null);
  return (
    entries
      ?.map((entry) => ({ name: entry.name, text: entry.name.toString(), isFolder: entry.isDirectory() }))
      .filter(({ text, isFolder }) => !(isFolder ? isJunkFolder(text) : isJunkFile(text)))
      .sort((a, b) => Buffer.compare(a.name, b.name)) ?? null
  );
}

async function stateOfFiles(paths: readonly Buffer[]): Promise<string> {
  const hash = createHash("sha1");
  for (const path of paths) hash.update(await stateOf(path));
  return hash.digest("hex");
}

const stateOf = async (file: Buffer): Promise<string> => {
  const state = await lstat(file).catch(() => null);
  return state ? `${state.size} ${state.mtimeMs}\0` : "gone\0";
};
