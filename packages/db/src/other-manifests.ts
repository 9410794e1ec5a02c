/** Photographs that another manifest of the population has too: said before both are approved, and sent once whatever is done. */
import type { EncounterId, ManifestId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { changeFindings, deriveAll } from "./encounter-findings.ts";

/**
 * Of images just stored. What was scanned first is the original, and says nothing; versions of one scan job are proposals about the
 * same photographs, so they are not others. Within a write.
 */
export function findInOtherManifests(db: StationDatabase, manifest: ManifestId): void {
  const images = statement<{ pk: number; encounter: EncounterId }>(
    db,
    `SELECT i.pk, e.id AS encounter
     FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job
       JOIN image AS i ON i.pk BETWEEN m.first_image AND m.last_image JOIN encounter AS e ON e.pk = i.encounter
     WHERE m.id = ? AND EXISTS (
       SELECT 1 FROM image AS o JOIN encounter AS oe ON oe.pk = o.encounter JOIN manifest AS om ON om.id = oe.manifest
         JOIN scan_job AS oj ON oj.id = om.scan_job
       WHERE o.sha256 = i.sha256 AND o.state <> 'skipped' AND oe.review <> 'denied' AND om.status <> 'superseded'
         AND oj.rowid < j.rowid AND oj.population = j.population)`,
  ).all(manifest);
  for (const { pk } of images) changeFindings(db, pk, { without: new Set(), add: ["IN_OTHER_MANIFEST"] });
  deriveAll(
    db,
    images.map(({ encounter }) => encounter),
  );
}
