/** Photographers' names as the latest version of each scan job has them. */
import type { EncounterId, PopulationId, ScanJobId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";

/** One encounter's images under the same names. */
export interface WrittenNames {
  readonly scanJob: ScanJobId;
  readonly encounter: EncounterId;
  readonly images: number;
  /** As they are written, the best first; a person's own words where a person has set the field. None: nobody is named. */
  readonly names: readonly string[];
}

/** What an image says, unless a person has said who took them; a scan of an earlier release kept only what became of it. */
const namesColumn = `CASE
  WHEN json_extract(e.provenance, '$.recordedBy.source') IN ('manual', 'set', 'override')
    THEN COALESCE(json_extract(e.provenance, '$.recordedBy.verbatim'), e.recorded_by)
  WHEN i.photographers IS NOT NULL THEN i.photographers
  WHEN json_extract(e.provenance, '$.recordedBy.source') = 'population' THEN ''
  ELSE COALESCE(e.recorded_by, '') END`;

export const writtenNames = (db: StationDatabase, population: PopulationId): WrittenNames[] =>
  statement<{ scanJob: ScanJobId; encounter: EncounterId; images: number; names: string }>(
    db,
    `SELECT m.scan_job AS scanJob, e.id AS encounter, COUNT(*) AS images, ${namesColumn} AS names
     FROM scan_job AS j
       JOIN manifest AS m ON m.scan_job = j.id AND m.version > 0
         AND m.version = (SELECT MAX(version) FROM manifest WHERE scan_job = j.id)
       JOIN encounter AS e ON e.manifest = m.id JOIN image AS i ON i.encounter = e.pk
     WHERE j.population = ? GROUP BY e.pk, names ORDER BY e.pk`,
  )
    .all(population)
    .map(({ names, ...rest }) => ({ ...rest, names: names.split("\n").filter((name) => name !== "") }));
