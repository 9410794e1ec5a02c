/** What a person sees of a scan job's sheets and tracks, and what they may change: which are used, and what their columns are. */
import path from "node:path";
import {
  finishedReadings,
  jobsWithSheets,
  markRegroupDue,
  type Reading,
  type StationDatabase,
  scanJobView,
  scanSources,
  setSheetMapping,
  sheetMapping,
  sourcesReport,
  storeScanSources,
  toInstant,
  write,
} from "@landfall/db";
import {
  type ActivityActor,
  LandfallError,
  type Regrouped,
  type ScanJobId,
  type SheetMapping,
  type SheetTableView,
  type SourcePaths,
  type SourcesView,
} from "@landfall/protocol";
import {
  cellText,
  coordinateColumns,
  guessedMapping,
  isOfSightings,
  orderOf,
  partOf,
  type SheetReport,
  type SheetTable,
} from "@landfall/survey";
import { note } from "./activity.ts";
import type { WithDrafts } from "./drafts.ts";
import { readSources } from "./read-sources.ts";

export function sourcesView(db: StationDatabase, id: ScanJobId): SourcesView {
  scanJobView(db, id);
  const stored = scanSources(db, id);
  const latest = sourcesReport(db, id);
  const report = latest?.report ?? null;
  return {
    scanJobId: id,
    manifestId: latest?.manifest ?? null,
    sources: stored.map(({ kind, path: file, readMs, error, changes }) => ({
      kind,
      path: file,
      name: path.basename(file),
      readAt: toInstant(readMs),
      error,
      changes,
    })),
    tables: stored.flatMap(({ read }) =>
      read.kind === "sheet"
        ? read.sheet.tables.map((table) =>
            tableView(
              db,
              read.sheet.path,
              table,
              report?.sheets.find((each) => isOf(each, read.sheet.path, table)),
            ),
          )
        : [],
    ),
    tracks: [...(report?.tracks ?? [])],
    withoutRow: (report?.withoutRow ?? []).map((each) => ({ ...each, examples: [...each.examples] })),
    offered: [...(report?.offered ?? [])],
  };
}

/** A report of an earlier version knows one table of a sheet. */
const isOf = (report: SheetReport, file: string, { number, headerRow }: SheetTable): boolean =>
  report.path === file && report.table === number && (report.headerRow ?? headerRow) === headerRow;

const samplesShown = 3;

function tableView(
  db: StationDatabase,
  file: string,
  table: SheetTable,
  report: SheetReport | undefined,
): SheetTableView {
  const said = sheetMapping(db, table.fingerprint);
  const mapping = said ?? guessedMapping(table);
  const coordinates = coordinateColumns(table, mapping);
  return {
    path: file,
    name: path.basename(file),
    table: table.number,
    tableName: table.name,
    fingerprint: table.fingerprint,
    headerRow: table.headerRow,
    columns: table.columns.map(({ header, confidence }, column) => ({
      header,
      field: mapping.columns[column] ?? null,
      confidence: said ? null : confidence,
      samples: samplesOf(table, column),
      partOf: partOf(coordinates, column),
    })),
    isMapped: said !== null,
    dayMonthOrder: mapping.dayMonthOrder,
    provenOrder: orderOf({ table, mapping: { ...mapping, dayMonthOrder: null } }),
    match: report && isOfSightings(mapping) ? matchOf(report) : null,
  };
}

/** The first few texts that are not alike. */
function samplesOf({ rows }: SheetTable, column: number): string[] {
  const samples = new Set<string>();
  for (const { cells } of rows) {
    const text = cellText(cells[column] ?? null);
    if (text !== "") samples.add(text.slice(0, 60));
    if (samples.size === samplesShown) break;
  }
  return [...samples];
}

const matchOf = ({ rows, more, used, matched, unused, unusedCount, problems, problemCount }: SheetReport) => ({
  rows,
  more,
  used,
  matched,
  unused: [...unused],
  unusedCount,
  problems: [...problems],
  problemCount,
});

/** The latest reading of a job that came to its end. */
function readingOf(db: StationDatabase, id: ScanJobId): Reading | undefined {
  return finishedReadings(db, scanJobView(db, id).populationId).find(({ scanJob }) => scanJob === id);
}

/** Reads them and groups the job's photographs again. ALREADY_RUNNING while these are being read. */
export async function setSources(
  { db, drafts }: WithDrafts,
  id: ScanJobId,
  asked: SourcePaths,
  actor: ActivityActor,
): Promise<SourcesView> {
  const refuseRunning = () => {
    const { state, name } = scanJobView(db, id);
    if (state === "running") throw new LandfallError("ALREADY_RUNNING", { detail: `scan job ${name}` });
  };
  refuseRunning();
  const sources = await readSources(db, id, asked);
  const readings = write(db, () => {
    refuseRunning();
    storeScanSources(db, id, sources);
    note(db, actor, {
      category: "scan",
      action: "sourcesSet",
      subject: [{ kind: "scanJob", id, name: scanJobView(db, id).name }],
      detail: sources.map(({ path: file }) => file).join(", ") || "none",
    });
    const due = [readingOf(db, id) ?? []].flat();
    markRegroupDue(db, due);
    return due;
  });
  await drafts.regroup(readings, actor);
  return sourcesView(db, id);
}

const mappingText = ({ columns, dayMonthOrder }: SheetMapping): string =>
  [columns.map((field) => field ?? "–").join(", "), ...(dayMonthOrder ? [dayMonthOrder] : [])].join("; ");

/** Remembers it for every sheet with this header, and groups again where one is used. */
export async function mapSheet(
  { db, drafts }: WithDrafts,
  fingerprint: string,
  mapping: SheetMapping,
  actor: ActivityActor,
): Promise<{ regrouped: Pick<Regrouped, "scanJobId" | "manifestId">[] }> {
  const readings = write(db, () => {
    setSheetMapping(db, fingerprint, mapping);
    note(db, actor, { category: "scan", action: "sheetMapped", subject: [], detail: mappingText(mapping) });
    const touched = jobsWithSheets(db).filter((id) =>
      scanSources(db, id).some(
        ({ read }) => read.kind === "sheet" && read.sheet.tables.some((table) => table.fingerprint === fingerprint),
      ),
    );
    const due = touched.map((id) => readingOf(db, id)).filter((reading) => reading !== undefined);
    markRegroupDue(db, due);
    return due;
  });
  const regrouped = await drafts.regroup(readings, actor);
  return { regrouped: regrouped.map(({ scanJobId, manifestId }) => ({ scanJobId, manifestId })) };
}
