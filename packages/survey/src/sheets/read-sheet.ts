/** A sheet file → its tables, each with its header found. What it means is another matter: see `sheet-rows.ts`. */
import { open, stat } from "node:fs/promises";
import { extname } from "node:path";
import { LandfallError } from "@landfall/protocol";
import { withDayColumn } from "./day-columns.ts";
import { type GuessedColumn, guessColumns, headerFingerprint } from "./guess-columns.ts";
import { headerIndexOf, isHeaderLike, isOtherHeader, textOfRow, unknownHeaderIndexOf } from "./header-row.ts";
import type { RawTable, TableRow } from "./table.ts";
import { joinedTitles, titleOf } from "./two-row-header.ts";

export interface SheetTable {
  /** Of the table within its file, and its place among the others, from 1. */
  readonly name: string | null;
  readonly number: number;
  readonly columns: readonly GuessedColumn[];
  readonly fingerprint: string;
  /** The number of the row that is the header, or the first of its two. */
  readonly headerRow: number;
  readonly rows: readonly TableRow[];
  readonly more: number;
  readonly epoch1904: boolean;
}

export interface Sheet {
  readonly path: string;
  readonly format: "xlsx" | "text";
  /** Of text tables. */
  readonly encoding: string | null;
  readonly delimiter: string | null;
  /** Those in which a header was found; where no table has one of known words, those that may have another. */
  readonly tables: readonly SheetTable[];
}

export const sheetExtensions: readonly string[] = [".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm"];

/**
 * Tells by the content what it is; `.xls` and `.ods` are named for what they are.
 * @param path absolute
 * @throws LandfallError SHEET_UNREADABLE, SHEET_TOO_LARGE, SHEET_NOT_FOUND
 */
export async function readSheet(path: string): Promise<Sheet> {
  try {
    if (!(await stat(path)).isFile()) throw new LandfallError("SHEET_NOT_FOUND", { detail: path });
    return await read(path);
  } catch (cause) {
    if (cause instanceof LandfallError)
      throw new LandfallError(cause.code, { detail: detailOf(path, cause.detail), cause });
    const code = (cause as NodeJS.ErrnoException).code;
    const isAway = code === "ENOENT" || code === "ENOTDIR";
    throw new LandfallError(isAway ? "SHEET_NOT_FOUND" : "SHEET_UNREADABLE", {
      detail: detailOf(path, isAway ? undefined : (cause as Error).message),
      cause,
    });
  }
}

const detailOf = (path: string, more: string | undefined): string =>
  more === undefined || more === path ? path : `${path}: ${more}`;

async function read(path: string): Promise<Sheet> {
  const kind = await kindOf(path);
  // The libraries of the formats are loaded when a sheet is read: most commands read none.
  if (kind === "xlsx") {
    const { readWorkbook } = await import("./read-workbook.ts");
    const tables = tablesOf(await readWorkbook(path));
    return { path, format: "xlsx", encoding: null, delimiter: null, tables };
  }
  const { readTextTable } = await import("./read-text-table.ts");
  const { encoding, delimiter, table } = await readTextTable(path);
  return { path, format: "text", encoding, delimiter, tables: tablesOf([table]) };
}

async function kindOf(path: string): Promise<"xlsx" | "text"> {
  const file = await open(path, "r");
  const head = Buffer.alloc(60);
  try {
    await file.read(head, 0, head.length, 0);
  } finally {
    await file.close();
  }
  if (head.subarray(0, 4).toString("latin1") === "PK\u0003\u0004") {
    if (!head.includes("mimetypeapplication/vnd.oasis")) return "xlsx";
    throw new LandfallError("SHEET_UNREADABLE", { detail: "it is an OpenDocument table; save it as .xlsx or .csv" });
  }
  if (head.subarray(0, 4).toString("hex") === "d0cf11e0") {
    const detail = `it is an old ${extname(path) || "Excel"} file, or one with a password; save it as .xlsx or .csv`;
    throw new LandfallError("SHEET_UNREADABLE", { detail });
  }
  return "text";
}

function tablesOf(tables: readonly RawTable[]): SheetTable[] {
  const withHeader = (headerOf: typeof headerIndexOf) =>
    tables
      .flatMap((table, index) =>
        partsOf(table, headerOf(table.rows)).map((part) => toTable(part, index, headerOf(part.rows))),
      )
      .filter((table) => table !== null);
  const known = withHeader(headerIndexOf);
  return known.length > 0 ? known : withHeader(unknownHeaderIndexOf);
}

/** Tables below each other on one sheet, each from its header on; the first with what stands above it. */
function partsOf(table: RawTable, at: number): RawTable[] {
  const { titles = [], headerRow = 0 } = headerAt(table.rows, at) ?? {};
  const starts = table.rows.flatMap((row, index) =>
    index > at && index < table.rows.length - 1 && row.number > headerRow + 1 && isOtherHeader(row, titles)
      ? [index]
      : [],
  );
  return [0, ...starts].map((start, part) => ({
    ...table,
    rows: table.rows.slice(start, starts[part]),
    more: part === starts.length ? table.more : 0,
  }));
}

function toTable({ name, rows, more, epoch1904 }: RawTable, index: number, at: number): SheetTable | null {
  const header = headerAt(rows, at);
  if (!header) return null;
  const { titles, headerRow } = header;
  const above = new Set(rows.slice(0, rows.length - header.data.length).map(textOfRow));
  // A header that is printed on each page.
  const data = header.data.filter((row) => !(isHeaderLike(row) && above.has(textOfRow(row))));
  const table = withDayColumn({ titles, rows: data });
  return {
    name,
    number: index + 1,
    columns: guessColumns(table.titles, table.rows),
    fingerprint: headerFingerprint(table.titles),
    headerRow,
    rows: table.rows,
    more,
    epoch1904,
  };
}

/** What is found may be either row of a header in two rows. */
function headerAt(rows: readonly TableRow[], at: number) {
  const found = rows[at];
  if (!found) return null;
  for (const first of [at, at - 1]) {
    const titles = joinedTitles(rows[first], rows[first + 1]);
    if (titles) return { titles, headerRow: rows[first]?.number ?? found.number, data: rows.slice(first + 2) };
  }
  return { titles: found.cells.map(titleOf), headerRow: found.number, data: rows.slice(at + 1) };
}
