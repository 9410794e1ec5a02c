/** All of an archive, read into a database of its own that is one of this machine: in a thread where that takes long, else at once. */
import { once } from "node:events";
import { createReadStream, statSync } from "node:fs";
import { createGunzip } from "node:zlib";
import { pathsHere, prepareArchive, readArchive } from "@landfall/db";
import { type ErrorCode, LandfallError } from "@landfall/protocol";
import { startThread } from "@landfall/survey/thread";

export interface ProjectToRead {
  readonly archive: string;
  /** The database that it becomes. */
  readonly unpackedTo: string;
  readonly home: string;
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  /** The hub that this station is connected to. */
  readonly hub: string | null;
}

/** What the thread says at its end: nothing where all is well. An error of ours would not come through as one. */
export type ReadEnd = { readonly code: ErrorCode; readonly detail: string | undefined } | null;

/** A thread takes longer to start than so much to be read. */
const bytesAtOnce = 200_000;

/** ARCHIVE_REFUSED. */
export async function readProject(project: ProjectToRead): Promise<void> {
  if (statSync(project.archive).size <= bytesAtOnce) return readHere(project);
  const worker = startThread(new URL("./read-project-worker.ts", import.meta.url), {
    workerData: project,
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  const [failed] = (await once(worker, "message")) as [ReadEnd];
  if (failed) throw new LandfallError(failed.code, failed.detail === undefined ? {} : { detail: failed.detail });
}

export async function readHere({ archive, unpackedTo, home, moved, hub }: ProjectToRead): Promise<void> {
  await readArchive(unpacked(archive), unpackedTo);
  prepareArchive(unpackedTo, pathsHere(home, moved), hub);
}

/** A million photographs are some gigabytes. */
const largestBytes = 64 * 2 ** 30;
/** What a station writes becomes five to twenty times as large; one byte a thousand times over is no project. */
const largestRatio = 200;
/** So much is read whatever it was packed to. */
const alwaysReadBytes = 64 * 2 ** 20;

/** How many bytes an archive of this size may become. */
const mostOf = (packedBytes: number): number =>
  Math.min(largestBytes, Math.max(alwaysReadBytes, packedBytes * largestRatio));

/** Its lines. ARCHIVE_REFUSED where it is cut off, no gzip, or becomes larger than any project. */
export async function* unpacked(file: string): AsyncGenerator<Buffer> {
  const most = mostOf(statSync(file).size);
  const source = createReadStream(file);
  const text = source.on("error", (error) => text.destroy(error)).pipe(createGunzip());
  try {
    let bytes = 0;
    for await (const piece of text) {
      bytes += (piece as Buffer).length;
      if (bytes > most)
        throw new LandfallError("ARCHIVE_REFUSED", { detail: "unpacked it is larger than any project" });
      yield piece as Buffer;
    }
  } catch (cause) {
    if (cause instanceof LandfallError) throw cause;
    throw new LandfallError("ARCHIVE_REFUSED", { detail: "it cannot be unpacked to its end", cause });
  } finally {
    source.destroy();
  }
}
