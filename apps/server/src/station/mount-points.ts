/** Where other drives are mounted inside a folder, as the file system tells it: by the device that each folder lies on. */
import { lstat, readdir } from "node:fs/promises";

/** Drives are mounted near the top: `/media/USER/DRIVE`, `/Volumes/DRIVE`. */
const levels = 2;
/** Further folders of a level are encounters, not drives, and asking each for its device costs time. */
const mostOfLevel = 500;

/** @returns relative to the root, as the file system has them, each with a slash at its end */
export async function mountPointsIn(root: string): Promise<Buffer[]> {
  const top = Buffer.from(root.endsWith("/") ? root : `${root}/`);
  const found: Buffer[] = [];
  let level = await onDevices(top, [Buffer.alloc(0)]);
  for (let depth = 0; depth < levels; depth += 1) {
    const below: typeof level = [];
    for (const folder of level) {
      const room = mostOfLevel - below.length;
      const inside = await onDevices(top, (await foldersIn(top, folder.path)).slice(0, room));
      found.push(...inside.filter(({ device }) => device !== folder.device).map(({ path }) => path));
      below.push(...inside);
    }
    level = below;
  }
  return found;
}

interface OnDevice {
  readonly path: Buffer;
  readonly device: bigint;
}

/** Without those of which it cannot be told. */
async function onDevices(top: Buffer, paths: readonly Buffer[]): Promise<OnDevice[]> {
  const all = await Promise.all(
    paths.map(async (path) => ({ path, device: await deviceOf(Buffer.concat([top, path])) })),
  );
  return all.filter((each): each is OnDevice => each.device !== null);
}

/** Null where it cannot be told. */
export const deviceOf = (path: Buffer): Promise<bigint | null> =>
  lstat(path, { bigint: true }).then(
    ({ dev }) => dev,
    () => null,
  );

const slash = Buffer.from("/");

async function foldersIn(top: Buffer, path: Buffer): Promise<Buffer[]> {
  const entries = await readdir(Buffer.concat([top, path]), { withFileTypes: true, encoding: "buffer" }).catch(
    () => [],
  );
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => Buffer.concat([path, name, slash]));
}
