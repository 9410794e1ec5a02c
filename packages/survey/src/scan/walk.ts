/**
 * Walks folders with its own stack over `readdir`: names as bytes, in byte order, a folder's files before its subfolders.
 * Links are named and not followed; a folder that cannot be read is named and its neighbours go on.
 */
import { hash } from "node:crypto";
import { type BigIntStats, type Dirent, lstatSync, readdirSync, type Stats } from "node:fs";
import type { FindingCode } from "@landfall/protocol";
import type { FolderState, FoundFile } from "../ports.ts";
import { isSidecarName, mayOwnSidecars, ownerNames, stemOf } from "./companions.ts";
import { type Found, keptTime, withoutBytes } from "./found.ts";
import { isJunkFile, isJunkFolder } from "./junk.ts";
import { textOfName } from "./names.ts";

/** Its name is one character for each byte, whatever the bytes are: buffers of their own would cost more than the listing. */
type Entry = Pick<Dirent, "name" | "isDirectory" | "isFile" | "isSymbolicLink">;

const bytesOf = ({ name }: Entry): Buffer => Buffer.from(name, "latin1");

interface Folder {
  /** Relative to the root; empty for the root itself, else ends in `/`. */
  readonly bytes: Buffer;
  readonly text: string;
  readonly isUtf8: boolean;
  readonly isJunk: boolean;
}

/** One folder's entries apart from its subfolders. */
export interface WalkedFolder {
  readonly text: string;
  /** What tells whether anything in it has changed; null where it cannot be told, because something cannot be read. */
  state(): FolderState | null;
  chunks(): Iterable<Chunk>;
}

/** A part of one folder's entries, at most `chunkFiles` of them. */
export interface Chunk {
  /** To be read. */
  readonly files: readonly Found[];
  /** In their bucket already: links, special files, what cannot be read. */
  readonly settled: readonly FoundFile[];
}

const chunkFiles = 256;
const slash = Buffer.from("/");

/** Synchronous: waiting for each folder apart would cost more than reading it. */
export function* walk(rootPath: string, root: number): Generator<WalkedFolder> {
  const rootBytes = Buffer.from(rootPath.endsWith("/") ? rootPath : `${rootPath}/`);
  const stack: Folder[] = [{ bytes: Buffer.alloc(0), text: "", isUtf8: true, isJunk: false }];
  for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
    const here = folder;
    const entries = entriesOf(Buffer.concat([rootBytes, here.bytes]));
    if (entries === null) {
      yield {
        text: here.text,
        state: () => null,
        chunks: () => [{ files: [], settled: [unreadableFolder(here, root)] }],
      };
      continue;
    }
    const rest: Entry[] = [];
    const below: Folder[] = [];
    for (const entry of entries) {
      if (entry.isDirectory()) below.push(inside(here, entry));
      else rest.push(entry);
    }
    stack.push(...below.reverse());
    if (rest.length === 0) continue;
    yield {
      text: here.text,
      state: () => stateOf(Buffer.concat([rootBytes, here.bytes]), here, rest),
      *chunks() {
        const owners = ownersAmong(rest);
        for (let at = 0; at < rest.length; at += chunkFiles)
          yield toChunk(rootBytes, root, here, rest.slice(at, at + chunkFiles), owners);
      },
    };
  }
}

/** The names by which sidecars may call the photographs and videos of a folder. */
function ownersAmong(entries: readonly Entry[]): ReadonlySet<string> {
  const names = entries.map((entry) => textOfName(bytesOf(entry)).text);
  return names.some(isSidecarName) ? new Set(names.filter(mayOwnSidecars).flatMap(ownerNames)) : new Set();
}

function entriesOf(path: Buffer): Entry[] | null {
  try {
    // In the order of bytes, which is that of these characters.
    return listed(path).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return null;
  }
}

function listed(path: Buffer): Entry[] {
  try {
    return readdirSync(path, { withFileTypes: true, encoding: "latin1" });
  } catch (error) {
    if (!isOfNode(error)) throw error;
    // Where a file system does not say what an entry is (some of network drives and FUSE), Node asks for each, by a name in bytes only.
    const entries = readdirSync(path, { withFileTypes: true, encoding: "buffer" });
    return entries.map((entry) => Object.assign(entry, { name: entry.name.toString("latin1") }));
  }
}

