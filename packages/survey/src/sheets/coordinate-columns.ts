/** A latitude or longitude over several columns: degrees, minutes and seconds, and N, S, E or W in one of its own. Pure. */
import type { SheetField, SheetMapping } from "@landfall/protocol";
import { type Cell, cellText, isEmptyCell } from "./cells.ts";
import type { Axis } from "./coordinates.ts";
import type { SheetTable } from "./read-sheet.ts";
import type { TableRow } from "./table.ts";

export interface ColumnsOfAxis {
  readonly field: SheetField;
  /** Beside that of the field itself. */
  readonly minutes: number | null;
  readonly seconds: number | null;
  readonly side: number | null;
}

export type CoordinateColumns = Readonly<Record<Axis, ColumnsOfAxis>>;

const axes = {
  latitude: { field: "decimalLatitude", word: /\blat/i, side: /^[NS]$/i },
  longitude: { field: "decimalLongitude", word: /\b(?:lon|lng)/i, side: /^[EWO]$/i },
} as const;
const minutes = /(?:^|[^\p{L}])(?:min|mins|minutes?|minutos?|minuten|minuti)(?!\p{L})|['′]\s*\)?$/iu;
const seconds = /(?:^|[^\p{L}])(?:sec|secs|seconds?|segundos?|sekunden|secondes?|secondi)(?!\p{L})|["″]\s*\)?$/iu;

type Columns = Pick<SheetTable, "columns" | "rows">;

export const coordinateColumns = (table: Columns, mapping: Pick<SheetMapping, "columns">): CoordinateColumns => ({
  latitude: ofAxis(table, mapping, "latitude"),
  longitude: ofAxis(table, mapping, "longitude"),
});

/** The field that a column beside it is read with; null for any other column. */
export function partOf(of: CoordinateColumns, column: number): SheetField | null {
  const found = [of.latitude, of.longitude].find(({ minutes: m, seconds: s, side }) => [m, s, side].includes(column));
  return found?.field ?? null;
}

function ofAxis({ columns, rows }: Columns, mapping: Pick<SheetMapping, "columns">, axis: Axis): ColumnsOfAxis {
  const { field, word, side } = axes[axis];
  const main = mapping.columns.indexOf(field);
  if (main < 0) return { field, minutes: null, seconds: null, side: null };
  const isFree = (column: number) => columns[column] !== undefined && (mapping.columns[column] ?? null) === null;
  const titled = (pattern: RegExp, near: readonly number[]): number | null => {
    const is = (column: number) => isFree(column) && pattern.test(columns[column]?.header ?? "");
    const named = columns.findIndex(({ header }, column) => is(column) && word.test(header));
    return named >= 0 ? named : (near.find((column) => is(column) && isBare(columns[column]?.header ?? "")) ?? null);
  };
  const isSide = (column: number): boolean => {
    const texts = rows.flatMap(({ cells }) => (isEmptyCell(cells[column]) ? [] : [cellText(cells[column] ?? null)]));
    return isFree(column) && texts.length > 0 && texts.every((text) => side.test(text));
  };
  const inMinutes = titled(minutes, [main + 1]);
  const inSeconds = inMinutes === null ? null : titled(seconds, [inMinutes + 1]);
  const last = inSeconds ?? inMinutes ?? main;
  return { field, minutes: inMinutes, seconds: inSeconds, side: [last + 1, main - 1].find(isSide) ?? null };
}

/** A title of a unit alone belongs to the column before it. */
const isBare = (header: string): boolean =>
  header.replace(/[^\p{L}]/gu, "").length <= 8 && !/\b(?:lat|lon|lng)/i.test(header);

/** `48 33.126 N`; what stands in the field's own column where there are no others. */
export function coordinateText(
  { field, ...others }: ColumnsOfAxis,
  of: (field: SheetField) => Cell,
  row: TableRow,
): string {
  const own = cellText(of(field));
  const at = (column: number | null) => (column === null ? "" : cellText(row.cells[column] ?? null));
  if (own === "") return "";
  return [own, at(others.minutes), at(others.seconds), at(others.side)].filter((part) => part !== "").join(" ");
}
