/** CSV as of RFC 4180, safe to open in a spreadsheet. */

export type Cell = string | number | null;

/** What a spreadsheet would take for a formula. */
const formula = /^[=+\-@\t\r]/;

/** A text that would be a formula is led by an apostrophe; quotes are doubled where a text needs quotes. */
function toCell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n\t']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One record, with its line end. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(toCell).join(",")}\r\n`;
