/** Sheets that were made to do harm, or that are broken: refused in words, and never more than a bounded part of them read. */

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { bounds } from "../../src/sheets/bounds.ts";
import { readSheet } from "../../src/sheets/read-sheet.ts";
import { fileWith, folder, xlsxWith } from "./support.ts";

const refusal = (path: string) =>
  readSheet(path).then(
    () => "read",
    (error: { code: string }) => error.code,
  );

const workbook = '<?xml version="1.0"?><workbook><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>';
const relations =
  '<?xml version="1.0"?><Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>';
const zipped = (sheet: Uint8Array, more: Record<string, Uint8Array> = {}) =>
  zipSync({
    "xl/workbook.xml": strToU8(workbook),
    "xl/_rels/workbook.xml.rels": strToU8(relations),
    "xl/worksheets/sheet1.xml": sheet,
    ...more,
  });

test("a zip bomb is not unpacked", async () => {
  const bomb = zipped(new Uint8Array(bounds.xmlBytes + 1));
  expect(bomb.length).toBeLessThan(bounds.xmlBytes / 200);
  expect(await refusal(await fileWith("bomb.xlsx", bomb))).toBe("SHEET_TOO_LARGE");
});

test("a zip bomb that states a small size is not unpacked either", async () => {
  const bomb = zipped(new Uint8Array(bounds.xmlBytes + 1));
  const view = new DataView(bomb.buffer);
  for (let at = 0; at < bomb.length - 30; at++) {
    const signature = view.getUint32(at, true);
    if (signature === 0x04034b50) view.setUint32(at + 22, 100, true);
    if (signature === 0x02014b50) view.setUint32(at + 24, 100, true);
  }
  expect(await refusal(await fileWith("bomb.xlsx", bomb))).toBe("SHEET_TOO_LARGE");
});

test("thousands of entries are not unpacked", async () => {
  const many = Object.fromEntries(Array.from({ length: bounds.entries }, (_, at) => [`e${at}.xml`, new Uint8Array(1)]));
  expect(await refusal(await fileWith("many.xlsx", zipped(strToU8("<worksheet/>"), many)))).toBe("SHEET_TOO_LARGE");
});

test("entities that stand for each other are not written out", async () => {
  const laughs = Array.from({ length: 20 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join("");
  const sheet = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&l20;</t></is></c></row></sheetData></worksheet>`;
  const sheets = await readSheet(await fileWith("laughs.xlsx", zipped(strToU8(sheet)))).catch(() => null);
  expect(sheets?.tables ?? []).toEqual([]);
});

test("what is no sheet is refused for what it is", async () => {
  const path = await xlsxWith({ A: [["Date", "Place"]] });
  const whole = await readFile(path);
  expect(await refusal(await fileWith("half.xlsx", whole.subarray(0, whole.length / 2)))).toBe("SHEET_UNREADABLE");
  expect(await refusal(await fileWith("old.xls", Buffer.from("d0cf11e0a1b11ae1", "hex")))).toBe("SHEET_UNREADABLE");
  expect(await refusal(join(await folder(), "gone.csv"))).toBe("SHEET_NOT_FOUND");
  expect(await refusal(await folder())).toBe("SHEET_NOT_FOUND");
});

test("any bytes at all are read as a table or refused, and nothing else happens", async () => {
  const head = fc.constantFrom("", "PK\u0003\u0004", "Date,Place\n", "\u00ff\u00fe");
  const path = await fileWith("any.csv", "");
  await fc.assert(
    fc.asyncProperty(head, fc.uint8Array({ maxLength: 400 }), async (start, bytes) => {
      await writeFile(path, Buffer.concat([Buffer.from(start, "latin1"), bytes]));
      expect(["read", "SHEET_UNREADABLE"]).toContain(await refusal(path));
    }),
    { numRuns: 150 },
  );
});

test("of a million rows only those that are kept take memory, and the others are counted", async () => {
  const path = join(await folder(), "long.csv");
  const file = createWriteStream(path);
  file.write("Date,Start,Lat,Long,Photog,Remarks\n");
  const thousand = Array.from(
    { length: 1000 },
    (_, at) => `2024-07-15,09:42,48.5,-123.${at},BW,${"calm sea ".repeat(8)}`,
  );
  for (let block = 0; block < 1000; block++) if (!file.write(`${thousand.join("\n")}\n`)) await once(file, "drain");
  file.end();
  await once(file, "finish");
  let highest = 0;
  const before = process.memoryUsage().rss;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 20);
  const [table] = (await readSheet(path)).tables;
  clearInterval(watch);
  expect([table?.rows.length, table?.more]).toEqual([bounds.rows - 1, 1_000_000 - bounds.rows + 1]);
  expect((highest - before) / 2 ** 20).toBeLessThan(400);
});
