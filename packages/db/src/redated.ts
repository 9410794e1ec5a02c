/** Files whose date was changed in them after it was known, while their picture stayed as it was. */
import { type StationDatabase, statement } from "./database.ts";

/**
 * Keys of the files of a reading that said another time when the same scan job was last read before a moment.
 * @param beforeMs epoch milliseconds
 */
export const redatedSince = (db: StationDatabase, reading: number, beforeMs: number): ReadonlySet<number> =>
  new Set(
    statement<{ file: number }>(
      db,
      // SQLite is told the order: a reading's files are many, earlier states of theirs few.
      `SELECT f.pk AS file FROM reading_file AS x CROSS JOIN file AS f ON f.pk = x.file
         CROSS JOIN file AS g ON g.root = f.root AND g.path = f.path AND g.pk <> f.pk
           AND +g.picture_sha256 = f.picture_sha256
           AND json_extract(g.metadata, '$.localTime') IS NOT json_extract(f.metadata, '$.localTime')
       WHERE x.reading = @reading AND f.bucket = 'image' AND f.picture_sha256 IS NOT NULL
         AND g.pk IN (SELECT file FROM reading_file WHERE reading = (
           SELECT MAX(pk) FROM reading WHERE scan_job = (SELECT scan_job FROM reading WHERE pk = @reading)
             AND result IS NOT NULL AND started_ms <= @beforeMs))`,
    )
      .all({ reading, beforeMs })
      .map(({ file }) => file),
  );
