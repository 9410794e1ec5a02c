/** Files found. One state of a file is one row, which is also what the hash cache answers from. */
import type { AzureSource, Bucket, FindingCode, Md5, ReasonCode, Sha256 } from "@landfall/protocol";
import {
  type FileKey,
  type FolderMark,
  type FoundFile,
  type GroupInput,
  type ImageMetadata,
  readerVersion,
} from "@landfall/survey";
import { type StationDatabase, statement, write } from "./database.ts";
import { rememberFolder, takeFolder } from "./folder.ts";
import { findingsOfResult } from "./picture-checks.ts";
import { isPassing } from "./unread-files.ts";

interface ContentRow {
  pk: number;
  path_text: string;
  size: number;
  bucket: Bucket;
  reason: ReasonCode | null;
  media_type: string | null;
  sha256: Sha256 | null;
  md5: Md5 | null;
  picture_sha256: Sha256 | null;
  source: string | null;
  metadata: string | null;
  findings: string;
}

type Content = Omit<FoundFile, keyof FileKey | "root" | "ino">;

const contentColumns =
  "f.pk, f.path_text, f.size, f.bucket, f.reason, f.media_type, f.sha256, f.md5, f.picture_sha256, f.source, f.metadata, f.findings";

const contentOf = (row: ContentRow): Content => ({
  bucket: row.bucket,
  reason: row.reason,
  mediaType: row.media_type,
  sha256: row.sha256,
  md5: row.md5,
  pictureSha256: row.picture_sha256,
  ...(row.source !== null && { source: JSON.parse(row.source) as AzureSource }),
  metadata: row.metadata === null ? null : (JSON.parse(row.metadata) as ImageMetadata),
  findings: row.findings === "[]" ? noFindings : (JSON.parse(row.findings) as FindingCode[]),
});

/** One for all: most files have none, and all of a reading are in memory at once. */
const noFindings: readonly FindingCode[] = [];

function rootPk(db: StationDatabase, path: string): number {
  statement(db, "INSERT INTO root (path) VALUES (?) ON CONFLICT (path) DO NOTHING").run(path);
  return (statement<{ pk: number }>(db, "SELECT pk FROM root WHERE path = ?").get(path) as { pk: number }).pk;
}

/**
 * What is known of an unchanged file; undefined when it has to be read. Files that could not be read are always tried
 * again: what was in the way leaves no trace in the file itself.
 */
export function knownFile(db: StationDatabase, root: string, key: FileKey): FoundFile | undefined {
  const row = statement<ContentRow & { ino: string | null }>(
    db,
    `SELECT ${contentColumns}, CAST(f.ino AS TEXT) AS ino FROM file AS f
     WHERE f.root = (SELECT pk FROM root WHERE path = ?) AND f.path = ? AND f.size = ? AND f.mtime_ns = ?
       AND f.reader_version = ? AND (f.sha256 IS NOT NULL OR f.ino IS NULL) AND f.bucket <> 'unreadable'`,
  ).get(root, key.pathBytes, key.size, key.mtimeNs, readerVersion);
  if (!row) return undefined;
  return { ...key, root: 0, ino: row.ino === null ? null : BigInt.asUintN(64, BigInt(row.ino)), ...contentOf(row) };
}

/** The same for many files of one root, in their order; null for one that has to be read. */
export const knownFiles = (db: StationDatabase, root: string, keys: readonly FileKey[]): (FoundFile | null)[] =>
  keys.map((key) => knownFile(db, root, key) ?? null);

/**
 * Stores one batch of a reading, in scan order, with the folders that end in it; `first` is the ordinal of its first file.
 * @returns the ordinal behind its last
 */
export function storeFiles(
  db: StationDatabase,
  reading: number,
  roots: readonly string[],
  first: number,
  batch: readonly FoundFile[],
  folders: readonly FolderMark[] = [],
): number {
  return write(db, () => {
    const rootPks = roots.map((root) => rootPk(db, root));
    let ordinal = first;
    let next = 0;
    const storeTo = (end: number) => {
      for (; next < end; next++) {
        const found = batch[next] as FoundFile;
        const file = storeFile(db, rootPks[found.root] as number, found);
        statement(db, "INSERT INTO reading_file (reading, ordinal, file) VALUES (?, ?, ?)").run(reading, ordinal, file);
        ordinal += 1;
      }
    };
    for (const mark of folders) {
      storeTo(mark.at);
      const pk = rootPks[mark.root] as number;
      if (mark.isKnown) {
        takeFolder(db, reading, roots[mark.root] as string, pk, mark, ordinal);
        ordinal += mark.files;
      } else rememberFolder(db, reading, pk, mark, ordinal);
    }
    storeTo(batch.length);
    return ordinal;
  });
}

