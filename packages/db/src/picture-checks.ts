/** Which pictures have been decoded, and what that came to. A result belongs to bytes, and so to every image that has them. */
import type { EncounterId, FindingCode, ManifestId, Sha256 } from "@landfall/protocol";
import { rawTiffExtensions } from "@landfall/survey";
import { type StationDatabase, statement, write } from "./database.ts";
import { changeFindings, deriveAll } from "./encounter-findings.ts";
import { announceManifest } from "./manifest.ts";
import { type OfPicture, storeLook } from "./near-duplicates.ts";

/** `unchecked`: its decoder gave up, or took too long; it is not tried again. */
export type PictureResult = "whole" | "damaged" | "truncated" | "undecodable" | "unchecked";

const findingsOfResults: Record<PictureResult, readonly FindingCode[]> = {
  whole: [],
  damaged: ["PICTURE_DAMAGED"],
  truncated: ["TRUNCATED"],
  undecodable: ["UNDECODABLE"],
  unchecked: ["NOT_DECODED"],
};

export const findingsOfResult = (result: string | null): readonly FindingCode[] =>
  findingsOfResults[result as PictureResult] ?? [];

/** What a decoder here decodes whole. Of a RAW file only the picture inside it could be, which says nothing of the rest. */
const decodable = [
  "image/jpeg",
  "image/png",
  "image/apng",
  "image/tiff",
  "image/webp",
  "image/avif",
  "image/gif",
  "image/heic",
  "image/heic-sequence",
  "image/heif",
]
  .map((type) => `'${type}'`)
  .join();

/** By content, or as a TIFF that its name calls RAW, of a maker whose files content does not tell. */
const isRaw = `(i.media_type LIKE 'image/x-%' OR i.media_type = 'image/tiff' AND (${[...rawTiffExtensions]
  .map((extension) => `i.file_name LIKE '%.${extension}'`)
  .join(" OR ")}))`;

const isDecodable = `i.source IS NULL AND i.media_type IN (${decodable}) AND NOT ${isRaw}`;

/** A RAW file without a JPEG beside it: the picture inside it tells what it looks like, and nothing of whether it is whole. */
const isLoneRaw = `i.source IS NULL AND ${isRaw} AND NOT EXISTS (
  SELECT 1 FROM image AS j WHERE j.encounter = i.encounter AND j.paired_with = i.file_name AND j.media_type = 'image/jpeg')`;

/** Of those that did not come to be whole, by SHA-256. */
export const findingsOfPictures = (
  db: StationDatabase,
  images: readonly string[],
): ReadonlyMap<string, readonly FindingCode[]> =>
  new Map(
    statement<{ sha256: string; result: string }>(
      db,
      `SELECT c.sha256, c.result FROM json_each(?) AS s CROSS JOIN picture_check AS c ON c.sha256 = s.value
       WHERE c.result <> 'whole'`,
    )
      .all(JSON.stringify(images))
      .map(({ sha256, result }) => [sha256, findingsOfResult(result)]),
  );

/** Of an image `i`: nobody has decoded it, and its bytes could be. */
export const isUndecoded = `${isDecodable} AND NOT EXISTS (SELECT 1 FROM picture_check AS c WHERE c.sha256 = i.sha256)`;

/** An earlier version decoded pictures without noting what they look like. */
const isDue = `(${isDecodable} OR ${isLoneRaw}) AND NOT EXISTS (SELECT 1 FROM picture_look AS l WHERE l.sha256 = i.sha256)`;

export interface PictureDue {
  readonly pk: number;
  readonly sha256: Sha256;
  readonly encounter: EncounterId;
  /** Only the picture inside it can be decoded. */
  readonly isRaw: boolean;
}

/** Images of one manifest. */
export interface ImageRange {
  readonly manifest: ManifestId;
  readonly first: number;
  readonly last: number;
}

/** Of the manifests that are not superseded, the newest first. */
export const imageRanges = (db: StationDatabase): ImageRange[] =>
  statement<ImageRange>(
    db,
    `SELECT id AS manifest, first_image AS first, last_image AS last FROM manifest
     WHERE status <> 'superseded' AND first_image IS NOT NULL ORDER BY created_ms DESC, version DESC`,
  ).all();

/** A look at so many images at once, for the station does other things in between. */
const lookedAt = 500;

/**
 * The pictures among the next images of a range that are still to be decoded.
 * @returns `next` is where to go on; null at the range's end
 */
export function picturesDue(
  db: StationDatabase,
  { first, last }: ImageRange,
): { due: PictureDue[]; next: number | null } {
  const end = Math.min(last, first + lookedAt - 1);
  const due = statement<Omit<PictureDue, "isRaw"> & { isRaw: number }>(
    db,
    `SELECT i.pk, i.sha256, e.id AS encounter, ${isRaw} AS isRaw FROM image AS i JOIN encounter AS e ON e.pk = i.encounter
     WHERE i.pk BETWEEN ? AND ? AND ${isDue} ORDER BY i.pk`,
  ).all(first, end);
  return { due: due.map((each) => ({ ...each, isRaw: each.isRaw === 1 })), next: end < last ? end + 1 : null };
}

export const isPictureChecked = (db: StationDatabase, sha256: Sha256): boolean =>
  statement(db, "SELECT 1 FROM picture_look WHERE sha256 = ?").get(sha256) !== undefined;

const ofPictures = new Set<FindingCode>(["TRUNCATED", "UNDECODABLE", "PICTURE_DAMAGED", "NOT_DECODED"]);

/** What decoding a picture came to. */
export interface DecodedPicture {
  /** Null where decoding says nothing of the file: only the picture inside a RAW file was looked at. */
  readonly result: PictureResult | null;
  /** Sixteen bytes; null where it shows too little, or is not known. */
  readonly look: Uint8Array | null;
}

/** Notes the result, and finds what it says at every image of these bytes. An image that ends too early by its structure stays so. */
export function storePictureCheck(db: StationDatabase, sha256: Sha256, { result, look }: DecodedPicture): void {
  write(db, () => {
    if (result !== null)
      statement(
        db,
        `INSERT INTO picture_check (sha256, result, checked_ms) VALUES (?, ?, ?)
         ON CONFLICT (sha256) DO UPDATE SET result = excluded.result, checked_ms = excluded.checked_ms`,
      ).run(sha256, result, db.now());
    const add = findingsOfResult(result);
    const images = add.length === 0 ? [] : imagesOf(db, sha256);
    const damaged = images.filter(({ pk }) => changeFindings(db, pk, { without: ofPictures, add }));
    deriveAll(
      db,
      damaged.map(({ encounter }) => encounter),
    );
    const changed = [...damaged, ...storeLook(db, sha256, look)];
    for (const manifest of new Set(changed.map((image) => image.manifest))) announceManifest(db, manifest);
  });
}

const imagesOf = (db: StationDatabase, sha256: Sha256): OfPicture[] =>
  statement<OfPicture>(
    db,
    `SELECT i.pk, e.id AS encounter, m.id AS manifest FROM image AS i JOIN encounter AS e ON e.pk = i.encounter
       JOIN manifest AS m ON m.id = e.manifest WHERE i.sha256 = ? AND m.status <> 'superseded'`,
  ).all(sha256);
