/** The file by whose name a delivered image is known stays the same while it is there: a copy beside it takes nothing over. */
import type { ManifestId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";

/**
 * An image's files as a new version should have them: the one that it was delivered from, where that is among them, comes first.
 * @param files keys of the files that hold it now, the one that placed it first
 */
export function deliveredFirst(
  db: StationDatabase,
  { manifest, sha256 }: { readonly manifest: ManifestId; readonly sha256: string },
  files: readonly number[],
): readonly number[] {
  if (files.length < 2) return files;
  // At the same place: a file that was touched since has another key.
  const first = statement<{ file: number }>(
    db,
    `SELECT now.pk AS file FROM image AS i
       CROSS JOIN encounter AS e ON e.pk = i.encounter
       CROSS JOIN manifest AS m ON m.id = e.manifest
         AND m.scan_job = (SELECT scan_job FROM manifest WHERE id = @manifest) AND m.id <> @manifest
       CROSS JOIN image_file AS x ON x.image = i.pk AND x.ordinal = 0
       CROSS JOIN file AS past ON past.pk = x.file
       CROSS JOIN json_each(@files) AS c
       CROSS JOIN file AS now ON now.pk = c.value AND now.root = past.root AND now.path = past.path
     WHERE i.sha256 = @sha256 AND COALESCE(i.receipt, i.kept_receipt) IS NOT NULL ORDER BY i.pk LIMIT 1`,
  ).get({ manifest, sha256, files: JSON.stringify(files) })?.file;
  return first === undefined ? files : [first, ...files.filter((file) => file !== first)];
}

/** As the file is called. */
export function fileNameOf(db: StationDatabase, file: number): string {
  const path = statement<{ path: string }>(db, "SELECT path_text AS path FROM file WHERE pk = ?").get(file)?.path ?? "";
  return path.slice(path.lastIndexOf("/") + 1);
}
