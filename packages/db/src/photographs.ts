/** Photographs, each counted once however many encounters and manifests have it: one photograph is one SHA-256. */
import type { PhotographCounts, PopulationId } from "@landfall/protocol";
import { sumsColumns } from "./counters.ts";
import { read, type StationDatabase, statement } from "./database.ts";

/** Of a scan job with an approved version and a draft after it, the draft: it has what was delivered, too. */
const counted = `counted AS MATERIALIZED (
  SELECT m.id, j.population FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job
  WHERE m.status IN ('draft', 'approved') AND m.version = (
    SELECT MAX(n.version) FROM manifest AS n WHERE n.scan_job = m.scan_job AND n.status IN ('draft', 'approved')))`;

interface Sums extends PhotographCounts {
  readonly population: PopulationId;
}

const zero: PhotographCounts = { total: 0, delivered: 0, pending: 0, imagesDelivered: 0 };

/**
 * By population. From counters, and from the images that are marked as shared: it costs the same for a thousand photographs and for
 * a million, as long as they do not lie in several manifests.
 */
export function photographsOf(db: StationDatabase): ReadonlyMap<PopulationId, PhotographCounts> {
  return read(db, () => {
    const images = statement<Sums>(
      db,
      `WITH ${counted}, sums AS (
         SELECT c.population, s.approved, s.complete, s.skipped, ${total} AS images FROM counted AS c
           JOIN (SELECT manifest, approved, ${sumsColumns("manifest_images")} FROM manifest_images) AS s ON s.manifest = c.id)
       SELECT population, SUM(images - skipped) AS total, SUM(complete) AS delivered,
         SUM(approved * (images - skipped - complete)) AS pending, SUM(complete) AS imagesDelivered
       FROM sums GROUP BY population`,
    ).all();
    const again = new Map(repeated(db).map((sums) => [sums.population, sums]));
    return new Map(
      images.map(({ population, total: all, delivered, pending, imagesDelivered }) => {
        const more = again.get(population) ?? zero;
        return [
          population,
          {
            total: all - more.total,
            delivered: delivered - more.delivered,
            pending: pending - more.pending,
            imagesDelivered,
          },
        ];
      }),
    );
  });
}

const total =
  "s.pending + s.uploaded + s.committed + s.complete + s.waiting + s.failed + s.skipped + s.missing + s.changed + s.lost";

/** By how much images are more than photographs. What one encounter has delivered is pending for nobody. */
const repeated = (db: StationDatabase): Sums[] =>
  statement<Sums>(
    db,
    `WITH ${counted}
     SELECT population, SUM(MAX(live - 1, 0)) AS total, SUM(MAX(complete - 1, 0)) AS delivered,
       SUM(due - (complete = 0 AND due > 0)) AS pending, 0 AS imagesDelivered
     FROM (SELECT c.population, SUM(i.state <> 'skipped') AS live, SUM(i.state = 'complete') AS complete,
         SUM(e.review = 'approved' AND i.state NOT IN ('complete', 'skipped')) AS due
       FROM image AS i INDEXED BY image_shared CROSS JOIN encounter AS e ON e.pk = i.encounter CROSS JOIN counted AS c ON c.id = e.manifest
       WHERE i.shared = 1 GROUP BY c.population, i.sha256)
     GROUP BY population`,
  ).all();
