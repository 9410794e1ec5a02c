/** Cards are often called alike, and so one of them is found where another one was: what was known of that stays. */
import type { EncounterId, ScanJobId, Sha256 } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";
import { isBelow, type Place } from "./root-places.ts";
import { isPassing } from "./unread-files.ts";

/** @param file as the statement calls it */
export const isOnOtherDrive = (file: string): string =>
  `EXISTS (SELECT 1 FROM on_other_drive AS other WHERE other.file = ${file}.pk)`;

/** Of the latest reading of the job that came to its end, below the place. */
const known = `reading_file AS x CROSS JOIN file AS f ON f.pk = x.file
  WHERE x.reading = (SELECT MAX(pk) FROM reading WHERE scan_job = @scanJob AND result IS NOT NULL AND pk < @reading)
    AND x.gone = 0 AND ${isBelow}`;
/** The files that this reading has found. */
const found = "SELECT file FROM reading_file WHERE reading = @reading AND gone = 0";

/** None of its photographs is there, under whatever name, nor any of their pictures; and others are. */
const isReplaced = `SELECT
  EXISTS (SELECT 1 FROM ${known} AND f.bucket = 'image' AND NOT ${isOnOtherDrive("f")})
  AND EXISTS (SELECT 1 FROM reading_file AS x JOIN file AS f ON f.pk = x.file
    WHERE x.reading = @reading AND x.gone = 0 AND f.bucket = 'image' AND ${isBelow})
  AND NOT EXISTS (SELECT 1 FROM ${known} AND f.bucket = 'image' AND NOT ${isOnOtherDrive("f")} AND (f.pk IN (${found})
    OR f.sha256 IN (SELECT sha256 FROM file WHERE pk IN (${found}))
    OR f.picture_sha256 IN (SELECT picture_sha256 FROM file WHERE pk IN (${found})))) AS replaced`;

/**
 * Takes into a reading what was known of a drive in whose place another one is now, or has been since; what was found again is where
 * it is. To be called for places that drives are mounted at, once all else is in the reading.
 * @returns how many
 */
export function keepOtherDrives(db: StationDatabase, scanJob: ScanJobId, reading: number, place: Place): number {
  return write(db, () => {
    const named = { scanJob, reading, ...place };
    statement(db, `DELETE FROM on_other_drive WHERE file IN (${found})`).run({ reading });
    const { replaced } = statement<{ replaced: 0 | 1 }>(db, isReplaced).get(named) as { replaced: 0 | 1 };
    if (replaced)
      statement(
        db,
        `INSERT OR IGNORE INTO on_other_drive (file) SELECT f.pk FROM ${known} AND NOT (${isPassing("f")})
         AND f.pk NOT IN (SELECT file FROM reading_file WHERE reading = @reading)`,
      ).run(named);
    return statement(
      db,
      `INSERT INTO reading_file (reading, ordinal, file)
       SELECT @reading, (SELECT MAX(ordinal) FROM reading_file WHERE reading = @reading) + ROW_NUMBER() OVER (ORDER BY x.ordinal), x.file
       FROM ${known} AND ${isOnOtherDrive("f")} AND f.pk NOT IN (SELECT file FROM reading_file WHERE reading = @reading)
         AND (f.sha256 IS NULL OR f.sha256 NOT IN (SELECT sha256 FROM file WHERE sha256 IS NOT NULL AND pk IN (${found})))`,
    ).run(named).changes;
  });
}

/** Whether a file of an image lies on another drive: where that lay, one of the same name may lie by now. */
export const isImageOnOtherDrive = (db: StationDatabase, encounter: EncounterId, sha256: Sha256): boolean =>
  statement(
    db,
    `SELECT 1 FROM encounter AS e JOIN image AS i ON i.encounter = e.pk JOIN image_file AS own ON own.image = i.pk
       JOIN on_other_drive AS other ON other.file = own.file
     WHERE e.id = ? AND i.sha256 = ? LIMIT 1`,
  ).get(encounter, sha256) !== undefined;
