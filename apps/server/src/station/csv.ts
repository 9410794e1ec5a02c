/** CSV as of RFC 4180: safe to open in a spreadsheet, or as it is for programs. */

export type Cell = string | number | null;

/** What a spreadsheet would take for a formula; some take the wide signs too. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** Quotes are doubled where a text needs quotes. */
const quoted = (text: string): string => (/[",\r\n\t']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A number without an exponent, which the decimals of XML Schema and Darwin Core have no place for: `0.0000004`. */
export const decimal = (value: number): string =>
  String(value).includes("e-") ? value.toFixed(20).replace(/0+$/, "") : String(value);

/** @param led what is done to a text first */
const lineOf =
  (led: (text: string) => string) =>
  (cells: readonly Cell[]): string =>
    `${cells.map((value) => (typeof value === "string" ? quoted(led(value)) : value === null ? "" : decimal(value))).join(",")}\r\n`;

/** One record, with its line end. A text that would be a formula is led by an apostrophe. */
export const csvLine = lineOf((text) => (formula.test(text) ? `'${text}` : text));

/** The same for a form that programs read by its schema: to them, an apostrophe before a value is a part of the value. */
export const plainCsvLine = lineOf((text) => text);

/** The same of one line: many readers of Darwin Core Archives take every line for a record, quoted or not. */
export const oneLineCsvLine = lineOf((text) => text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, " "));
