/**
 * Blocks that have arrived and are not yet a blob: one file each, in a folder of the blob they are for. A block sent again
 * replaces itself, since its id says its content and its place.
 */
import { createReadStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { systemCode } from "@landfall/protocol";
import { isBlobName } from "../port.ts";
import type { Incoming } from "./files.ts";

export interface DiskBlocks {
  /** Keeps what has come in as this block. Resolves once it is on the disk; nothing is kept where it cannot be. */
  readonly stage: (incoming: Incoming, name: string, id: Buffer) => Promise<void>;
  /** The bytes of these blocks in order, one after the other; undefined when one of them is not here. */
  readonly assemble: (name: string, ids: readonly Buffer[]) => Promise<AsyncIterable<Buffer> | undefined>;
  readonly forget: (name: string) => Promise<void>;
}

const dayMs = 24 * 3_600_000;
/** As in Azure, blocks that never became a blob are dropped after a week. */
const lifeMs = 7 * dayMs;

/** What is gone meanwhile became a blob, or was swept by another hub on the same folder. */
const unlessGone = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    if (systemCode(error) !== "ENOENT") throw error;
    return undefined;
  });

async function sweep(folder: string, nowMs: number): Promise<void> {
  const entries = (await unlessGone(readdir(folder, { withFileTypes: true, recursive: true }))) ?? [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const found = await unlessGone(stat(file));
    if (found && nowMs - found.mtimeMs > lifeMs) await rm(file, { force: true });
  }
}

export async function openDiskBlocks(root: string, now: () => number = Date.now): Promise<DiskBlocks> {
  const base = path.join(root, ".blocks");
  await mkdir(base, { recursive: true, mode: 0o700 });
  let sweptMs = now();
  await sweep(base, sweptMs);
  const sweepDaily = () => {
    if (now() - sweptMs < dayMs) return;
    sweptMs = now();
    // Where it fails it is done the next day; nobody's block waits for it.
    sweep(base, sweptMs).catch(() => {});
  };

  const folderOf = (name: string): string => {
    if (!isBlobName(name)) throw new RangeError("not a name of ours");
    return path.join(base, ...name.split("/"));
  };
  const fileOf = (name: string, id: Buffer): string => path.join(folderOf(name), id.toString("hex"));

  return {
    stage: async (incoming, name, id) => {
      sweepDaily();
      try {
        await mkdir(folderOf(name), { recursive: true, mode: 0o700 });
        await incoming.keep(fileOf(name, id));
      } catch (error) {
        await incoming.discard();
        throw error;
      }
    },
    assemble: async (name, ids) => {
      const held = new Set(await readdir(folderOf(name)).catch(() => []));
      if (!ids.every((id) => held.has(id.toString("hex")))) return undefined;
      return (async function* () {
        for (const id of ids) {
          yield* createReadStream(fileOf(name, id), { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>;
        }
      })();
    },
    forget: (name) => rm(folderOf(name), { recursive: true, force: true }),
  };
}
