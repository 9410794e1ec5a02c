/** Files that appear under their name only when they are whole. */
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { LandfallError } from "@landfall/protocol";
import { UsageError } from "./usage-error.ts";

const isMissing = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "ENOENT";

/** Replaces a file that is there. VALIDATION_FAILED where its folder is not there. */
export async function writeWhole(file: string, parts: AsyncIterable<string | Uint8Array>): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(Readable.from(parts), createWriteStream(part));
    await rename(part, file);
  } catch (cause) {
    await rm(part, { force: true });
    if (cause instanceof LandfallError) throw cause;
    if (isMissing(cause)) {
      const detail = `There is no folder ${path.dirname(file)}: make it first, or name another.`;
      throw new LandfallError("VALIDATION_FAILED", { detail, cause });
    }
    throw new UsageError(`cannot write ${file}: ${cause instanceof Error ? cause.message : cause}`);
  }
}
