/** Drawn photographs with both of their hashes. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Md5, Sha256 } from "@landfall/protocol";
import { drawImages } from "../../fixtures/index.ts";
import { newFolder } from "./folders.ts";

export interface Photograph {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: Sha256;
  readonly md5: Md5;
}

export interface PhotographOptions {
  readonly count: number;
  readonly bytes: number;
  /** Keeps them here and takes what an earlier run left; otherwise they are removed at the end. */
  readonly keepIn?: string | undefined;
}

/** Different files of exactly this size in one folder. */
export async function photographs({ count, bytes, keepIn }: PhotographOptions): Promise<Photograph[]> {
  const name = `${count}x${bytes}`;
  const folder = keepIn ? path.resolve(keepIn, name) : await newFolder(name);
  const list = `${folder}.json`;
  if (keepIn && existsSync(list)) return JSON.parse(await readFile(list, "utf8"));
  const drawn = await drawImages(folder, count, { seed: name, size: bytes < 100_000 ? 160 : 640, bytes });
  const made: Photograph[] = [];
  for (const { path: file, sha256 } of drawn) {
    const md5 = createHash("md5")
      .update(await readFile(file))
      .digest("hex");
    made.push({ path: file, bytes, sha256: Sha256.parse(sha256), md5: Md5.parse(md5) });
  }
  if (keepIn) await writeFile(list, JSON.stringify(made));
  return made;
}
