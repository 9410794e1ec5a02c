/** What lies on a disk, and what the hub's store holds, by SHA-256. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

export const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function* walk(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(at);
    else yield at;
  }
}

/** Every file below, with its SHA-256. */
export async function filesIn(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const file of walk(folder)) found.set(file, sha256Of(await readFile(file)));
  return found;
}

/** The SHA-256 of every original that a hub's disk store holds, by what its bytes are; variants and bookkeeping are left out. */
export async function originalsHeld(hubData: string): Promise<string[]> {
  const held: string[] = [];
  for await (const file of walk(path.join(hubData, "hub", "blobs"))) {
    // An original's name begins with the SHA-256 it was approved under. What is left out may go while a hub is at work.
    const named = /([0-9a-f]{64})(?:-\d+)?$/.exec(file)?.[1];
    if (!named || file.includes(`${path.sep}.`)) continue;
    const sha256 = sha256Of(await readFile(file));
    held.push(named === sha256 ? sha256 : `${named} holds ${sha256}`);
  }
  return held.sort();
}
