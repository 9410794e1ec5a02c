/** What stands in a cell and is no value: errors of the spreadsheet, words for nothing, marks for the row above. */
import type { Cell } from "./cells.ts";

/** A formula whose value nobody has reckoned: a program wrote it, and no spreadsheet has opened it since. */
export const withoutValue = "(formula without a value)";

/** `#N/A`, `#DIV/0!`, `#WERT!`, `####`: what a spreadsheet shows instead of a value. */
export const isErrorText = (text: string): boolean =>
  text === withoutValue || /^#(?:N\/A|NV|N\/D|[\p{Lu}¡/\d]+[!?]|#+)$/u.test(text);

/** Nothing is known, in as many words. */
export const nothing =
  /^(?:[-–—_.?]+|n[/.]a\.?|null|nan|nil|(?<na>na)|(?<unknown>unknown|unkn?\.?|none|desconocid[oa]|inconnue?|unbekannt))$/i;
/** It stands for what is written above. */
export const ditto = /^(?:["”″〃]|''|,,|idem|id\.|ditto|dito|dto\.?|same as above|as above|s\. ?o\.)$/i;
/** An error, or a word for nothing: of no use to tell what a column is. */
export const saysNothing = (cell: Cell): boolean =>
  typeof cell === "string" && (isErrorText(cell.trim()) || nothing.test(cell.trim()) || ditto.test(cell.trim()));
