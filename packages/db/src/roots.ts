/** Roots of scans: known by what lies in them, whatever a drive is called today. */
import type { DayMonthOrder, PopulationId, ScanJobId } from "@landfall/protocol";
import type { GroupInput, PathTaken } from "@landfall/survey";
import { read, type StationDatabase, statement, write } from "./database.ts";
import { jobsOfFolders } from "./jobs-of-folders.ts";
import { isOnOtherDrive } from "./other-drives.ts";

interface KnownFile {
  /** Relative to its root, segments joined by `/`. */
  readonly path: Buffer;
  readonly size: number;
}

/** Paths of all roots that were ever scanned. */
export const rootPaths = (db: StationDatabase): string[] =>
  statement<{ path: string }>(db, "SELECT path FROM root ORDER BY path")
    .all()
    .map(({ path }) => path);

/** @param file relative to its root, segments joined by `/` */
export const isFileOfRoot = (db: StationDatabase, path: string, file: Buffer): boolean =>
  statement(db, "SELECT 1 FROM file WHERE root = (SELECT pk FROM root WHERE path = ?) AND path = ?").get(path, file) !==
  undefined;

/** Paths of all roots that photographs were found in. */
export const rootsWithPhotographs = (db: StationDatabase): string[] =>
  statement<{ path: string }>(
    db,
    "SELECT path FROM root AS r WHERE EXISTS (SELECT 1 FROM file WHERE root = r.pk AND bucket = 'image') ORDER BY path",
  )
    .all()
    .map(({ path }) => path);

/** Some of its photographs, from its first to its last, as the latest reading to come to its end found them: what is known to be gone is none. */
export function sampleOfRoot(db: StationDatabase, path: string, most: number): KnownFile[] {
  return read(db, () => {
    const found = statement<KnownFile>(
      db,
      `SELECT f.path, f.size FROM reading_file AS x CROSS JOIN file AS f ON f.pk = x.file
       WHERE x.reading = (SELECT MAX(r.pk) FROM reading AS r JOIN scan_job AS j ON j.id = r.scan_job
           WHERE r.result IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(j.folders) WHERE value = @path))
         AND x.gone = 0 AND NOT ${isOnOtherDrive("f")} AND f.root = (SELECT pk FROM root WHERE path = @path) AND f.bucket = 'image' ORDER BY f.pk`,
    ).all({ path });
    const rows = found.length > 0 ? found : everFound(db, path);
    const step = Math.max(1, rows.length / most);
    return Array.from({ length: Math.min(most, rows.length) }, (_, at) => rows[Math.floor(at * step)] as KnownFile);
  });
}

/** Of a root of which no reading came to its end. */
const everFound = (db: StationDatabase, path: string): KnownFile[] =>
  statement<KnownFile>(
    db,
    `SELECT f.path, f.size FROM file AS f WHERE f.root = (SELECT pk FROM root WHERE path = ?) AND f.bucket = 'image'
       AND f.pk = (SELECT MAX(pk) FROM file AS g WHERE g.root = f.root AND g.path = f.path) ORDER BY f.pk`,
  ).all(path);

/**
 * Gives a root the path at which it lies now; everything that is known of its files stays. Scan jobs that name it follow.
 * @returns whether it has: not where the new path is a root of its own already
 */
export function relinkRoot(db: StationDatabase, from: string, to: string): boolean {
  return write(db, () => {
    if (isRoot(db, to)) return false;
    statement(db, "UPDATE root SET path = ? WHERE path = ?").run(to, from);
    const jobs = statement<{ id: ScanJobId; population: PopulationId; name: string; folders: string }>(
      db,
      "SELECT id, population, name, folders FROM scan_job",
    ).all();
    for (const { id, population, name, folders } of jobs) {
      const before = JSON.parse(folders) as string[];
      if (!before.includes(from)) continue;
      const after = [...new Set(before.map((folder) => (folder === from ? to : folder)))];
      // Another job of this name may have these very folders: then it is the one that goes on.
      if (jobsOfFolders(db, population, after).some((job) => job.name === name)) continue;
      statement(db, "UPDATE scan_job SET folders = ? WHERE id = ?").run(JSON.stringify(after), id);
    }
    return true;
  });
}

export const isRoot = (db: StationDatabase, path: string): boolean =>
  statement(db, "SELECT 1 FROM root WHERE path = ?").get(path) !== undefined;

/** Whether day or month comes first in the names below it; null where nobody has said it. */
export const dayMonthOrderOf = (db: StationDatabase, path: string): DayMonthOrder | null =>
  statement<{ said: DayMonthOrder | null }>(db, "SELECT day_month_order AS said FROM root WHERE path = ?").get(path)
    ?.said ?? null;

export function setDayMonthOrder(db: StationDatabase, path: string, order: DayMonthOrder | null): void {
  statement(db, "UPDATE root SET day_month_order = ? WHERE path = ?").run(order, path);
}

/** Folders with photographs of a reading, with their roots; segments joined by `/`. */
export const foldersOfReading = (db: StationDatabase, reading: number): string[] =>
  statement<{ folder: string }>(
    db,
    `SELECT DISTINCT r.path || '/' || rtrim(f.path_text, replace(f.path_text, '/', '')) AS folder
     FROM reading_file AS x JOIN file AS f ON f.pk = x.file JOIN root AS r ON r.pk = f.root
     WHERE x.reading = ? AND f.bucket = 'image'`,
  )
    .all(reading)
    .map(({ folder }) => folder);

/** The photographs of a reading, also of one that is not at its end. */
export function pathsOfReading(
  db: StationDatabase,
  reading: number,
  roots: readonly string[],
): (PathTaken & Pick<GroupInput, "bucket" | "sha256">)[] {
  const rows = statement<{ root: string; path: string; sha256: GroupInput["sha256"]; taken: string | null }>(
    db,
    `SELECT r.path AS root, f.path_text AS path, f.sha256, json_extract(f.metadata, '$.localTime') AS taken
     FROM reading_file AS x JOIN file AS f ON f.pk = x.file JOIN root AS r ON r.pk = f.root
     WHERE x.reading = ? AND f.bucket = 'image' ORDER BY x.ordinal`,
  ).all(reading);
  const numbers = new Map(roots.map((root, index) => [root, index]));
  return rows.map(({ root, path, sha256, taken }) => ({
    bucket: "image",
    sha256,
    root: numbers.get(root) ?? -1,
    path,
    taken: taken?.slice(0, 10) ?? null,
  }));
}
