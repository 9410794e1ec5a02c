/**
 * Walks folders with its own stack over `readdir`: names as bytes, in byte order, a folder's files before its subfolders.
 * Links are named and not followed; a folder that cannot be read is named and its neighbours go on.
 */
import { type BigIntStats, type Dirent, lstatSync } from "node:fs";
import { readdir } from "node:fs/promises";
import type { FindingCode } from "@landfall/protocol";
import type { FoundFile } from "../ports.ts";
import { type Found, withoutBytes } from "./found.ts";
import { isJunkFile, isJunkFolder } from "./junk.ts";
import { textOfName } from "./names.ts";

interface Folder {
  /** Relative to the root; empty for the root itself, else ends in `/`. */
  readonly bytes: Buffer;
  readonly text: string;
  readonly isUtf8: boolean;
  readonly isJunk: boolean;
}

/** A part of one folder's entries, at most `chunkFiles` of them. */
export interface Chunk {
  readonly folder: string;
  /** To be read. */
  readonly files: readonly Found[];
  /** In their bucket already: links, special files, what cannot be read. */
  readonly settled: readonly FoundFile[];
}

const chunkFiles = 256;
const slash = Buffer.from("/");

export async function* walk(rootPath: string, root: number): AsyncGenerator<Chunk> {
  const rootBytes = Buffer.from(rootPath.endsWith("/") ? rootPath : `${rootPath}/`);
  const stack: Folder[] = [{ bytes: Buffer.alloc(0), text: "", isUtf8: true, isJunk: false }];
  for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
    const entries = await entriesOf(Buffer.concat([rootBytes, folder.bytes]));
    if (entries === null) {
      yield { folder: folder.text, files: [], settled: [unreadableFolder(folder, root)] };
      continue;
    }
    stack.push(
      ...entries
        .filter((entry) => entry.isDirectory())
        .map((entry) => inside(folder, entry))
        .reverse(),
    );
    const rest = entries.filter((entry) => !entry.isDirectory());
    for (let at = 0; at < rest.length; at += chunkFiles)
      yield toChunk(rootBytes, root, folder, rest.slice(at, at + chunkFiles));
  }
}

async function entriesOf(path: Buffer): Promise<Dirent<Buffer>[] | null> {
  try {
    const entries = await readdir(path, { withFileTypes: true, encoding: "buffer" });
    return entries.sort((a, b) => Buffer.compare(a.name, b.name));
  } catch {
    return null;
  }
}

function inside(folder: Folder, entry: Dirent<Buffer>): Folder {
  const { text, isUtf8 } = textOfName(entry.name);
  return {
    bytes: Buffer.concat([folder.bytes, entry.name, slash]),
    text: `${folder.text}${text}/`,
    isUtf8: folder.isUtf8 && isUtf8,
    isJunk: folder.isJunk || isJunkFolder(text),
  };
}

function toChunk(rootBytes: Buffer, root: number, folder: Folder, entries: readonly Dirent<Buffer>[]): Chunk {
  const files: Found[] = [];
  const settled: FoundFile[] = [];
  for (const entry of entries) {
    const found = place(rootBytes, root, folder, entry);
    if (entry.isSymbolicLink())
      settled.push(withoutBytes({ ...found, findings: [...found.findings, "LINK_NOT_FOLLOWED"] }, "ignored", "LINK"));
    else if (!entry.isFile()) settled.push(withoutBytes(found, "ignored", "SPECIAL"));
    else if (found.ino === null) settled.push(withoutBytes(found, "unreadable", "CANNOT_READ"));
    else files.push(found);
  }
  return { folder: folder.text, files, settled };
}

function place(rootBytes: Buffer, root: number, folder: Folder, entry: Dirent<Buffer>): Found {
  const name = textOfName(entry.name);
  const absolute = Buffer.concat([rootBytes, folder.bytes, entry.name]);
  const stats = statsOf(absolute);
  const findings: FindingCode[] = folder.isUtf8 && name.isUtf8 ? [] : ["NAME_NOT_UTF8"];
  return {
    root,
    pathBytes: absolute.subarray(rootBytes.length),
    path: folder.text + name.text,
    size: Number(stats?.size ?? 0n),
    mtimeNs: stats?.mtimeNs ?? 0n,
    ino: stats?.ino ?? null,
    absolute,
    name: name.text,
    isJunk: folder.isJunk || isJunkFile(name.text),
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
