/** Cells of a workbook that show an error, or have a formula that nobody has reckoned: the reader gives them as empty. */
import { withoutValue } from "./no-value.ts";
import { columnOf } from "./xlsx-merges.ts";

/** Row and column from 0. */
export interface NoValue {
  readonly row: number;
  readonly column: number;
  /** `#DIV/0!`, or {@link withoutValue}. */
  readonly text: string;
}

/** More than anybody mends by hand; of one sheet. */
const mostNoted = 20_000;
/** Characters of a cell that are kept until its end is there. */
const longestOpen = 10_000;
const tag = /<(?:\w+:)?(c|f|v|is)\b([^>]*)>(#[^<]{1,20})?|<\/(?:\w+:)?c>/g;

interface Open {
  readonly at: RegExpExecArray | null;
  readonly isError: boolean;
  hasFormula: boolean;
  hasValue: boolean;
}

/** Takes the XML of one table in pieces, as it is unpacked. */
export function noValueReader(): { readonly push: (text: string) => void; readonly found: readonly NoValue[] } {
  const found: NoValue[] = [];
  let rest = "";
  let cell: Open | null = null;
  const note = (of: Open | null, text: string) => {
    const [, letters = "", row] = of?.at ?? [];
    if (letters !== "" && found.length < mostNoted)
      found.push({ row: Number(row) - 1, column: columnOf(letters), text });
  };
  const push = (text: string) => {
    const seen = rest + text;
    const last = seen.lastIndexOf("<c ");
    const open = last >= 0 && !seen.includes("</c>", last) ? last : seen.lastIndexOf("<");
    // What the next piece goes on with: a cell or a tag that has not ended.
    const end = open >= 0 && seen.length - open < longestOpen ? open : seen.length;
    rest = seen.slice(end);
    const whole = seen.slice(0, end);
    // Most sheets have neither.
    if (cell === null && !/<(?:\w+:)?f[\s/>]|t=["']e["']/.test(whole)) return;
    for (const [all, name, attributes = "", error] of whole.matchAll(tag)) {
      if (name === "c") {
        const isClosed = attributes.endsWith("/");
        cell = isClosed
          ? null
          : {
              at: /\br=["']([A-Z]{1,3})(\d{1,7})["']/.exec(attributes),
              isError: /\bt=["']e["']/.test(attributes),
              hasFormula: false,
              hasValue: false,
            };
      } else if (cell !== null && name === "f") cell.hasFormula = true;
      else if (cell !== null && name !== undefined) {
        // An empty text is a value too.
        cell.hasValue = true;
        if (cell.isError && error !== undefined) note(cell, error);
      } else if (all.startsWith("</")) {
        if (cell?.hasFormula && !cell.hasValue) note(cell, withoutValue);
        cell = null;
      }
    }
  };
  return { push, found };
}
