/**
 * What lies in a tree of folders, seen without reading a photograph: the names in each folder, and of folders whose names are not as
 * they were at the last scan the size and time of every file too, so that one which is still being written shows. Listing is the same
 * on a disk, on a card and over a network, where notices from the system are not; and a quiet time of minutes needs no quicker ones.
 */
import { createHash } from "node:crypto";
import { lstat, readdir } from "node:fs/promises";
import { isJunkFile, isJunkFolder } from "@landfall/survey";

/** Of each folder, by its path: what its names come to. */
export type NamesIn = ReadonlyMap<string, string>;

export interface Look {
  readonly names: NamesIn;
  /** What the folders whose names are other than known come to; null where none is. */
  readonly other: string | null;
}

const slash = Buffer.from("/");
const keyOf = (folder: Buffer): string => folder.toString("latin1");

/** @param known names in this root at the last scan @returns null where the folder is not there */
export async function lookInto(root: string, known: NamesIn, signal: AbortSignal): Promise<Look | null> {
  const names = new Map<string, string>();
  const others = createHash("sha1");
  let isOther = false;
  const queue = [Buffer.from(root)];
  for (let folder = queue.pop(); folder; folder = queue.pop()) {
    signal.throwIfAborted();
    const entries = await list(folder);
    if (entries === null && folder.equals(Buffer.from(root))) return null;
    const hash = createHash("sha1");
    const files: Buffer[] = [];
    for (const { name, isFolder } of entries ?? []) {
      hash.update(name).update("\0");
      const path = Buffer.concat([folder, slash, name]);
      if (isFolder) queue.push(path);
      else files.push(path);
    }
    const found = hash.digest("hex");
    names.set(keyOf(folder), found);
    if (known.get(keyOf(folder)) === found) continue;
    isOther = true;
    others.update(keyOf(folder)).update(found);
    for (const file of files) others.update(await stateOf(file));
  }
  for (const folder of known.keys()) {
    if (names.has(folder)) continue;
    isOther = true;
    others.update(folder);
  }
  return { names, other: isOther ? others.digest("hex") : null };
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

const stateOf = async (file: Buffer): Promise<string> => {
  const state = await lstat(file).catch(() => null);
  return state ? `${state.size} ${state.mtimeMs}\0` : "gone\0";
};
