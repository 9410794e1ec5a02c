/** Where a command may write a file of its own: never over a photograph, nor over any file that a scan has found. */
import { lstat, open, readlink, realpath } from "node:fs/promises";
import path from "node:path";
import { isFileOfRoot, rootPaths, type StationDatabase, sourceKindAt, sourcePaths } from "@landfall/db";
import { isAzureFolder, LandfallError, systemCode } from "@landfall/protocol";
import { isPictureOrFilmName, mediaTypeOf } from "@landfall/survey";
import type { StationContext } from "./context.ts";
import { allowedFolder, isWithin } from "./folders.ts";
import type { Caller } from "./port.ts";

/** Enough to know any picture by. */
const headBytes = 4100;

/**
 * The real path to write to; links are followed, so that a name elsewhere leads to no file that its own name protects.
 * OUTPUT_EXISTS, OUTPUT_PROTECTED, FOLDER_NOT_FOUND, FOLDER_NOT_ALLOWED.
 */
export async function outputFile(
  { db, options }: Pick<StationContext, "db" | "options">,
  wanted: { readonly path: string; readonly replace: boolean },
  who: Caller,
): Promise<{ path: string }> {
  const named = await inRealFolder(wanted.path, who, options.allowedRoots);
  const found = await lstat(named).catch(unlessMissing);
  const file = found ? await followed(named) : named;
  for (const name of [wanted.path, file])
    if (isPictureOrFilmName(path.basename(name))) protect(`${name} is the name of a photograph or film.`);
  if (!found) return { path: file };
  await allowedFolder(path.dirname(file), who, options.allowedRoots);
  await refuseProtected(db, file);
  if (isWithin(file, await realpath(options.dataFolder))) protect(`${file} is in the data folder of the station.`);
  if (!wanted.replace)
    throw new LandfallError("OUTPUT_EXISTS", { detail: `${wanted.path} is there already; nothing was written.` });
  return { path: file };
}

function protect(detail: string): never {
  throw new LandfallError("OUTPUT_PROTECTED", { detail });
}

async function inRealFolder(file: string, who: Caller, roots: readonly string[]): Promise<string> {
  const folder = path.dirname(file);
  const real = await allowedFolder(folder, who, roots).catch((cause: unknown) => {
    if (!(cause instanceof LandfallError) || cause.code !== "FOLDER_NOT_FOUND") throw cause;
    const detail = `There is no folder ${folder}: make it first, or name another.`;
    throw new LandfallError("VALIDATION_FAILED", { detail, cause });
  });
  return path.join(real, path.basename(file));
}

function unlessMissing(cause: unknown): undefined {
  if (systemCode(cause) !== "ENOENT") throw cause;
}

/** A link to nothing is refused: where it leads may be a drive that is away. */
const followed = (link: string): Promise<string> =>
  realpath(link).catch(async (cause: unknown) => {
    unlessMissing(cause);
    return protect(`${link} is a link to ${await readlink(link)}, which is not there.`);
  });

async function refuseProtected(db: StationDatabase, file: string): Promise<void> {
  const found = await lstat(file);
  if (found.isDirectory()) protect(`${file} is a folder.`);
  if (!found.isFile()) protect(`${file} is no regular file.`);
  const kind = await sourceKind(db, file);
  if (kind) protect(`${file} is a ${kind} of a scan.`);
  if (await isOfScan(db, file)) protect(`${file} was found by a scan.`);
  const type = await mediaTypeOf(await headOf(file));
  if (type && /^(?:image|video)\//.test(type)) protect(`${file} holds a picture or film.`);
}

/** Its path may be known through a link. */
async function sourceKind(db: StationDatabase, file: string) {
  for (const known of sourcePaths(db))
    if ((await realpath(known).catch(() => known)) === file) return sourceKindAt(db, known);
}

async function isOfScan(db: StationDatabase, file: string): Promise<boolean> {
  for (const root of rootPaths(db)) {
    if (isAzureFolder(root)) continue;
    const real = await realpath(root).catch(() => root);
    if (!isWithin(file, real)) continue;
    const relative = path.relative(real, file).split(path.sep).join("/");
    if (isFileOfRoot(db, root, Buffer.from(relative))) return true;
  }
  return false;
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
