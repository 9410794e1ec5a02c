/** The sheets and tracks of a scan job as grouping takes them. */
import path from "node:path";
import { type StationDatabase, scanSources, sheetMapping } from "@landfall/db";
import {
  isAzureFolder,
  type OfferedSource,
  type ScanJobId,
  type SheetMapping,
  type SourcesSummary,
} from "@landfall/protocol";
import {
  type GroupInput,
  type Grouping,
  guessedMapping,
  isOfSightings,
  type ReadSource,
  type SheetSource,
  type SheetTable,
  type Track,
} from "@landfall/survey";
import { sourceKindOf } from "./source-kind.ts";

export const mappingOf = (db: StationDatabase, table: SheetTable): SheetMapping =>
  sheetMapping(db, table.fingerprint) ?? guessedMapping(table);

/** The tables of a sheet that are lists of sightings. */
export function tablesOf(db: StationDatabase, read: ReadSource): SheetSource[] {
  if (read.kind !== "sheet") return [];
  const { path: file, tables } = read.sheet;
  return tables
    .map((table) => ({ path: file, name: path.basename(file), table, mapping: mappingOf(db, table) }))
    .filter(({ mapping }) => isOfSightings(mapping));
}

export interface SourceOptions {
  readonly sheets: readonly SheetSource[];
  readonly tracks: readonly Track[];
  /** Of all files that are used, whatever is in them; */
  readonly paths: ReadonlySet<string>;
  /** and of the sheets among them. */
  readonly sheetPaths: readonly string[];
}

export function sourcesOf(db: StationDatabase, scanJob: ScanJobId): SourceOptions {
  const stored = scanSources(db, scanJob);
  const reads = stored.map(({ read }) => read);
  return {
    sheets: reads.flatMap((read) => tablesOf(db, read)),
    tracks: reads.flatMap((read) => (read.kind === "track" ? read.tracks : [])),
    paths: new Set(stored.map(({ path: file }) => file)),
    sheetPaths: stored.flatMap(({ kind, path: file }) => (kind === "sheet" ? [file] : [])),
  };
}

const mostOffered = 50;
/** Cells that are named in short; the others are counted, and listed with their sheet. */
const cellsNamed = 5;

/** Sheets and tracks that lie in the folders and are not used. Whether they are of these photographs is for a person to say. */
export function offeredIn(
  files: readonly GroupInput[],
  roots: readonly string[],
  used: ReadonlySet<string>,
): OfferedSource[] {
  const offered: OfferedSource[] = [];
  for (const { bucket, path: below, root, findings } of files) {
    const folder = roots[root] ?? "";
    const kind = sourceKindOf(path.basename(below));
    if (bucket !== "ignored" || kind === null || isAzureFolder(folder) || findings.includes("NAME_NOT_UTF8")) continue;
    const full = path.join(folder, below);
    if (!used.has(full)) offered.push({ kind, path: full, name: path.basename(below) });
    if (offered.length === mostOffered) break;
  }
  return offered;
}

/**
 * @param named the sheets that are used, whatever is in them
 * @returns null where there is nothing to say of them
 */
export function summaryOf(
  { sheets, tracks, withoutRow }: Grouping,
  named: readonly string[],
  offered: readonly OfferedSource[],
): SourcesSummary | null {
  if (sheets.length + tracks.length + named.length + offered.length === 0) return null;
  const understood = new Set(sheets.map((sheet) => sheet.path));
  return {
    notUnderstood: named.filter((file) => !understood.has(file)).map((file) => path.basename(file)),
    sheets: sheets.map(
      ({ path: file, table, headerRow, name, tableName, rows, used, matched, problems, problemCount }) => ({
        name,
        tableName,
        fromRow: sheets.filter((each) => each.path === file && each.table === table).length > 1 ? headerRow : null,
        rows,
        used,
        photographs: Object.values(matched).reduce((sum, count) => sum + count, 0),
        problems: problemCount,
        cells: problems.slice(0, cellsNamed).map(({ place, column, raw, code }) => ({ place, column, raw, code })),
      }),
    ),
    tracks: tracks.map(({ name, placed, withoutZone }) => ({ name, placed, withoutZone })),
    withoutRow: withoutRow.reduce((sum, { count }) => sum + count, 0),
    offered: [...offered],
  };
}
