/** The cells of one row by what their columns are, without those that say nothing; what a spreadsheet has made of others is named. */
import { columnTitle, type RowProblemCode, type SheetField } from "@landfall/protocol";
import type { SheetSource } from "../ports.ts";
import { type Cell, cellText, isStamp } from "./cells.ts";
import { type CoordinateColumns, coordinateText } from "./coordinate-columns.ts";
import type { Axis } from "./coordinates.ts";
import { ditto, isErrorText, nothing } from "./no-value.ts";
import type { RowProblem } from "./row-problem.ts";
import type { TableRow } from "./table.ts";

/** The cells of a row that has been mapped. */
export interface Cells {
  readonly of: (field: SheetField) => Cell;
  readonly header: (field: SheetField) => string;
  /** Of its column, for a person. */
  readonly title: (field: SheetField) => string;
  /** Of all columns of a latitude or longitude, put together. */
  readonly coordinate: (axis: Axis) => string;
  readonly problems: readonly RowProblem[];
}

/** `NA` may be somebody's initials, or a catalogue's. */
const named: ReadonlySet<SheetField> = new Set(["recordedBy", "organismName", "encounterNumber", "parentEventID"]);
/** Of what a row may know nothing; elsewhere the same word is a value. */
const mayBeUnknown: ReadonlySet<SheetField> = new Set([
  "recordedBy",
  "organismName",
  "locality",
  "eventDate",
  "startTime",
  "endTime",
]);
/** Fields in which a date is none that anybody typed. */
const neverDates: ReadonlySet<SheetField> = new Set([
  "encounterNumber",
  "parentEventID",
  "locality",
  "recordedBy",
  "organismName",
  "scientificName",
  "vernacularName",
  "behavior",
  "fileName",
  "folder",
]);

function read(field: SheetField, cell: Cell): { readonly cell: Cell; readonly code?: RowProblemCode } {
  if (isStamp(cell)) return neverDates.has(field) ? { cell: null, code: "MADE_A_DATE" } : { cell };
  if (typeof cell !== "string") return { cell };
  const text = cell.trim();
  if (isErrorText(text)) return { cell: null, code: "CELL_ERROR" };
  if (ditto.test(text)) return { cell: null, code: "DITTO" };
  const match = nothing.exec(text);
  if (match === null) return { cell };
  const isValue = (match.groups?.na && named.has(field)) || (match.groups?.unknown && !mayBeUnknown.has(field));
  return { cell: isValue ? cell : null };
}

export function cellsOf({ table, mapping }: SheetSource, row: TableRow, coordinates: CoordinateColumns): Cells {
  const at = new Map(mapping.columns.map((field, column) => [field, column] as const));
  const header = (field: SheetField) => table.columns[at.get(field) ?? -1]?.header ?? field;
  const title = (field: SheetField) => columnTitle(header(field), at.get(field) ?? 0);
  const problems: RowProblem[] = [];
  const known = new Map<SheetField, Cell>();
  for (const [field, column] of at) {
    if (field === null) continue;
    const { cell, code } = read(field, row.cells[column] ?? null);
    known.set(field, cell);
    if (code) problems.push({ code, column: title(field), raw: cellText(row.cells[column] ?? null) });
  }
  const of = (field: SheetField) => known.get(field) ?? null;
  return { of, header, title, problems, coordinate: (axis) => coordinateText(coordinates[axis], of, row) };
}
