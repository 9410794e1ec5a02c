/** Which folders of this machine may be looked into. */
import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { type FolderView, LandfallError, type OfferedSource, systemCode } from "@landfall/protocol";
import type { Caller } from "./port.ts";
import { sourceKindOf } from "./source-kind.ts";

function classify(cause: unknown, folder: string): LandfallError {
  const denied = systemCode(cause) === "EACCES" || systemCode(cause) === "EPERM";
  return new LandfallError(denied ? "FOLDER_NOT_ALLOWED" : "FOLDER_NOT_FOUND", { detail: folder, cause });
}

/** Real paths: whether it is the root, or lies below it. */
export const isWithin = (folder: string, root: string): boolean => {
  const relative = path.relative(root, folder);
  return relative === "" || (!relative.startsWith(`..${path.sep}`) && relative !== ".." && !path.isAbsolute(relative));
};

const realRoots = async (roots: readonly string[]): Promise<string[]> => {
  const found = await Promise.all(roots.map((root) => realpath(root).catch(() => undefined)));
  return [...new Set(found.filter((root) => root !== undefined))];
};

/**
 * The folder's real path. A browser stays under the allowed roots, also where a link leads out of them, and is not told
 * whether anything exists elsewhere. FOLDER_NOT_ALLOWED, FOLDER_NOT_FOUND.
 */
export async function allowedFolder(folder: string, who: Caller, roots: readonly string[]): Promise<string> {
  if (!path.isAbsolute(folder) || folder.includes("\0")) {
    throw new LandfallError("FOLDER_NOT_FOUND", { detail: "a folder is named by its absolute path" });
  }
  const real = await realRoots(roots);
  const allows = (candidate: string) => who.kind === "token" || real.some((root) => isWithin(candidate, root));
  const named = path.resolve(folder);
  if (!allows(named) && !roots.some((root) => isWithin(named, path.resolve(root)))) {
    throw new LandfallError("FOLDER_NOT_ALLOWED", { detail: folder });
  }
  const resolved = await realpath(named).catch((cause: unknown) => {
    throw classify(cause, folder);
  });
  if (!allows(resolved)) throw new LandfallError("FOLDER_NOT_ALLOWED", { detail: folder });
  const found = await stat(resolved).catch((cause: unknown) => {
    throw classify(cause, folder);
  });
  if (!found.isDirectory()) throw new LandfallError("FOLDER_NOT_FOUND", { detail: folder });
  return resolved;
}

const toFolder = (folder: string) => ({ name: path.basename(folder) || folder, path: folder });

const byName = (a: { name: string }, b: { name: string }): number =>
  a.name.localeCompare(b.name, "en", { numeric: true });

/** Names that are not text cannot be asked for again. */
const isShown = (entry: Dirent): boolean =>
  entry.isDirectory() && !entry.name.startsWith(".") && !entry.name.includes("\ufffd");

const mostSources = 500;

function toSource(entry: Dirent, folder: string): OfferedSource[] {
  const { name } = entry;
  const kind = sourceKindOf(name);
  if (kind === null || name.startsWith(".") || name.includes("\ufffd") || !entry.isFile()) return [];
  return [{ kind, name, path: path.join(folder, name) }];
}

/** The folders in a folder; the allowed roots at the top. */
export async function viewFolder(
  folder: string | undefined,
  who: Caller,
  roots: readonly string[],
): Promise<FolderView> {
  const tops = await realRoots(roots);
  if (folder === undefined) return { path: null, parent: null, folders: tops.map(toFolder), files: 0, sources: [] };
  const real = await allowedFolder(folder, who, roots);
  const entries = await readdir(real, { withFileTypes: true }).catch((cause: unknown) => {
    throw classify(cause, folder);
  });
  const up = path.dirname(real);
  const mayGoUp = up !== real && (who.kind === "token" || tops.some((root) => isWithin(up, root)));
  return {
    path: real,
    parent: mayGoUp ? up : null,
    folders: entries
      .filter(isShown)
      .map((entry) => toFolder(path.join(real, entry.name)))
      .sort(byName),
    files: entries.filter((entry) => entry.isFile()).length,
    sources: entries
      .flatMap((entry) => toSource(entry, real))
      .sort(byName)
      .slice(0, mostSources),
  };
}
