/** The folders a scan begins at. */
import { realpathSync, statSync } from "node:fs";
import { sep } from "node:path";
import { LandfallError } from "@landfall/protocol";
import type { Root } from "./scan.ts";

/**
 * Checks that every root is a folder, and leaves out those that lie inside another, so that no file is found twice.
 * @throws LandfallError FOLDER_NOT_FOUND
 */
export function rootsToWalk(roots: readonly string[]): Root[] {
  const real = roots.map((path, index) => ({ index, path, real: realFolder(path) }));
  const isInside = (inner: string, outer: string) => inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
  return real
    .filter((root) => !real.some((other) => isInside(root.real, other.real)))
    .filter((root, at, list) => list.findIndex((other) => other.real === root.real) === at)
    .map(({ index, path }) => ({ index, path }));
}

function realFolder(path: string): string {
  try {
    const real = realpathSync(path);
    if (statSync(real).isDirectory()) return real;
  } catch (cause) {
    throw new LandfallError("FOLDER_NOT_FOUND", { detail: path, cause });
  }
  throw new LandfallError("FOLDER_NOT_FOUND", { detail: `${path} is not a folder` });
}
