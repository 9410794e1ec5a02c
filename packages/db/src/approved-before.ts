/** Who was approved as the photographer of each photograph that was moved since. */
import type { ApprovedBefore, PathOfFile } from "@landfall/survey";
import { type StationDatabase, statement } from "./database.ts";
import { versionsBefore } from "./placing.ts";
import type { Reading } from "./scan-job.ts";

interface Row {
  readonly sha256: string;
  readonly recordedBy: string;
  readonly root: string;
  readonly path: string;
}

/** By SHA-256. @param roots of the scan; paths in other ones are left out */
export function approvedBefore(
  db: StationDatabase,
  { scanJob, reading }: Reading,
  roots: readonly string[],
): ReadonlyMap<string, ApprovedBefore> {
  const approved = new Map<string, { recordedBy: string; paths: PathOfFile[] }>();
  for (const manifest of versionsBefore(db, scanJob)) {
    const known = new Set(approved.keys());
    const rows = statement<Row>(
      db,
      `SELECT i.sha256, e.recorded_by AS recordedBy, r.path AS root, f.path_text AS path
       FROM encounter AS e JOIN image AS i ON i.encounter = e.pk JOIN file AS f ON f.sha256 = i.sha256
         JOIN root AS r ON r.pk = f.root
       WHERE e.manifest = @manifest AND e.review = 'approved' AND e.recorded_by IS NOT NULL
         AND f.pk NOT IN (SELECT file FROM reading_file WHERE reading = @reading)
       ORDER BY e.ordinal, i.ordinal, f.pk DESC`,
    ).all({ manifest, reading });
    for (const { sha256, recordedBy, root, path } of rows) {
      const at = roots.indexOf(root);
      if (at < 0 || known.has(sha256)) continue;
      const of = approved.get(sha256) ?? { recordedBy, paths: [] };
      of.paths.push({ root: at, path });
      approved.set(sha256, of);
    }
  }
  return approved;
}
