/** Files whose picture has been delivered, and whose metadata was changed since. */
import type { Md5, PopulationId, Sha256 } from "@landfall/protocol";
import type { GroupInput } from "@landfall/survey";
import { type StationDatabase, statement } from "./database.ts";

interface DeliveredRow {
  file: number;
  sha256: Sha256;
  md5: Md5;
  bytes: number;
}

/**
 * The files of a reading as grouping should take them: one that holds a delivered picture with other metadata stands for the image
 * that was delivered, with the finding METADATA_CHANGED, and is no new image. Two black frames may be the same picture too, so the
 * time has to agree, or the path. A file that was delivered itself stays as it is.
 */
export function withDeliveredPictures<File extends GroupInput>(
  db: StationDatabase,
  population: PopulationId,
  reading: number,
  { pks, files }: { readonly pks: readonly number[]; readonly files: readonly File[] },
): File[] {
  const delivered = new Map(deliveredPictures(db, population, reading).map((row) => [row.file, row]));
  if (delivered.size === 0) return [...files];
  return files.map((file, index) => {
    const twin = delivered.get(pks[index] ?? -1);
    if (!twin) return file;
    const { sha256, md5, bytes } = twin;
    return { ...file, sha256, md5, size: bytes, findings: [...file.findings, "METADATA_CHANGED" as const] };
  });
}

/** SQLite is told the order: a reading's files are many, delivered twins of theirs few. */
const deliveredPictures = (db: StationDatabase, population: PopulationId, reading: number): DeliveredRow[] =>
  statement<DeliveredRow>(
    db,
    `SELECT t.file, i.sha256, i.md5, i.bytes, MIN(i.pk)
     FROM (
         SELECT f.pk AS file, f.sha256 AS own, g.sha256 AS sha256 FROM reading_file AS x CROSS JOIN file AS f ON f.pk = x.file
           CROSS JOIN file AS g ON g.picture_sha256 = f.picture_sha256 AND g.sha256 <> f.sha256
             AND json_extract(g.metadata, '$.localTime') = json_extract(f.metadata, '$.localTime')
         WHERE x.reading = @reading AND f.picture_sha256 IS NOT NULL AND f.bucket = 'image'
         UNION
         SELECT f.pk, f.sha256, g.sha256 FROM reading_file AS x CROSS JOIN file AS f ON f.pk = x.file
           CROSS JOIN file AS g ON g.root = f.root AND g.path = f.path AND g.sha256 <> f.sha256
             AND +g.picture_sha256 = f.picture_sha256
         WHERE x.reading = @reading AND f.picture_sha256 IS NOT NULL AND f.bucket = 'image'
       ) AS t
       CROSS JOIN image AS i ON i.sha256 = t.sha256 AND i.state = 'complete'
       JOIN encounter AS e ON e.pk = i.encounter JOIN manifest AS m ON m.id = e.manifest
       JOIN scan_job AS j ON j.id = m.scan_job AND j.population = @population
     WHERE NOT EXISTS (SELECT 1 FROM image AS own WHERE own.sha256 = t.own AND own.state = 'complete')
     GROUP BY t.file`,
  ).all({ population, reading });
