/** Roots and folders in them whose files a reading takes over as they are known. */
import type { ScanJobId } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";

/** A root, or a folder in it: relative to it, as the file system has it, with a slash at its end. Empty: the root itself. */
export interface Place {
  readonly root: string;
  readonly below: Buffer;
}

/** Whether the file `f` lies in the place whose `@root` and `@below` are given. */
export const isBelow =
  "f.root = (SELECT pk FROM root WHERE path = @root) AND substr(f.path, 1, length(@below)) = @below";

/** How many files of a root, or of a folder in it, a reading has. */
export const filesOfPlace = (db: StationDatabase, reading: number, place: Place): number =>
  statement<{ files: number }>(
    db,
    `SELECT COUNT(*) AS files FROM reading_file AS x JOIN file AS f ON f.pk = x.file
     WHERE x.reading = @reading AND ${isBelow}`,
  ).get({ reading, ...place })?.files ?? 0;

/** Some may have been deleted or worked on since. */
const leastPart = 0.9;

/** Whether a reading has found in one place the photographs that the latest finished reading of the job has in another. */
export function holdsWhatWasIn(
  db: StationDatabase,
  scanJob: ScanJobId,
  reading: number,
  was: Place,
  is: Place,
): boolean {
  const row = statement<{ images: number; same: number }>(
    db,
    `SELECT COUNT(*) AS images, COUNT(*) FILTER (WHERE f.sha256 IN (SELECT f.sha256 FROM reading_file AS x JOIN file AS f ON f.pk = x.file
       WHERE x.reading = @reading AND f.bucket = 'image' AND f.root = (SELECT pk FROM root WHERE path = @isRoot)
         AND substr(f.path, 1, length(@isBelow)) = @isBelow)) AS same
     FROM reading_file AS x JOIN file AS f ON f.pk = x.file
     WHERE x.reading = (SELECT MAX(pk) FROM reading WHERE scan_job = @scanJob AND result IS NOT NULL AND pk < @reading)
       AND x.gone = 0 AND f.bucket = 'image' AND ${isBelow}`,
  ).get({ scanJob, reading, ...was, isRoot: is.root, isBelow: is.below });
  return row !== undefined && row.images > 0 && row.same >= row.images * leastPart;
}

/**
 * Takes the files of a root or of a folder that is away into a reading, as the latest finished reading of the job has them.
 * @returns how many
 */
export function keepPlace(db: StationDatabase, scanJob: ScanJobId, reading: number, place: Place): number {
  return write(db, () => {
    const { changes } = statement(
      db,
      `INSERT INTO reading_file (reading, ordinal, file, gone)
       SELECT @reading, (SELECT COALESCE(MAX(ordinal), -1) FROM reading_file WHERE reading = @reading) + ROW_NUMBER() OVER (ORDER BY x.ordinal),
         x.file, x.gone
       FROM reading_file AS x JOIN file AS f ON f.pk = x.file
       WHERE x.reading = (SELECT MAX(pk) FROM reading WHERE scan_job = @scanJob AND result IS NOT NULL AND pk < @reading)
         AND ${isBelow}`,
    ).run({ scanJob, reading, ...place });
    return changes;
  });
}
