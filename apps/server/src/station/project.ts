/** The station's project as one file, and one file as the project of a station that has none. */
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import {
  archiveHead,
  archiveText,
  closeDatabase,
  openSnapshot,
  pathsHere,
  placesIn,
  profile,
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
import { allowedFolder } from "./folders.ts";
import type { Caller } from "./port.ts";
import { readProject, unpacked } from "./read-project.ts";
import { turn } from "./turn.ts";
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

/**
 * What is taken in is read again by its scans. So of the places on this machine an archive may bring those that whoever takes it in may
 * look into, and any that are not here. FOLDER_NOT_ALLOWED.
 */
async function refuseOthers(
  { folders, files }: ReturnType<typeof placesIn>,
  who: Caller,
  { allowedRoots }: Importing["options"],
): Promise<void> {
  for (const folder of folders)
    if (!isAzureFolder(folder) && existsSync(folder)) await allowedFolder(folder, who, allowedRoots);
  for (const file of files) if (existsSync(file)) await allowedFile(file, who, allowedRoots);
}

/** ARCHIVE_NOT_FOUND, ARCHIVE_REFUSED, PROJECT_NOT_EMPTY, FOLDER_NOT_ALLOWED: then nothing of it was taken in. */
export async function importProject(
  { db, options }: Importing,
  { file, roots }: ImportRequest,
  who: Caller,
): Promise<ImportedProject> {
  const archive = await archiveFor({ db, options }, file, who);
  const unpackedTo = path.join(options.dataFolder, `${unpackedName}${randomUUID()}.db`);
  try {
    const moved = roots.map(({ from, to }) => ({ from, to }));
    await readProject({ archive, unpackedTo, home: homedir(), moved, hub: profile(db)?.hubId ?? null });
    await refuseOthers(placesIn(unpackedTo), who, options);
    const { roots: paths, ...taken } = await takeIn(db, unpackedTo, turn, (all) => {
      const detail = `${counted(all.manifests, "manifest")}, ${counted(all.encounters, "encounter")}, ${counted(all.images, "image")}`;
      note(db, actorOf(who), { category: "settings", action: "projectImported", subject: [], detail });
    });
    return { ...taken, roots: paths.map((root) => ({ path: root, isThere: isThere(root) })) };
  } finally {
    for (const end of ["", "-wal", "-shm"]) await rm(unpackedTo + end, { force: true });
  }
}
