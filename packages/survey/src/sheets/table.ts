import type { Cell } from "./cells.ts";

/** One row, by the number that a spreadsheet gives it, from 1. */
export interface TableRow {
  readonly number: number;
  readonly cells: readonly Cell[];
}

/** The rows of one table that have anything in them. */
export interface RawTable {
  /** Of the table within its file; null where the file is one table. */
  readonly name: string | null;
  readonly rows: readonly TableRow[];
  /** Rows behind those that are kept. */
  readonly more: number;
  /** Numbers that are dates count from 1904. */
  readonly epoch1904: boolean;
}
