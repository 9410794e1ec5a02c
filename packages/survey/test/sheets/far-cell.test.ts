import { readFile, writeFile } from "node:fs/promises";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { readSource } from "../../src/index.ts";
import { fileWith, xlsxWith } from "./support.ts";

test("a workbook with one cell in its last column and row costs a thread, and not the station", async () => {
  const path = await xlsxWith({
    A: [
      ["Date", "Place"],
      ["2024-07-15", "Haro"],
    ],
  });
  const files = unzipSync(await readFile(path));
  const name = "xl/worksheets/sheet1.xml";
  const far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>';
  files[name] = strToU8(strFromU8(files[name] as Uint8Array).replace("</sheetData>", far));
  await writeFile(path, zipSync(files));
  const end = await readSource({ kind: "sheet", path }).then(
    (read) => (read.kind === "sheet" ? read.sheet.tables[0]?.rows.length : null),
    (error: { code: string }) => error.code,
  );
  expect([2, "SHEET_TOO_LARGE"]).toContain(end);
});

test("a sheet is read in a thread of its own, and what is wrong with it comes back in words", async () => {
  const path = await fileWith("a.csv", "Date,Place\n2024-07-15,Haro\n");
  expect(await readSource({ kind: "sheet", path })).toMatchObject({ sheet: { tables: [{ headerRow: 1 }] } });
  await expect(readSource({ kind: "track", path })).rejects.toMatchObject({ code: "TRACK_UNREADABLE" });
  const abort = AbortSignal.abort(new Error("stopped"));
  await expect(readSource({ kind: "sheet", path }, abort)).rejects.toThrow("stopped");
});
