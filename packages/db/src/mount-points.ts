/** Drives that are mounted inside a root: what lies below their folders belongs to them, and is away when they are. */
import { type StationDatabase, statement, write } from "./database.ts";

/**
 * The folder, relative to its root, of the drive inside it that a file lies on; NULL for one of the root's own.
 * @param file as the statement calls it
 */
export const mountPointOf = (file: string): string =>
  `(SELECT p.path FROM mount_point AS p WHERE p.root = ${file}.root AND substr(${file}.path, 1, length(p.path)) = p.path
    ORDER BY length(p.path) DESC LIMIT 1)`;

/** Absolute. */
export const inRoot = (root: string, path: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(root.endsWith("/") ? root : `${root}/`), path]);

/** The folder that has to be there for a file to be: of its root, or of the drive that is mounted inside it. Absolute. */
export const driveOf = (root: string, mountPoint: Buffer | null): Buffer =>
  mountPoint === null ? Buffer.from(root) : inRoot(root, mountPoint);

/** @returns relative to the root, each with a slash at its end */
export const mountPointsOf = (db: StationDatabase, root: string): Buffer[] =>
  statement<{ path: Buffer }>(
    db,
    "SELECT path FROM mount_point WHERE root = (SELECT pk FROM root WHERE path = ?) ORDER BY path",
  )
    .all(root)
    .map(({ path }) => path);

/** Those that a root has from now on. */
export function setMountPoints(db: StationDatabase, root: string, paths: readonly Buffer[]): void {
  write(db, () => {
    statement(db, "DELETE FROM mount_point WHERE root = (SELECT pk FROM root WHERE path = ?)").run(root);
    for (const path of paths)
      statement(db, "INSERT INTO mount_point (root, path) SELECT pk, ? FROM root WHERE path = ?").run(path, root);
  });
}