const isOfNode = (error: unknown): boolean =>
  error instanceof TypeError && "code" in error && error.code === "ERR_INVALID_ARG_TYPE";

/** Of a file: the end of its name (the one byte that cannot be in it), its size, time and inode number. */
const factsBytes = 25;

/** One hash of all that is known of the entries: asking for it piece by piece would cost more than the look at the files. */
function stateOf(path: Buffer, { bytes }: Folder, entries: readonly Entry[]): FolderState | null {
  const known = Buffer.alloc(entries.reduce((sum, { name }) => sum + name.length + factsBytes, 0));
  const longest = entries.reduce((most, { name }) => Math.max(most, name.length), 0);
  const absolute = Buffer.concat([path, Buffer.alloc(longest)]);
  let at = 0;
  for (const { name } of entries) {
    absolute.write(name, path.length, "latin1");
    const stats = quickStatsOf(absolute.subarray(0, path.length + name.length));
    if (!stats) return null;
    at += known.write(name, at, "latin1");
    known.writeDoubleLE(stats.size, at + 1);
    known.writeDoubleLE(stats.mtimeMs, at + 9);
    known.writeDoubleLE(stats.ino, at + 17);
    at += factsBytes;
  }
  return { pathBytes: bytes, fingerprint: hash("sha1", known), files: entries.length };
}

/** Null where they cannot be had: the entry is gone, its folder may be listed and not entered, or the disk is failing there. */
function quickStatsOf(path: Buffer): Stats | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

function inside(folder: Folder, entry: Entry): Folder {
  const name = bytesOf(entry);
  const { text, isUtf8 } = textOfName(name);
  return {
    bytes: Buffer.concat([folder.bytes, name, slash]),
    text: `${folder.text}${text}/`,
    isUtf8: folder.isUtf8 && isUtf8,
    isJunk: folder.isJunk || isJunkFolder(text),
  };
}

function toChunk(
  rootBytes: Buffer,
  root: number,
  folder: Folder,
  entries: readonly Entry[],
  owners: ReadonlySet<string>,
): Chunk {
  const files: Found[] = [];
  const settled: FoundFile[] = [];
  for (const entry of entries) {
    const found = place(rootBytes, root, folder, entry, owners);
    if (entry.isSymbolicLink())
      settled.push(withoutBytes({ ...found, findings: [...found.findings, "LINK_NOT_FOLLOWED"] }, "ignored", "LINK"));
    else if (!entry.isFile()) settled.push(withoutBytes(found, "ignored", "SPECIAL"));
    else if (found.ino === null) settled.push(withoutBytes(found, "unreadable", "CANNOT_READ"));
    else files.push(found);
  }
  return { files, settled };
}

function place(rootBytes: Buffer, root: number, folder: Folder, entry: Entry, owners: ReadonlySet<string>): Found {
  const bytes = bytesOf(entry);
  const name = textOfName(bytes);
  const absolute = Buffer.concat([rootBytes, folder.bytes, bytes]);
  const stats = statsOf(absolute);
  const findings: FindingCode[] = folder.isUtf8 && name.isUtf8 ? [] : ["NAME_NOT_UTF8"];
  return {
    root,
    pathBytes: absolute.subarray(rootBytes.length),
    path: folder.text + name.text,
    size: Number(stats?.size ?? 0n),
    mtimeNs: keptTime(stats?.mtimeNs ?? 0n),
    ino: stats?.ino ?? null,
    absolute,
    name: name.text,
    isJunk: folder.isJunk || isJunkFile(name.text),
    hasOwner: isSidecarName(name.text) && owners.has(stemOf(name.text)),
    findings,
  };
}

/** Synchronous: asking for each file apart would cost ten times as much. */
function statsOf(path: Buffer): BigIntStats | null {
  try {
    return lstatSync(path, { bigint: true });
  } catch {
    return null;
  }
}

const unreadableFolder = (folder: Folder, root: number): FoundFile =>
  withoutBytes(
    {
      root,
      pathBytes: folder.bytes.length === 0 ? Buffer.from("./") : folder.bytes,
      path: folder.text === "" ? "./" : folder.text,
      size: 0,
      mtimeNs: 0n,
      ino: null,
      findings: folder.isUtf8 ? [] : ["NAME_NOT_UTF8"],
    },
    "unreadable",
    "CANNOT_READ",
  );
