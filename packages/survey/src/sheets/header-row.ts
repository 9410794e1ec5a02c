/** Where the header is: a title, a legend and empty rows may stand above it. */
import { cellText, isEmptyCell, isStamp } from "./cells.ts";
import { guessHeader } from "./guess-columns.ts";
import type { TableRow } from "./table.ts";

const mostRowsAbove = 40;

/** Index into the rows; −1 where no row looks like a header. */
export function headerIndexOf(rows: readonly TableRow[]): number {
  let best = -1;
  let bestScore = 1;
  rows.slice(0, mostRowsAbove).forEach((row, index) => {
    const score = scoreOf(row, rows[index + 1]);
    if (score > bestScore) {
      best = index;
      bestScore = score;
    }
  });
  return best;
}

/**
 * Of a table none of whose rows has a known word: the first of names alone that is about as broad as any other, so that a
 * person can say what its columns are. −1 where there is none.
 */
export function unknownHeaderIndexOf(rows: readonly TableRow[]): number {
  const above = rows.slice(0, mostRowsAbove).map(({ cells }) => cells.filter((cell) => !isEmptyCell(cell)));
  const broadest = above.reduce((most, { length }) => Math.max(most, length), 0);
  if (broadest < 2) return -1;
  return above.findIndex(
    (cells) => cells.length >= Math.max(2, broadest / 2) && cells.every((cell) => /\p{L}/u.test(cellText(cell))),
  );
}

/** A header is known words, and what stands below it is not. */
function scoreOf({ cells }: TableRow, below: TableRow | undefined): number {
  const texts = cells.filter((cell) => !isEmptyCell(cell));
  // A header has names only; a sentence is a title.
  if (texts.length < 2 || texts.some((cell) => isStamp(cell) || typeof cell === "number")) return 0;
  const guesses = texts.map((cell) => (cellText(cell).length > 60 ? null : guessHeader(cellText(cell))));
  const fields = new Set(guesses.flatMap((guess) => (guess ? [guess.field] : [])));
  if (fields.size === 0) return 0;
  const isBroad = below ? texts.length >= below.cells.filter((cell) => !isEmptyCell(cell)).length / 2 : true;
  return fields.size + (isBroad ? 0.5 : 0);
}

/** What stands in a row, to be compared with another one. */
export const textOfRow = ({ cells }: TableRow): string =>
  JSON.stringify(cells.map((cell) => cellText(cell).toLowerCase())).replace(/(?:,"")+\]$/, "]");

const knownNames = 2;

/** Words alone, most of them names of columns. */
export function isHeaderLike({ cells }: TableRow): boolean {
  const texts = cells.filter((cell) => !isEmptyCell(cell));
  if (texts.some((cell) => typeof cell !== "string" || cell.length > 60)) return false;
  const known = texts.flatMap((cell) => {
    const guess = guessHeader(cellText(cell));
    return guess !== null && guess.confidence >= 0.8 ? [guess.field] : [];
  });
  return new Set(known).size >= knownNames && known.length * 2 >= texts.length;
}

/** The header of another table, and not the same one again. */
export const isOtherHeader = (row: TableRow, titles: readonly string[]): boolean =>
  isHeaderLike(row) && textOfRow(row) !== textOfRow({ number: row.number, cells: titles });
