/** Drives come back under another name, or not at all: which folders can be read now, and which root each of them is. */
import { access, lstat } from "node:fs/promises";
import path from "node:path";
import {
  isRoot,
  relinkRoot,
  relinkSource,
  rootsWithPhotographs,
  type StationDatabase,
  sampleOfRoot,
  sourcePaths,
} from "@landfall/db";
import { type AzureCredential, isAzureFolder, LandfallError } from "@landfall/protocol";
import type { AzureSources } from "./azure-sources.ts";
import { allowedFolder } from "./folders.ts";
import type { Caller } from "./port.ts";

interface Relinked {
  readonly from: string;
  readonly to: string;
}

export interface FoldersToScan {
  /** Real paths that the caller may read, folders in Azure as they are kept, and those that are away. */
  readonly folders: readonly string[];
  /** Of them, known ones that are not there now. */
  readonly away: readonly string[];
  readonly relinked: readonly Relinked[];
}

export interface FolderAdmission {
  readonly db: StationDatabase;
  readonly azure: AzureSources;
  readonly allowedRoots: readonly string[];
}

/**
 * The folders that a scan is to read. One that is known and not there now is away, as long as another one is there.
 * Throws FOLDER_NOT_FOUND, FOLDER_NOT_ALLOWED, SOURCE_AWAY, and what Azure refuses.
 */
export async function admitFolders(
  { db, azure, allowedRoots }: FolderAdmission,
  named: readonly string[],
  who: Caller,
  credential?: AzureCredential,
): Promise<FoldersToScan> {
  const all = new Set<string>();
  const present = new Set<string>();
  const away = new Set<string>();
  for (const folder of named) {
    const isAway = !isAzureFolder(folder) && isRoot(db, path.resolve(folder)) && !(await isThere(folder));
    const admitted = isAway
      ? path.resolve(folder)
      : isAzureFolder(folder)
        ? await azure.admit(folder, credential)
        : await allowedFolder(folder, who, allowedRoots);
    all.add(admitted);
    (isAway ? away : present).add(admitted);
  }
  if (present.size === 0) throw new LandfallError("SOURCE_AWAY", { detail: [...away].join(", ") });
  const isAllowed = (folder: string) =>
    allowedFolder(folder, who, allowedRoots).then(
      (real) => real === folder,
      () => false,
    );
  const relinked = await relinkFolders(db, [...present], isAllowed);
  for (const { from } of relinked) away.delete(from);
  return { folders: [...all].filter((folder) => present.has(folder) || away.has(folder)), away: [...away], relinked };
}

const sampleSize = 48;
/** Some may have been deleted or worked on since. */
const leastPart = 0.9;

/**
 * A folder that holds what a root held that is away now is that root, under the name that its drive has today; and what else lay
 * on that drive is looked for beside it.
 * @returns the roots that were given another path: that of one of these folders, or one on the same drive
 */
async function relinkFolders(
  db: StationDatabase,
  folders: readonly string[],
  isAllowed: (folder: string) => Promise<boolean>,
): Promise<Relinked[]> {
  const known = rootsWithPhotographs(db).filter((root) => !isAzureFolder(root));
  const unknown = folders.filter((folder) => !isAzureFolder(folder) && !known.includes(folder));
  if (unknown.length === 0) return [];
  const relinked: Relinked[] = [];
  for (const root of known) {
    if (await isThere(root)) continue;
    for (const folder of unknown) {
      if (relinked.some(({ to }) => to === folder) || !(await holdsWhatWasIn(db, root, folder))) continue;
      if (relinkRoot(db, root, folder)) relinked.push({ from: root, to: folder });
      break;
    }
  }
  const all = [...relinked, ...(await relinkDrive(db, known, relinked, isAllowed))];
  await relinkSources(db, all);
  return all;
}

/** Sheets and tracks that lay on the same drive. */
async function relinkSources(db: StationDatabase, relinked: readonly Relinked[]): Promise<void> {
  if (relinked.length === 0) return;
  for (const source of sourcePaths(db)) {
    if (await isThere(source)) continue;
    for (const to of relinked.flatMap((pair) => onDriveOf(pair, source) ?? []))
      if (await isThere(to)) {
        relinkSource(db, source, to);
        break;
      }
  }
}

/** Of the roots that are still away, those that lie on the drives of these under the same path as before. */
async function relinkDrive(
  db: StationDatabase,
  known: readonly string[],
  relinked: readonly Relinked[],
  isAllowed: (folder: string) => Promise<boolean>,
): Promise<Relinked[]> {
  const found: Relinked[] = [];
  const isTaken = (to: string) => [...relinked, ...found].some((each) => each.to === to);
  for (const root of known) {
    if (relinked.some(({ from }) => from === root) || (await isThere(root))) continue;
    for (const to of relinked.flatMap((pair) => onDriveOf(pair, root) ?? [])) {
      if (isTaken(to) || !(await isThere(to)) || !(await isAllowed(to))) continue;
      if (!(await holdsWhatWasIn(db, root, to)) || !relinkRoot(db, root, to)) continue;
      found.push({ from: root, to });
      break;
    }
  }
  return found;
}

/** Where a root would lie now: its path with that part changed that changed of another one's. */
function onDriveOf({ from, to }: Relinked, root: string): string | null {
  const [was, is] = [from.split(path.sep), to.split(path.sep)];
  while (was.length > 0 && is.length > 0 && was.at(-1) === is.at(-1)) {
    was.pop();
    is.pop();
  }
  const drive = was.join(path.sep);
  return root.startsWith(drive + path.sep) ? is.join(path.sep) + root.slice(drive.length) : null;
}

const isThere = (folder: string): Promise<boolean> =>
  access(folder).then(
    () => true,
    () => false,
  );

async function holdsWhatWasIn(db: StationDatabase, root: string, folder: string): Promise<boolean> {
  const sample = sampleOfRoot(db, root, sampleSize);
  let same = 0;
  for (const file of sample) {
    const at = Buffer.concat([Buffer.from(folder + path.sep), file.path]);
    const found = await lstat(at).catch(() => null);
    if (found?.isFile() && found.size === file.size) same += 1;
  }
  return sample.length > 0 && same >= sample.length * leastPart;
}
