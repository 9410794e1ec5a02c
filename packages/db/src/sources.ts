/** Where an image's bytes lie. */
import type { SourceFile } from "@landfall/engine";
import type { AzureSource, EncounterId, Sha256 } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { sourceOf } from "./image-row.ts";
import { driveOf, inRoot, mountPointOf } from "./mount-points.ts";

/** The same bytes at places a later scan found them are tried last. */
const otherPlaces = 10;

/** Where an image's bytes may be found, the likeliest first. The other places are looked up only when they are wanted. */
export function* sources(db: StationDatabase, encounter: EncounterId, sha256: Sha256): Generator<SourceFile> {
  const own = ownSources(db, encounter, sha256);
  yield* own;
  const seen = new Set(own.map(({ path }) => path.toString("latin1")));
  for (const other of otherSources(db, encounter, sha256)) if (!seen.has(other.path.toString("latin1"))) yield other;
}

/** The places that the image's own manifest found it in, and no others. */
export const ownSources = (db: StationDatabase, encounter: EncounterId, sha256: Sha256): PlacedFile[] =>
  statement<SourceRow>(
    db,
    `SELECT r.path AS root, ${mountPointOf("f")} AS drive, f.path, f.path_text
     FROM encounter AS e JOIN image AS i ON i.encounter = e.pk AND i.sha256 = @sha256
       JOIN image_file AS x ON x.image = i.pk JOIN file AS f ON f.pk = x.file JOIN root AS r ON r.pk = f.root
     WHERE e.id = @encounter ORDER BY x.ordinal`,
  )
    .all({ encounter, sha256 })
    .map(toSource);

/** Wherever any scan has found bytes of this SHA-256, the latest first; the image must be one of the encounter's. */
const otherSources = (db: StationDatabase, encounter: EncounterId, sha256: Sha256): PlacedFile[] =>
  statement<SourceRow>(
    db,
    `SELECT r.path AS root, ${mountPointOf("f")} AS drive, f.path, f.path_text FROM file AS f JOIN root AS r ON r.pk = f.root
     WHERE f.sha256 = @sha256 AND EXISTS (SELECT 1 FROM encounter AS e
         JOIN image AS i ON i.encounter = e.pk WHERE e.id = @encounter AND i.sha256 = @sha256)
     GROUP BY r.pk, f.path ORDER BY MAX(f.pk) DESC LIMIT ${otherPlaces}`,
  )
    .all({ encounter, sha256 })
    .map(toSource);

/** An image in a container, as much as is needed to show it. */
export interface FarPicture {
  readonly source: AzureSource;
  readonly bytes: number;
  /** EXIF orientation, as the file states it. */
  readonly orientation: number | null;
}

/** Undefined for an image that lies on a disk. */
export function imageSource(db: StationDatabase, encounter: EncounterId, sha256: Sha256): FarPicture | undefined {
  const row = statement<{ source: string | null; bytes: number; orientation: number | null }>(
    db,
    `SELECT i.source, i.bytes, json_extract(f.metadata, '$.orientation') AS orientation
     FROM encounter AS e JOIN image AS i ON i.encounter = e.pk AND i.sha256 = ?
       LEFT JOIN image_file AS x ON x.image = i.pk AND x.ordinal = 0 LEFT JOIN file AS f ON f.pk = x.file
     WHERE e.id = ?`,
  ).get(sha256, encounter);
  const source = row && sourceOf(row);
  return source ? { source, bytes: row.bytes, orientation: row.orientation } : undefined;
}

interface SourceRow {
  root: string;
  drive: Buffer | null;
  path: Buffer;
  path_text: string;
}

interface PlacedFile extends SourceFile {
  readonly path: Buffer;
}

const toSource = ({ root, drive, path, path_text }: SourceRow): PlacedFile => ({
  path: inRoot(root, path),
  root: driveOf(root, drive),
  text: `${root.replace(/\/$/, "")}/${path_text}`,
});
