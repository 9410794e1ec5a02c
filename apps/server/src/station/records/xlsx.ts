/**
 * A workbook (ECMA-376) made row by row. Libraries that write workbooks keep all cells until the end: 100,000 images took
 * one of them 1.5 GB and 47 seconds, in which the station does nothing else. Two tables of texts and numbers need little.
 */
import { type Row, type Table, valuesOf } from "./tables.ts";
import type { ZipEntry } from "./zip.ts";

/** With the row of names. */
export const rowsOfSheet = 1_048_576;

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";

const marks: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const hex = (character: string) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;

/** What XML cannot hold is written `_x0007_`, and what looks like that is told apart. */
const escapeText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, hex)
    .replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);

const styleOf = { name: 1, text: 2 } as const;

/** A text is a text for good: its style has the mark that an apostrophe sets, so that editing it makes no formula of it. */
const textCell = (address: string, text: string, style: keyof typeof styleOf): string =>
  `<c r="${address}" t="inlineStr" s="${styleOf[style]}"><is><t xml:space="preserve">${escapeText(text)}</t></is></c>`;

const cell = (address: string, value: string | number | null): string => {
  if (value === null) return "";
  return typeof value === "number" ? `<c r="${address}"><v>${value}</v></c>` : textCell(address, value, "text");
};

/** `A`, `B` … `Z`, `AA`: no table has more columns than two letters name. */
const letters = (at: number): string =>
  (at < 26 ? "" : String.fromCharCode(64 + Math.floor(at / 26))) + String.fromCharCode(65 + (at % 26));

function* sheet(columns: readonly string[], rows: Iterable<Row>): Generator<string, void> {
  yield `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
  const row = (at: number, cells: readonly string[]) => `<row r="${at}">${cells.join("")}</row>`;
  const names = columns.map((_, at) => letters(at));
  yield row(
    1,
    columns.map((name, at) => textCell(`${names[at]}1`, name, "name")),
  );
  let line = 1;
  for (const each of rows) {
    line++;
    yield row(
      line,
      valuesOf(columns, each).map((value, at) => cell(`${names[at]}${line}`, value)),
    );
  }
  yield "</sheetData></worksheet>";
}

const styles = `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs></styleSheet>`;

const sheetNames: Readonly<Record<Table["name"], string>> = {
  encounters: "Encounters",
  images: "Images",
  "not-exported": "Not exported",
};

const list = (tables: readonly Table[], line: (name: string, at: number) => string): string =>
  tables.map((table, at) => line(sheetNames[table.name], at + 1)).join("");

/** One sheet for each table; of what was not exported only where there is any. */
export function* xlsxEntries(all: readonly Table[]): Generator<ZipEntry, void> {
  const tables = all.filter(({ name, rows }) => name !== "not-exported" || hasAny(rows()));
  const types = list(
    tables,
    (_, at) =>
      `<Override PartName="/xl/worksheets/sheet${at}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  );
  const sheets = list(tables, (name, at) => `<sheet name="${name}" sheetId="${at}" r:id="rId${at}"/>`);
  const links = list(
    tables,
    (_, at) => `<Relationship Id="rId${at}" Type="${relations}/worksheet" Target="worksheets/sheet${at}.xml"/>`,
  );
  yield {
    name: "[Content_Types].xml",
    parts: [
      `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${types}</Types>`,
    ],
  };
  yield {
    name: "_rels/.rels",
    parts: [
      `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
  };
  yield {
    name: "xl/workbook.xml",
    parts: [`${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets}</sheets></workbook>`],
  };
  yield {
    name: "xl/_rels/workbook.xml.rels",
    parts: [
      `${head}<Relationships xmlns="${packages}/relationships">${links}<Relationship Id="rId${tables.length + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    ],
  };
  yield { name: "xl/styles.xml", parts: [styles] };
  for (const [at, { columns, rows }] of tables.entries())
    yield { name: `xl/worksheets/sheet${at + 1}.xml`, parts: sheet(columns, rows()) };
}

function hasAny(rows: Iterable<unknown>): boolean {
  for (const _ of rows) return true;
  return false;
}
