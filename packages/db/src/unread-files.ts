/** Photographs that could not be read this time: nothing is known of them but that they are there, so they are taken to be as they were. */
import type { ReasonCode, ScanJobId } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";

/** Of what may be read the next time. */
const passing: readonly ReasonCode[] = ["CANNOT_READ", "CHANGED_WHILE_READ", "STILL_WRITTEN"];
/** @param file as the statement calls it */
export const isPassing = (file: string): string =>
  `${file}.bucket = 'unreadable' AND ${file}.reason IN (${passing.map((reason) => `'${reason}'`).join(", ")})`;

/** Of a root that itself cannot be read, as the scan calls it. */
const wholeRoot = Buffer.from("./").toString("hex").toUpperCase();

/**
 * Takes into a reading the photographs that the latest finished reading of the job found where this one could not read: in a folder that
 * cannot be opened, or at the place of a file that cannot be read or is being written. What was decided of them stays with them.
 * @returns how many
 */
export function keepUnread(db: StationDatabase, scanJob: ScanJobId, reading: number): number {
  return write(db, () => {
    const unread = statement<{ root: number; path: string }>(
      db,
      `SELECT u.root, hex(u.path) AS path FROM reading_file AS x CROSS JOIN file AS u ON u.pk = x.file
       WHERE x.reading = ? AND ${isPassing("u")}`,
    ).all(reading);
    if (unread.length === 0) return 0;
    // The names of folders that cannot be read end in a slash.
    const folders = unread
      .filter(({ path }) => path.endsWith("2F"))
      .map(({ root, path }) => [root, path === wholeRoot ? "" : path]);
    const { changes } = statement(
      db,
      `INSERT INTO reading_file (reading, ordinal, file, gone)
       SELECT @reading, (SELECT MAX(ordinal) FROM reading_file WHERE reading = @reading) + ROW_NUMBER() OVER (ORDER BY x.ordinal),
         x.file, x.gone
       FROM reading_file AS x CROSS JOIN file AS f ON f.pk = x.file
       WHERE x.reading = (SELECT MAX(pk) FROM reading WHERE scan_job = @scanJob AND result IS NOT NULL AND pk < @reading)
         AND f.bucket = 'image' AND x.file NOT IN (SELECT file FROM reading_file WHERE reading = @reading)
         AND (EXISTS (SELECT 1 FROM file AS u WHERE u.root = f.root AND u.path = f.path AND ${isPassing("u")}
             AND +u.pk IN (SELECT file FROM reading_file WHERE reading = @reading))
           OR EXISTS (SELECT 1 FROM json_each(@folders) AS c WHERE c.value ->> 0 = f.root
             AND substr(hex(f.path), 1, length(c.value ->> 1)) = c.value ->> 1))`,
    ).run({ scanJob, reading, folders: JSON.stringify(folders) });
    return changes;
  });
}
