/** The folders a scan begins at. */
import { realpathSync, statSync } from "node:fs";
import { sep } from "node:path";
import { isAzureFolder, LandfallError, parseAzureFolder } from "@landfall/protocol";
import type { ScanRequest } from "../ports.ts";
import type { Root } from "./root.ts";

/**
 * Checks that every root of a disk is a folder, and leaves out those that lie inside another, so that no file is found twice.
 * @throws LandfallError FOLDER_NOT_FOUND, CREDENTIAL_MISSING
 */
export function rootsToWalk(roots: readonly string[], azure: ScanRequest["azure"] = {}): Root[] {
  const real = roots.map((path, index) =>
    isAzureFolder(path)
      ? { index, path, real: path, separator: "/", azure: placeIn(path, azure) }
      : { index, path, real: realFolder(path), separator: sep },
  );
  type Real = (typeof real)[number];
  const isInside = (inner: Real, outer: Real) =>
    inner.real.startsWith(outer.real.endsWith(outer.separator) ? outer.real : outer.real + outer.separator);
  return real
    .filter((root) => !real.some((other) => isInside(root, other)))
    .filter((root, at, list) => list.findIndex((other) => other.real === root.real) === at)
    .map(({ index, path, azure: place }) => ({ index, path, ...(place && { azure: place }) }));
}

function placeIn(path: string, azure: NonNullable<ScanRequest["azure"]>): NonNullable<Root["azure"]> {
  const [access, folder] = [azure[path], parseAzureFolder(path)];
  if (!access || !folder) throw new LandfallError("CREDENTIAL_MISSING", { detail: path });
  return { access, prefix: folder.prefix };
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
