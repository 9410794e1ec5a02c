/** A header in two rows: titles over several columns, and below them what each of the columns is. */
import { type Cell, cellText, isEmptyCell } from "./cells.ts";
import { guessHeader } from "./guess-columns.ts";
import type { TableRow } from "./table.ts";

export const titleOf = (cell: Cell | undefined): string => cellText(cell ?? null).replace(/\s+/g, " ");

/** Whole names alone: a word within a longer text may be a sentence's. */
const isName = (title: string): boolean => (guessHeader(title)?.confidence ?? 0) >= 0.8;
/** What is no column by itself, and is one below a title. */
const parts = /^(?:first|last)$/i;
const isWord = (cell: Cell | undefined): boolean =>
  typeof cell === "string" && cell.trim().length <= 40 && /^[^\p{N}]*\p{L}[^\p{N}]*$/u.test(cell);

/**
 * The titles of both rows, joined: `Position` over `Lat` and `Long` → `Position Lat`, `Position Long`. Null where the lower
 * row is not of the header: it has data, or words below a title that has a column to itself.
 * A title that is merged over several columns stands in the first of them, as it does in a text table.
 */
export function joinedTitles(upper: TableRow | undefined, lower: TableRow | undefined): string[] | null {
  if (!upper || lower?.number !== upper.number + 1) return null;
  const width = Math.max(upper.cells.length, lower.cells.length);
  const columns = Array.from({ length: width }, (_, at) => ({
    title: titleOf(upper.cells[at]),
    // What is merged downwards stands in both rows.
    part: titleOf(lower.cells[at]) === titleOf(upper.cells[at]) ? "" : titleOf(lower.cells[at]),
  }));
  const own = lower.cells.filter((cell, at) => !isEmptyCell(cell) && columns[at]?.part !== "");
  if (!own.every(isWord) || !own.some((cell) => isName(titleOf(cell)) || parts.test(titleOf(cell)))) return null;
  if (!columns.some(({ title, part }) => part === "" && isName(title))) return null;
  // The title that each column stands under: its own, or that of the columns with words before it.
  const above: string[] = [];
  for (const [at, { title, part }] of columns.entries())
    above.push(title !== "" || part === "" || columns[at - 1]?.part === "" ? title : (above[at - 1] ?? ""));
  const isWide = (at: number): boolean => columns[at + 1]?.title === "" && columns[at + 1]?.part !== "";
  if (columns.some(({ title, part }, at) => title !== "" && part !== "" && !isWide(at))) return null;
  if (!columns.some(({ title, part }, at) => title !== "" && part !== "" && isWide(at))) return null;
  return columns.map(({ part }, at) => `${above[at]} ${part}`.trim());
}
