/** Files that appear under their name only when they are whole. */
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { LandfallError } from "@landfall/protocol";
import { UsageError } from "./usage-error.ts";

/** Replaces a file that is there. */
export async function writeWhole(file: string, parts: AsyncIterable<string | Uint8Array>): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(Readable.from(parts), createWriteStream(part));
    await rename(part, file);
  } catch (cause) {
    await rm(part, { force: true });
    if (cause instanceof LandfallError) throw cause;
    throw new UsageError(`cannot write ${file}: ${cause instanceof Error ? cause.message : cause}`);
  }
}
