/** In which encounters photographs were last, that are in another one now: what was decided of those follows them. */
import { isReference, type ManifestId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { type EncounterRecord, encounterRecords } from "./encounter.ts";
import type { Fields } from "./fields.ts";

/** One of them. */
export interface PastEncounter {
  readonly of: EncounterRecord;
  /** SHA-256 of the photographs that were in it, and what they were there: another one where their files say other things now. */
  readonly images: ReadonlyMap<string, string>;
}

interface Row {
  readonly sha256: string;
  readonly was: string;
  readonly encounter: number;
}

const inEarlier = `CROSS JOIN encounter AS e ON e.pk = i.encounter CROSS JOIN manifest AS m ON m.id = e.manifest
   WHERE own.id = @manifest AND m.scan_job = own.scan_job AND m.version > 0 AND e.further ->> '$.eventType' IS NOT 'reference'
   ORDER BY m.version DESC, e.ordinal`;

const ofSameBytes = (db: StationDatabase, manifest: ManifestId, images: readonly string[]): Row[] =>
  statement<Row>(
    db,
    `SELECT i.sha256, i.sha256 AS was, i.encounter FROM manifest AS own CROSS JOIN json_each(@images) AS k
       CROSS JOIN image AS i ON i.sha256 = k.value ${inEarlier}`,
  ).all({ images: JSON.stringify(images), manifest });

const fileName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** The same picture of the same time or under the same name, in whose file other things stand now: its date, its texts. */
const ofSamePicture = (db: StationDatabase, manifest: ManifestId, images: readonly string[]): Row[] =>
  statement<Row & { path: string; before: string; isSameTime: 0 | 1 | null }>(
    db,
    `SELECT f.sha256, i.sha256 AS was, i.encounter, f.path_text AS path, g.path_text AS before,
       f.metadata ->> '$.localTime' = g.metadata ->> '$.localTime' AS isSameTime
     FROM manifest AS own CROSS JOIN json_each(@images) AS k CROSS JOIN file AS f ON f.sha256 = k.value
       CROSS JOIN file AS g ON g.picture_sha256 = f.picture_sha256 AND g.sha256 <> f.sha256
       CROSS JOIN image AS i ON i.sha256 = g.sha256 ${inEarlier}`,
  )
    .all({ images: JSON.stringify(images), manifest })
    .filter(({ path, before, isSameTime }) => isSameTime === 1 || fileName(path) === fileName(before));

/**
 * The encounters of earlier versions of the scan job that these images were in last. A photograph of the catalogue is another one.
 * @param manifest the one that is being stored
 * @param fields of the encounter that has the images now
 */
export function pastEncounters(
  db: StationDatabase,
  manifest: ManifestId,
  fields: Fields,
  images: readonly string[],
): PastEncounter[] {
  if (isReference(fields.values)) return [];
  const found = new Map<string, Row>();
  for (const search of [ofSameBytes, ofSamePicture]) {
    const asked = images.filter((sha256) => !found.has(sha256));
    if (asked.length === 0) break;
    for (const row of search(db, manifest, asked)) if (!found.has(row.sha256)) found.set(row.sha256, row);
  }
  const by = Map.groupBy(found.values(), ({ encounter }) => encounter);
  const asked = JSON.stringify([...by.keys()]);
  return encounterRecords(db, "e.pk IN (SELECT value FROM json_each(?)) ORDER BY e.pk", asked).map((of) => ({
    of,
    images: new Map((by.get(of.pk) ?? []).map(({ sha256, was }) => [sha256, was])),
  }));
}
