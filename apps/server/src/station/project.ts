/** The station's project as one file, and one file as the project of a station that has none. */
import { randomUUID } from "node:crypto";
import { createReadStream, existsSync, readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { createGunzip, createGzip } from "node:zlib";
import {
  archiveHead,
  archiveText,
  closeDatabase,
  openSnapshot,
  pathsHere,
  readArchive,
  refuseUnlessEmpty,
  type StationDatabase,
  takeIn,
} from "@landfall/db";
import {
  type ImportedProject,
  type ImportRequest,
  isAzureFolder,
  LandfallError,
  type ProjectLook,
} from "@landfall/protocol";
import { actorOf, note } from "./activity.ts";
import { allowedFile } from "./allowed-file.ts";
import type { StationContext } from "./context.ts";
import type { Caller } from "./port.ts";
import { counted } from "./why-words.ts";

/** Made as it is read; what is written meanwhile is not in it. */
export async function* projectParts(db: StationDatabase): AsyncGenerator<Uint8Array> {
  const snapshot = openSnapshot(db);
  try {
    const packed = Readable.from(archiveText(snapshot, homedir())).pipe(createGzip());
    for await (const part of packed) yield part as Uint8Array;
  } finally {
    closeDatabase(snapshot);
  }
}

async function* unpacked(file: string): AsyncGenerator<Buffer> {
  const source = createReadStream(file);
  const text = source.on("error", (error) => text.destroy(error)).pipe(createGunzip());
  try {
    for await (const piece of text) yield piece as Buffer;
  } catch (cause) {
    throw new LandfallError("ARCHIVE_REFUSED", { detail: "it cannot be unpacked to its end", cause });
  } finally {
    source.destroy();
  }
}

const isThere = (root: string) => isAzureFolder(root) || existsSync(root);

const unpackedName = "import-";

/** What a process that was killed while it took in a project has left of it. Called by the process that has the data folder. */
export function removeLeftImports(dataFolder: string): void {
  for (const name of readdirSync(dataFolder))
    if (name.startsWith(unpackedName)) rmSync(path.join(dataFolder, name), { force: true });
}

type Importing = Pick<StationContext, "db" | "options">;

/** Where an empty station could take it in. ARCHIVE_NOT_FOUND, PROJECT_NOT_EMPTY. */
async function archiveFor({ db, options }: Importing, file: string, who: Caller): Promise<string> {
  refuseUnlessEmpty(db);
  return allowedFile(file, who, options.allowedRoots).catch((error: unknown) => {
    if (!(error instanceof LandfallError) || error.code === "FOLDER_NOT_ALLOWED") throw error;
    throw new LandfallError("ARCHIVE_NOT_FOUND", { detail: file, cause: error });
  });
}

/** ARCHIVE_NOT_FOUND, ARCHIVE_REFUSED, PROJECT_NOT_EMPTY. */
export async function lookIntoProject(
  station: Importing,
  { file }: Pick<ImportRequest, "file">,
  who: Caller,
): Promise<ProjectLook> {
  const { createdAt, roots } = await archiveHead(unpacked(await archiveFor(station, file, who)));
  const here = pathsHere(homedir(), []);
  return { createdAt, roots: roots.map((from) => ({ from, path: here(from), isThere: isThere(here(from)) })) };
}

/** ARCHIVE_NOT_FOUND, ARCHIVE_REFUSED, PROJECT_NOT_EMPTY: then nothing of it was taken in. */
export async function importProject(
  { db, options }: Importing,
  { file, roots }: ImportRequest,
  who: Caller,
): Promise<ImportedProject> {
  const archive = await archiveFor({ db, options }, file, who);
  const unpackedTo = path.join(options.dataFolder, `${unpackedName}${randomUUID()}.db`);
  try {
    await readArchive(unpacked(archive), unpackedTo);
    const { roots: paths, ...taken } = takeIn(db, unpackedTo, pathsHere(homedir(), roots), (all) => {
      const detail = `${counted(all.manifests, "manifest")}, ${counted(all.encounters, "encounter")}, ${counted(all.images, "image")}`;
      note(db, actorOf(who), { category: "settings", action: "projectImported", subject: [], detail });
    });
    return { ...taken, roots: paths.map((root) => ({ path: root, isThere: isThere(root) })) };
  } finally {
    await rm(unpackedTo, { force: true });
  }
}
