/** Photographs that another manifest of the population has too: said before both are approved, and sent once whatever is done. */
import type { ManifestId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";

/**
 * Those of the images of a manifest that another one has. What was scanned first is the original, of which nothing is said; versions
 * of one scan job are proposals about the same photographs, so they are not others.
 * @returns their SHA-256
 */
export const inOtherManifests = (
  db: StationDatabase,
  manifest: ManifestId,
  images: readonly string[],
): ReadonlySet<string> =>
  new Set(
    statement<{ sha256: string }>(
      db,
      `SELECT s.value AS sha256
       FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job CROSS JOIN json_each(@images) AS s
       WHERE m.id = @manifest AND EXISTS (
         SELECT 1 FROM image AS o JOIN encounter AS oe ON oe.pk = o.encounter JOIN manifest AS om ON om.id = oe.manifest
           JOIN scan_job AS oj ON oj.id = om.scan_job
         WHERE o.sha256 = s.value AND o.state <> 'skipped' AND oe.review <> 'denied' AND om.status <> 'superseded'
           AND oj.rowid < j.rowid AND oj.population = j.population)`,
    )
      .all({ manifest, images: JSON.stringify(images) })
      .map(({ sha256 }) => sha256),
  );
