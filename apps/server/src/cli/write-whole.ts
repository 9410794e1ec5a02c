/** Files that commands write: only where nothing is lost, and under their name only when they are whole. */
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { LandfallError } from "@landfall/protocol";
import { syncFolder } from "../data-folder.ts";
import type { StationClient } from "../station-client.ts";
import { resolvePath } from "./paths.ts";
import { UsageError } from "./usage-error.ts";

/** The options of every command that writes a file. */
export const outputOptions = { out: { type: "string" }, force: { type: "boolean" } } as const;

/** A file that a person named; `force` replaces one that is there. */
export interface OutputFile {
  /** Absolute. */
  readonly path: string;
  readonly force: boolean;
}

/** Of the options; undefined where the result goes to standard output. UsageError. */
export function outputOf({
  out,
  force = false,
}: {
  out?: string | undefined;
  force?: boolean | undefined;
}): OutputFile | undefined {
  if (out) return { path: resolvePath(out), force };
  if (force) throw new UsageError("--force is for --out");
}

/**
 * Asks the station before anything is made, and again when it is: what came to be there meanwhile is not replaced either.
 * OUTPUT_EXISTS, OUTPUT_PROTECTED; VALIDATION_FAILED where its folder is not there.
 */
export async function writeWhole(
  client: Pick<StationClient, "outputFile">,
  { path, force }: OutputFile,
  parts: () => Promise<AsyncIterable<string | Uint8Array>>,
): Promise<void> {
  const placed = () => client.outputFile({ body: { path, replace: force } });
  const { path: real } = await placed();
  const content = await parts();
  const part = `${real}.${randomUUID()}.part`;
  try {
    await pipeline(Readable.from(content), createWriteStream(part, { flags: "wx", flush: true }));
    const { path: now } = await placed();
    if (now !== real) throw new UsageError(`${path} leads to another place than before`);
    await rename(part, real);
    syncFolder(dirname(real));
  } catch (cause) {
    await rm(part, { force: true });
    if (cause instanceof LandfallError || cause instanceof UsageError) throw cause;
    throw new UsageError(`cannot write ${path}: ${cause instanceof Error ? cause.message : cause}`);
  }
}
