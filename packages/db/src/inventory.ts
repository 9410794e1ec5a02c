/** A manifest's files and images in pages: for the export, and for checking receipts. */
import type {
  AzureSource,
  EncounterId,
  ExportEntry,
  FindingCode,
  ImageState,
  ManifestId,
  Md5,
  Receipt,
  ReviewState,
  Sha256,
} from "@landfall/protocol";
import type { ImageMetadata } from "@landfall/survey";
import { read, type StationDatabase, statement } from "./database.ts";
import { bytesKnownAs, type ImageDbRow, sourceOf } from "./image-row.ts";
import { manifestRecord } from "./manifest.ts";

interface FileRow extends Pick<ExportEntry, "sha256" | "bucket" | "reason" | "encounter" | "root"> {
  path_text: string;
  media_type: string | null;
  metadata: string | null;
  findings: string;
  image_findings: string | null;
  track_position: string | null;
}

export interface Page<Item> {
  readonly items: Item[];
  /** To be given as `after` for the next page; null at the end. */
  readonly next: number | null;
}

/** One entry for every file found, in scan order. `after` counts the files of the pages before. */
export function exportPage(db: StationDatabase, manifest: ManifestId, after: number, limit: number): Page<ExportEntry> {
  return read(db, () => {
    const { reading } = manifestRecord(db, manifest);
    const rows = statement<FileRow>(
      db,
      `SELECT f.path_text, r.path AS root, CASE WHEN f.source IS NULL THEN f.sha256 ELSE i.hashed END AS sha256,
         f.media_type, f.bucket, f.reason, f.metadata, f.findings,
         e.id AS encounter, i.findings AS image_findings, i.track_position
       FROM reading_file AS x JOIN file AS f ON f.pk = x.file JOIN root AS r ON r.pk = f.root
         LEFT JOIN image AS i ON i.pk = (
           SELECT own.pk FROM image_file AS y JOIN image AS own ON own.pk = y.image
             JOIN encounter AS of ON of.pk = own.encounter
           WHERE y.file = f.pk AND of.manifest = @manifest LIMIT 1)
         LEFT JOIN encounter AS e ON e.pk = i.encounter
       WHERE x.reading = @reading AND x.ordinal >= @after AND x.ordinal < @after + @limit ORDER BY x.ordinal`,
    ).all({ manifest, reading, after, limit });
    return { items: rows.map(toEntry), next: rows.length < limit ? null : after + limit };
  });
}

function toEntry(row: FileRow): ExportEntry {
  const metadata = row.metadata === null ? null : (JSON.parse(row.metadata) as ImageMetadata);
  const findings: FindingCode[] = [...JSON.parse(row.findings), ...JSON.parse(row.image_findings ?? "[]")];
  return {
    filePath: row.path_text,
    root: row.root,
    sha256: row.sha256,
    mediaType: row.media_type,
    bucket: row.bucket,
    reason: row.reason,
    localTime: metadata?.localTime ?? null,
    offset: metadata?.offset ?? null,
    offsetSource: metadata?.offsetSource ?? null,
    timeSource: metadata?.timeSource ?? null,
    decimalLatitude: metadata?.decimalLatitude ?? null,
    decimalLongitude: metadata?.decimalLongitude ?? null,
    trackPosition: row.track_position === null ? null : JSON.parse(row.track_position),
    recordedBy: metadata?.recordedBy?.value ?? null,
    orientation: metadata?.orientation ?? null,
    width: metadata?.width ?? null,
    height: metadata?.height ?? null,
    encounter: row.encounter,
    findings: [...new Set(findings)],
  };
}

export interface Deliverable {
  readonly encounter: EncounterId;
  /** What the station knows it by. */
  readonly sha256: Sha256;
  /** Of its bytes; null for an image in a container until a receipt says it. */
  readonly bytesSha256: Sha256 | null;
  readonly md5: Md5;
  readonly source: AzureSource | null;
  readonly bytes: number;
  readonly state: ImageState;
  readonly receipt: Receipt | null;
  /** Of its encounter. */
  readonly review: ReviewState;
  readonly filePath: string;
}

/**
 * Images that have a receipt, whatever became of their encounters since, and those that should have one: of approved encounters,
 * without what is left out. `after` is a cursor, 0 at first.
 */
export function deliverablePage(
  db: StationDatabase,
  manifest: ManifestId,
  after: number,
  limit: number,
): Page<Deliverable> {
  return read(db, () => {
    manifestRecord(db, manifest);
    const bounds = statement<{ first: number | null; last: number | null }>(
      db,
      "SELECT first_image AS first, last_image AS last FROM manifest WHERE id = ?",
    ).get(manifest);
    const rows = statement<Omit<Deliverable, "source"> & Pick<ImageDbRow, "pk" | "source">>(
      db,
      `SELECT i.pk, e.id AS encounter, i.sha256, ${bytesKnownAs} AS bytesSha256, i.md5, i.source, i.bytes,
          i.state, COALESCE(i.receipt, i.kept_receipt) AS receipt, e.review, COALESCE(f.path_text, i.file_name) AS filePath
       FROM image AS i CROSS JOIN encounter AS e ON e.pk = i.encounter
         LEFT JOIN image_file AS x ON x.image = i.pk AND x.ordinal = 0 LEFT JOIN file AS f ON f.pk = x.file
       WHERE i.pk > ? AND i.pk <= ? AND e.manifest = ?
         AND ((e.review = 'approved' AND i.state <> 'skipped') OR i.receipt IS NOT NULL OR i.kept_receipt IS NOT NULL)
       ORDER BY i.pk LIMIT ?`,
    ).all(Math.max(after, (bounds?.first ?? 1) - 1), bounds?.last ?? 0, manifest, limit);
    return {
      items: rows.map(({ pk: _, ...row }) => ({ ...row, source: sourceOf(row) })),
      next: rows.length < limit ? null : (rows.at(-1)?.pk ?? null),
    };
  });
}
