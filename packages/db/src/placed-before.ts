/** Which path placed each photograph that lies under several, as the version before has it. */
import type { PlacedBefore } from "@landfall/survey";
import { type StationDatabase, statement } from "./database.ts";
import { versionsBefore } from "./placing.ts";
import type { Reading } from "./scan-job.ts";

interface Row {
  readonly sha256: string;
  readonly decided: 0 | 1;
  readonly key: number;
  readonly root: string;
  readonly path: string;
  readonly known: string;
}

/** What a person has decided about comes first, then what is newer. @param roots of the scan; what lay in another one is left out */
export function placedBefore(
  db: StationDatabase,
  { scanJob, reading }: Reading,
  roots: readonly string[],
): ReadonlyMap<string, readonly PlacedBefore[]> {
  const rows = versionsBefore(db, scanJob).flatMap((manifest) =>
    statement<Row>(
      db,
      `SELECT i.sha256, e.review IN ('approved', 'denied') AS decided, p.pk AS key, r.path AS root, p.path_text AS path,
         (SELECT json_group_array(json_array(o.path, f.path_text)) FROM image_file AS x JOIN file AS f ON f.pk = x.file
            JOIN root AS o ON o.pk = f.root WHERE x.image = i.pk) AS known
       FROM encounter AS e JOIN image AS i ON i.encounter = e.pk
         JOIN file AS p ON p.pk = COALESCE(i.placed_by, (SELECT file FROM image_file WHERE image = i.pk AND ordinal = 0))
         JOIN root AS r ON r.pk = p.root
       WHERE e.manifest = @manifest AND (i.placed_by IS NOT NULL OR i.sha256 IN (
         SELECT g.sha256 FROM reading_file AS y JOIN file AS g ON g.pk = y.file
         WHERE y.reading = @reading AND g.bucket = 'image' GROUP BY g.sha256 HAVING COUNT(*) > 1))
       ORDER BY e.ordinal`,
    ).all({ manifest, reading }),
  );
  const before = rows
    .map(({ sha256, decided, key, root, path, known }) => ({
      sha256,
      ...{ isDecided: decided === 1, key, root: roots.indexOf(root), path },
      known: (JSON.parse(known) as [string, string][]).map(([of, at]) => ({ root: roots.indexOf(of), path: at })),
    }))
    .filter(({ root }) => root >= 0)
    .sort((a, b) => Number(b.isDecided) - Number(a.isDecided));
  return Map.groupBy(before, ({ sha256 }) => sha256);
}
