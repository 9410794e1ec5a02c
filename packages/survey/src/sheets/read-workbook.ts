/** .xlsx workbooks. */
import { LandfallError } from "@landfall/protocol";
import readXlsxFile from "read-excel-file/node";
import { bounds } from "./bounds.ts";
import type { Cell } from "./cells.ts";
import type { RawTable, TableRow } from "./table.ts";
import { lookThroughXlsx } from "./xlsx-bounds.ts";
import { withMerges } from "./xlsx-merges.ts";
import type { NoValue } from "./xlsx-values.ts";

/** @throws LandfallError SHEET_TOO_LARGE, SHEET_UNREADABLE; what the file system throws */
export async function readWorkbook(path: string): Promise<RawTable[]> {
  const { epoch1904, merges, noValues } = await lookThroughXlsx(path);
  const sheets = await readXlsxFile(path).catch((cause: unknown) => {
    throw new LandfallError("SHEET_UNREADABLE", { detail: (cause as Error).message, cause });
  });
  let left: number = bounds.rows;
  return sheets.slice(0, bounds.tables).map(({ sheet, data }, index) => {
    const cells = withMerges(withNoValues(data.map(toCells), noValues[index] ?? []), merges[index] ?? []);
    const filled = cells.flatMap((row, at) => toRow(row, at + 1));
    const rows = filled.slice(0, left);
    left -= rows.length;
    return { name: sheet, rows, more: filled.length - rows.length, epoch1904 };
  });
}

/** What the reader leaves out stands as the spreadsheet shows it. */
function withNoValues(rows: Cell[][], found: readonly NoValue[]): Cell[][] {
  for (const { row, column, text } of found) {
    const cells = rows[row];
    if (!cells || column >= bounds.columns || (cells[column] ?? null) !== null) continue;
    while (cells.length < column) cells.push(null);
    cells[column] = text;
  }
  return rows;
}

const toCells = (values: readonly unknown[]): Cell[] => values.slice(0, bounds.columns).map(toCell);
const toRow = (cells: readonly Cell[], number: number): TableRow[] =>
  cells.some((cell) => cell !== null) ? [{ number, cells }] : [];

function toCell(value: unknown): Cell {
  // The reader gives wall clocks as if they were UTC; a tenth of a second of rounding is not a time that anybody wrote.
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? null : { local: roundedToSecond(value).toISOString().slice(0, 19) };
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return typeof value === "string" && value.trim() !== "" ? value.slice(0, bounds.cell) : null;
}

const roundedToSecond = (date: Date): Date => new Date(Math.round(date.getTime() / 1000) * 1000);
