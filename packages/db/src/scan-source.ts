/** Sheets and tracks of a scan job as they were read, so that grouping again needs none of their files; and column mappings. */
import { deserialize, serialize } from "node:v8";
import {
  type ErrorCode,
  type LandfallError,
  type ManifestId,
  type OfferedSource,
  type ScanJobId,
  SheetChanges,
  SheetMapping,
  type SourceError,
  type SourceKind,
} from "@landfall/protocol";
import type { Grouping, ReadSource } from "@landfall/survey";
import { type StationDatabase, statement, write } from "./database.ts";

export interface StoredSource {
  readonly kind: SourceKind;
  /** Absolute. */
  readonly path: string;
  readonly read: ReadSource;
  readonly readMs: number;
  readonly changes: SheetChanges | null;
  readonly error: SourceError | null;
}

interface Row {
  kind: SourceKind;
  path: string;
  content: Buffer;
  read_ms: number;
  changes: string | null;
  error_code: ErrorCode | null;
  error_detail: string | null;
}

/** In the order in which they were named first. */
export const scanSources = (db: StationDatabase, scanJob: ScanJobId): StoredSource[] =>
  statement<Row>(
    db,
    `SELECT kind, path, content, read_ms, changes, error_code, error_detail FROM scan_source
     WHERE scan_job = ? ORDER BY pk`,
  )
    .all(scanJob)
    .map((row) => ({
      kind: row.kind,
      path: row.path,
      read: deserialize(row.content) as ReadSource,
      readMs: row.read_ms,
      changes: row.changes === null ? null : SheetChanges.parse(JSON.parse(row.changes)),
      error: row.error_code === null ? null : { code: row.error_code, detail: row.error_detail },
    }));

/** What was read now, or why it could not be read again. */
export type NewSource = { readonly path: string } & (
  | { readonly read: ReadSource; readonly changes: SheetChanges | null }
  | { readonly error: LandfallError }
);

/** These are the job's from now on; what could not be read again stays as it was. */
export function storeScanSources(db: StationDatabase, scanJob: ScanJobId, sources: readonly NewSource[]): void {
  write(db, () => {
    statement(db, "DELETE FROM scan_source WHERE scan_job = ? AND path NOT IN (SELECT value FROM json_each(?))").run(
      scanJob,
      JSON.stringify(sources.map(({ path }) => path)),
    );
    for (const source of sources) {
      if ("error" in source)
        statement(db, "UPDATE scan_source SET error_code = ?, error_detail = ? WHERE scan_job = ? AND path = ?").run(
          source.error.code,
          source.error.detail ?? null,
          scanJob,
          source.path,
        );
      else
        statement(
          db,
          `INSERT INTO scan_source (scan_job, kind, path, content, read_ms, changes) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (scan_job, path) DO UPDATE SET kind = excluded.kind, content = excluded.content,
             read_ms = excluded.read_ms, changes = excluded.changes, error_code = NULL, error_detail = NULL`,
        ).run(
          scanJob,
          source.read.kind,
          source.path,
          serialize(source.read),
          db.now(),
          source.changes && JSON.stringify(source.changes),
        );
    }
  });
}

/** Of all jobs, each once. */
export const sourcePaths = (db: StationDatabase): string[] =>
  statement<{ path: string }>(db, "SELECT DISTINCT path FROM scan_source ORDER BY path")
    .all()
    .map(({ path }) => path);

/** What the file at this path is to a scan job; undefined where it is none's. */
export const sourceKindAt = (db: StationDatabase, path: string): SourceKind | undefined =>
  statement<{ kind: SourceKind }>(db, "SELECT kind FROM scan_source WHERE path = ?").get(path)?.kind;

/** Gives a sheet or track the path at which it lies now; not in a job that has one there already. */
export function relinkSource(db: StationDatabase, from: string, to: string): void {
  statement(db, "UPDATE OR IGNORE scan_source SET path = ? WHERE path = ?").run(to, from);
}

/** What a person has said of the columns of sheets with this header. */
export function sheetMapping(db: StationDatabase, fingerprint: string): SheetMapping | null {
  const row = statement<{ mapping: string }>(db, "SELECT mapping FROM sheet_mapping WHERE fingerprint = ?").get(
    fingerprint,
  );
  return row ? SheetMapping.parse(JSON.parse(row.mapping)) : null;
}

export function setSheetMapping(db: StationDatabase, fingerprint: string, mapping: SheetMapping): void {
  statement(
    db,
    `INSERT INTO sheet_mapping (fingerprint, mapping, set_ms) VALUES (?, ?, ?)
     ON CONFLICT (fingerprint) DO UPDATE SET mapping = excluded.mapping, set_ms = excluded.set_ms`,
  ).run(fingerprint, JSON.stringify(mapping), db.now());
}

/** Jobs that have sheets at all. */
export const jobsWithSheets = (db: StationDatabase): ScanJobId[] =>
  statement<{ id: ScanJobId }>(db, "SELECT DISTINCT scan_job AS id FROM scan_source WHERE kind = 'sheet'")
    .all()
    .map(({ id }) => id);

/** With the sheets and tracks that lie in the folders and were not used. */
export type SourcesReport = Omit<Grouping, "encounters" | "patterns" | "dates"> & {
  readonly offered: readonly OfferedSource[];
};

/** What became of the sources in the latest version of a job's manifest. */
export function sourcesReport(
  db: StationDatabase,
  scanJob: ScanJobId,
): { readonly manifest: ManifestId; readonly report: SourcesReport | null } | null {
  const row = statement<{ id: ManifestId; sources: string | null }>(
    db,
    "SELECT id, sources FROM manifest WHERE scan_job = ? AND version > 0 ORDER BY version DESC LIMIT 1",
  ).get(scanJob);
  if (!row) return null;
  return { manifest: row.id, report: row.sources === null ? null : (JSON.parse(row.sources) as SourcesReport) };
}
