import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

function toCell(value: XlsxCell) {
  if (value === null) return null;
  if (value instanceof Date) return { value, type: Date, format: "dd/mm/yyyy" };
  if (typeof value === "object") return { value: value.date, type: Date, format: value.format };
  return { value };
}
