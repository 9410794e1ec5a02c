/** Where an image's bytes lie. */
import type { SourceFile } from "@landfall/engine";
import type { EncounterId, Sha256 } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";

/** The same bytes at places a later scan found them are tried last. */
const otherPlaces = 10;

/** Where an image's bytes may be found, the likeliest first. */
export function sources(db: StationDatabase, encounter: EncounterId, sha256: Sha256): SourceFile[] {
  return statement<SourceRow>(
    db,
    `SELECT root, path, path_text FROM (
       SELECT 0 AS later, x.ordinal AS place, r.path AS root, f.path, f.path_text
       FROM encounter AS e JOIN image AS i ON i.encounter = e.pk AND i.sha256 = @sha256
         JOIN image_file AS x ON x.image = i.pk JOIN file AS f ON f.pk = x.file JOIN root AS r ON r.pk = f.root
       WHERE e.id = @encounter
       UNION ALL
       SELECT * FROM (
         SELECT 1 AS later, -f.pk AS place, r.path AS root, f.path, f.path_text
         FROM file AS f JOIN root AS r ON r.pk = f.root
         WHERE f.sha256 = @sha256 AND EXISTS (SELECT 1 FROM encounter AS e
             JOIN image AS i ON i.encounter = e.pk WHERE e.id = @encounter AND i.sha256 = @sha256)
         ORDER BY f.pk DESC LIMIT ${otherPlaces})
     ) GROUP BY root, path ORDER BY MIN(later), MIN(place)`,
  )
    .all({ encounter, sha256 })
    .map(toSource);
}

/** The places that the image's own manifest found it in, and no others. */
export const ownSources = (db: StationDatabase, encounter: EncounterId, sha256: Sha256): SourceFile[] =>
  statement<SourceRow>(
    db,
    `SELECT r.path AS root, f.path, f.path_text
     FROM encounter AS e JOIN image AS i ON i.encounter = e.pk AND i.sha256 = @sha256
       JOIN image_file AS x ON x.image = i.pk JOIN file AS f ON f.pk = x.file JOIN root AS r ON r.pk = f.root
     WHERE e.id = @encounter ORDER BY x.ordinal`,
  )
    .all({ encounter, sha256 })
    .map(toSource);

interface SourceRow {
  root: string;
  path: Buffer;
  path_text: string;
}

const toSource = ({ root, path, path_text }: SourceRow): SourceFile => ({
  path: Buffer.concat([Buffer.from(root.endsWith("/") ? root : `${root}/`), path]),
  root: Buffer.from(root),
  text: `${root.replace(/\/$/, "")}/${path_text}`,
});
