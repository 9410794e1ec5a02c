/** Where populations live, and which encounters lie outside. */
import type { Area, FindingCode, ManifestId, PopulationId } from "@landfall/protocol";
import { areaAround } from "@landfall/survey";
import { type StationDatabase, statement } from "./database.ts";

const parsed = (text: string | null | undefined): Area | null => (text ? (JSON.parse(text) as Area) : null);

export const areaOf = (db: StationDatabase, population: PopulationId): Area | null =>
  parsed(statement<{ area: string | null }>(db, "SELECT area FROM population WHERE id = ?").get(population)?.area);

/** Of the population of a manifest. */
export const areaOfManifest = (db: StationDatabase, manifest: ManifestId): Area | null =>
  parsed(
    statement<{ area: string | null }>(
      db,
      `SELECT p.area FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job JOIN population AS p ON p.id = j.population
       WHERE m.id = ?`,
    ).get(manifest)?.area,
  );

const ofPopulation = `FROM scan_job AS j
  JOIN manifest AS m ON m.scan_job = j.id AND m.status <> 'superseded'
  JOIN encounter AS e ON e.manifest = m.id
  WHERE j.population = ? AND e.review <> 'denied'`;

export const encountersOutside = (db: StationDatabase, population: PopulationId): number =>
  (
    statement<{ n: number }>(db, `SELECT COUNT(*) AS n ${ofPopulation} AND e.findings LIKE '%"POSITION_OUTSIDE"%'`).get(
      population,
    ) as { n: number }
  ).n;

/** A position that already asks for a look says nothing of where the animals are. */
const doubtful: readonly FindingCode[] = ["POSITION_FAR", "POSITION_TURNED", "GPS_SPREAD", "GPS_SPEED"];

/** By the positions of its encounters. */
export function knownArea(db: StationDatabase, population: PopulationId) {
  const known = statement<{ decimalLatitude: number; decimalLongitude: number }>(
    db,
    `SELECT e.decimal_latitude AS decimalLatitude, e.decimal_longitude AS decimalLongitude ${ofPopulation}
       AND e.decimal_latitude IS NOT NULL AND e.decimal_longitude IS NOT NULL
       AND ${doubtful.map((code) => `e.findings NOT LIKE '%"${code}"%'`).join(" AND ")}`,
  ).all(population);
  return { encounters: known.length, area: areaAround(known) };
}
