/** Photographs that another manifest of the population has too, or has kept from the hub: said before both are approved. */
import type { FindingCode, ManifestId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";

/** What a person decided of an image `o` of an encounter `oe`: that it does not go to the hub. */
export const isKeptFromHub = (o: string, oe: string): string => `(${o}.state = 'skipped' OR ${oe}.review = 'denied')`;

export type OfOtherManifest = Extract<FindingCode, "IN_OTHER_MANIFEST" | "KEPT_FROM_HUB_ELSEWHERE">;

/**
 * Those of the images of a manifest that another one has. What was scanned first is the original, of which nothing is said; versions
 * of one scan job are proposals about the same photographs, so they are not others.
 * @returns by SHA-256 what is to be said of it
 */
export const inOtherManifests = (
  db: StationDatabase,
  manifest: ManifestId,
  images: readonly string[],
): ReadonlyMap<string, readonly OfOtherManifest[]> =>
  new Map(
    statement<{ sha256: string; wanted: 0 | 1; kept: 0 | 1 }>(
      db,
      `SELECT s.value AS sha256, MAX(NOT ${isKeptFromHub("o", "oe")}) AS wanted, MAX(${isKeptFromHub("o", "oe")}) AS kept
       FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job CROSS JOIN json_each(@images) AS s
         CROSS JOIN image AS o ON o.sha256 = s.value JOIN encounter AS oe ON oe.pk = o.encounter
         JOIN manifest AS om ON om.id = oe.manifest JOIN scan_job AS oj ON oj.id = om.scan_job
       WHERE m.id = @manifest AND om.status <> 'superseded' AND oj.rowid < j.rowid AND oj.population = j.population
       GROUP BY s.value`,
    )
      .all({ manifest, images: JSON.stringify(images) })
      .map(({ sha256, wanted, kept }) => [
        sha256,
        [...(wanted ? (["IN_OTHER_MANIFEST"] as const) : []), ...(kept ? (["KEPT_FROM_HUB_ELSEWHERE"] as const) : [])],
      ]),
  );
