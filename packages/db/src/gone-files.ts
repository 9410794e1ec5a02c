/** Delivered photographs whose files are gone from the folders: they stay in the reading, and so in their encounters. */
import type { EncounterId, ScanJobId, Sha256 } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";

/**
 * Takes files into a reading that the latest finished reading of the job has and this one has not, as gone: those of images that the hub
 * has by our last word. Not where their bytes, or their picture with other metadata, were found elsewhere, and not where no photograph
 * was found at all.
 * @returns how many
 */
export function keepGone(db: StationDatabase, scanJob: ScanJobId, reading: number): number {
  return write(db, () => {
    const found = statement(
      db,
      "SELECT 1 FROM reading_file AS x JOIN file AS f ON f.pk = x.file WHERE x.reading = ? AND f.bucket = 'image' LIMIT 1",
    ).get(reading);
    if (!found) return 0;
    // SQLite is told the order: the files of readings are many, and those that are gone few.
    const { changes } = statement(
      db,
      `INSERT INTO reading_file (reading, ordinal, file, gone)
       SELECT @reading, (SELECT MAX(ordinal) FROM reading_file WHERE reading = @reading) + ROW_NUMBER() OVER (ORDER BY x.ordinal), x.file, 1
       FROM reading_file AS x CROSS JOIN file AS f ON f.pk = x.file
       WHERE x.reading = (SELECT MAX(pk) FROM reading WHERE scan_job = @scanJob AND result IS NOT NULL AND pk < @reading)
         AND x.file NOT IN (SELECT file FROM reading_file WHERE reading = @reading)
         AND NOT EXISTS (SELECT 1 FROM file AS g WHERE g.sha256 = f.sha256
           AND +g.pk IN (SELECT file FROM reading_file WHERE reading = @reading))
         AND NOT EXISTS (SELECT 1 FROM file AS g WHERE g.picture_sha256 = f.picture_sha256
           AND (json_extract(g.metadata, '$.localTime') = json_extract(f.metadata, '$.localTime') OR g.root = f.root AND g.path = f.path)
           AND +g.pk IN (SELECT file FROM reading_file WHERE reading = @reading))
         AND EXISTS (SELECT 1 FROM image_file AS own JOIN image AS i ON i.pk = own.image JOIN encounter AS e ON e.pk = i.encounter
           JOIN manifest AS m ON m.id = e.manifest
           WHERE own.file = f.pk AND m.scan_job = @scanJob AND m.version > 0 AND ${isCurrent} AND ${isDelivered("i")})`,
    ).run({ scanJob, reading });
    return changes;
  });
}

/** Of a manifest `m`: the approved version, or the latest one. */
const isCurrent =
  "(m.status = 'approved' OR m.version = (SELECT MAX(version) FROM manifest AS n WHERE n.scan_job = m.scan_job))";

/**
 * Of an image: its bytes have a receipt, here or in another encounter. One that was left out has it until the hub has been told.
 * @param image as the statement calls it
 */
export function isDelivered(image: string): string {
  const elsewhere = `SELECT 1 FROM image AS same WHERE same.sha256 = ${image}.sha256 AND same.receipt IS NOT NULL`;
  return `(COALESCE(${image}.receipt, ${image}.kept_receipt) IS NOT NULL
    OR ${image}.hub_encounter IS NOT NULL AND EXISTS (${elsewhere}))`;
}

/** Whether an image is delivered, and its file gone: where that lay, another may lie by now. */
export const isGone = (db: StationDatabase, encounter: EncounterId, sha256: Sha256): boolean =>
  statement(
    db,
    `SELECT 1 FROM encounter AS e JOIN image AS i ON i.encounter = e.pk
     WHERE e.id = ? AND i.sha256 = ? AND i.findings LIKE '%"DELIVERED_GONE"%'`,
  ).get(encounter, sha256) !== undefined;
