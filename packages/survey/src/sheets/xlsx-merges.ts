/** Cells of a workbook that were merged downwards: a day that is written once beside all of its encounters. */

/** Rows and columns from 0; the value stands in the first of the rows. */
export interface Merge {
  readonly column: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/** More than anybody merges by hand. */
const mostMerges = 20_000;
const reference = /<(?:\w+:)?mergeCell\b[^>]*\bref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})["']/g;

/** Takes the XML of one table in pieces, as it is unpacked, and keeps nothing of it but its merges. */
export function mergeReader(): { readonly push: (text: string) => void; readonly merges: readonly Merge[] } {
  const merges: Merge[] = [];
  let rest = "";
  const push = (text: string) => {
    const seen = rest + text;
    for (const [, letters = "", first, last] of seen.matchAll(reference)) {
      const [firstRow, lastRow] = [Number(first) - 1, Number(last) - 1];
      if (lastRow > firstRow && merges.length < mostMerges)
        merges.push({ column: columnOf(letters), firstRow, lastRow });
    }
    // What the next piece goes on with: a tag that has not ended.
    const open = seen.lastIndexOf("<");
    rest = open >= 0 && !seen.includes(">", open) && seen.length - open < 200 ? seen.slice(open) : "";
  };
  return { push, merges };
}

export const columnOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** The rows, with the value of a merge in each of its rows that has anything of its own. */
export function withMerges<T>(rows: readonly (readonly (T | null)[])[], merges: readonly Merge[]): (T | null)[][] {
  const filled = rows.map((cells) => [...cells]);
  const hasAny = rows.map((cells) => cells.some((cell) => cell !== null));
  for (const { column, firstRow, lastRow } of merges) {
    const value = filled[firstRow]?.[column] ?? null;
    if (value === null) continue;
    for (let row = firstRow + 1; row <= Math.min(lastRow, filled.length - 1); row++) {
      const cells = filled[row];
      if (cells && hasAny[row] && (cells[column] ?? null) === null) cells[column] = value;
    }
  }
  return filled;
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1];

/** @returns where each table of a workbook lies in it, in the order of its tabs: `xl/worksheets/sheet1.xml` */
export function tablePaths(workbookXml: string, relationsXml: string): string[] {
  const targets = new Map(
    [...relationsXml.matchAll(/<(?:\w+:)?Relationship\b([^>]*)>/g)].map(
      ([, tag = ""]) => [attribute(tag, "Id"), attribute(tag, "Target") ?? ""] as const,
    ),
  );
  return [...workbookXml.matchAll(/<(?:\w+:)?sheet\b([^>]*)>/g)].map(([, tag = ""]) => {
    const target = targets.get(attribute(tag, "\\w+:id")) ?? "";
    return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
  });
}
