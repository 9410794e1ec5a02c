import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { onTestFinished } from "vitest";
import writeXlsxFile from "write-excel-file/node";

/** A file with this content in a folder that is gone after the test. */
export async function fileWith(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(await folder(), name);
  await writeFile(path, content);
  return path;
}

export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "landfall-sheets-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

export type XlsxCell = string | number | Date | { readonly date: Date; readonly format: string } | null;

/** An .xlsx file with one table for each list of rows. */
export async function xlsxWith(tables: Readonly<Record<string, readonly (readonly XlsxCell[])[]>>): Promise<string> {
  const path = join(await folder(), "sightings.xlsx");
  const sheets = Object.entries(tables).map(([sheet, rows]) => ({ sheet, data: rows.map((row) => row.map(toCell)) }));
  await writeXlsxFile(sheets).toFile(path);
  return path;
}

/** An .xlsx file whose second table has these rows, and these of its cells merged: `A1:B1`. */
export async function mergedXlsxWith(rows: readonly (readonly XlsxCell[])[], ...refs: string[]): Promise<string> {
  const path = await xlsxWith({ Notes: [["Read me"]], Season: rows });
  const files = unzipSync(await readFile(path));
  const name = "xl/worksheets/sheet2.xml";
  const tags = refs.map((ref) => `<mergeCell ref="${ref}"/>`).join("");
  const xml = strFromU8(files[name] as Uint8Array).replace(
    "</sheetData>",
    `</sheetData><mergeCells count="${refs.length}">${tags}</mergeCells>`,
  );
  files[name] = strToU8(xml);
  await writeFile(path, zipSync(files));
  return path;
}

/** An .xlsx file of one table whose XML is changed after it was written. */
export async function changedXlsxWith(
  rows: readonly (readonly XlsxCell[])[],
  change: (xml: string) => string,
): Promise<string> {
  const path = await xlsxWith({ Season: rows });
  const files = unzipSync(await readFile(path));
  const name = "xl/worksheets/sheet1.xml";
  files[name] = strToU8(change(strFromU8(files[name] as Uint8Array)));
  await writeFile(path, zipSync(files));
  return path;
}

function toCell(value: XlsxCell) {
  if (value === null) return null;
  if (value instanceof Date) return { value, type: Date, format: "dd/mm/yyyy" };
  if (typeof value === "object") return { value: value.date, type: Date, format: value.format };
  return { value };
}