function storeFile(db: StationDatabase, root: number, found: FoundFile): number {
  const known = statement<{ pk: number }>(
    db,
    `SELECT pk FROM file WHERE root = ? AND path = ? AND size = ? AND mtime_ns = ? AND reader_version = ?
       AND sha256 IS ? AND bucket = ?`,
  ).get(root, found.pathBytes, found.size, found.mtimeNs, readerVersion, found.sha256, found.bucket);
  if (known) return known.pk;
  const stored = statement<{ pk: number }>(
    db,
    `INSERT INTO file (root, path, path_text, size, mtime_ns, ino, bucket, reason, media_type, sha256, md5,
       picture_sha256, source, metadata, findings, reader_version)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (root, path, size, mtime_ns) DO UPDATE SET ino = excluded.ino, bucket = excluded.bucket,
       reason = excluded.reason, media_type = excluded.media_type, sha256 = excluded.sha256, md5 = excluded.md5,
       picture_sha256 = excluded.picture_sha256, source = excluded.source,
       metadata = excluded.metadata, findings = excluded.findings, reader_version = excluded.reader_version
     WHERE sha256 IS NULL OR NOT (${isPassing("excluded")})
     RETURNING pk`,
  ).get(
    root,
    found.pathBytes,
    found.path,
    found.size,
    found.mtimeNs,
    found.ino === null ? null : BigInt.asIntN(64, found.ino),
    found.bucket,
    found.reason,
    found.mediaType,
    found.sha256,
    found.md5,
    found.pictureSha256,
    found.source ? JSON.stringify(found.source) : null,
    found.metadata === null ? null : JSON.stringify(found.metadata),
    JSON.stringify(found.findings),
    readerVersion,
  );
  return stored?.pk ?? keptAt(db, root, found);
}

/** What is known of a file in this very state stays, where it cannot be read at the moment: it is read again the next time. */
const keptAt = (db: StationDatabase, root: number, { pathBytes, size, mtimeNs }: FileKey): number =>
  (
    statement<{ pk: number }>(db, "SELECT pk FROM file WHERE root = ? AND path = ? AND size = ? AND mtime_ns = ?").get(
      root,
      pathBytes,
      size,
      mtimeNs,
    ) as { pk: number }
  ).pk;

/** With what decoding it came to, since or ever. */
function withDecoded<Content extends Pick<GroupInput, "findings" | "bucket">>(
  content: Content,
  result: string | null,
): Content {
  const more = content.bucket === "image" ? findingsOfResult(result) : [];
  return more.length === 0 ? content : { ...content, findings: [...new Set([...content.findings, ...more])] };
}

export const countFiles = (db: StationDatabase, reading: number): number =>
  statement<{ n: number }>(db, "SELECT COUNT(*) AS n FROM reading_file WHERE reading = ?").get(reading)?.n ?? 0;

/** SQLite makes a text anew for each row. */
function textsOnce(): <Text extends string>(text: Text) => Text {
  const known = new Map<string, string>();
  return <Text extends string>(text: Text): Text => {
    const one = known.get(text) ?? text;
    known.set(text, one);
    return one as Text;
  };
}

/** All files of a reading in scan order, as grouping takes them; `root` is an index into `roots`. */
export function readingFiles(
  db: StationDatabase,
  reading: number,
  roots: readonly string[],
): { pks: number[]; files: (GroupInput & { reason: ReasonCode | null })[] } {
  const read = { pks: [] as number[], files: [] as (GroupInput & { reason: ReasonCode | null })[] };
  const once = textsOnce();
  // Row by row: all at once they would take as much again.
  for (const row of statement<ContentRow & { root: string; result: string | null; gone: 0 | 1 }>(
    db,
    `SELECT ${contentColumns}, r.path AS root, c.result, x.gone FROM reading_file AS x JOIN file AS f ON f.pk = x.file
       JOIN root AS r ON r.pk = f.root LEFT JOIN picture_check AS c ON c.sha256 = f.sha256
     WHERE x.reading = ? ORDER BY x.ordinal`,
  ).iterate(reading)) {
    read.pks.push(row.pk);
    const { bucket, reason, mediaType, sha256, md5, pictureSha256, source, metadata, findings } = withDecoded(
      contentOf(row),
      row.result,
    );
    // Written out: an object that is put together of others takes twice as much.
    read.files.push({
      root: roots.indexOf(row.root),
      path: row.path_text,
      size: row.size,
      bucket: once(bucket),
      reason,
      mediaType: mediaType === null ? null : once(mediaType),
      sha256,
      md5,
      pictureSha256,
      metadata,
      findings: row.gone ? [...findings, "DELIVERED_GONE"] : findings,
      ...(source && { source }),
    });
  }
  return read;
}
