import { readFile, writeFile } from "node:fs/promises";
import fc from "fast-check";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { readSheet } from "../../src/sheets/read-sheet.ts";
import { fileWith, mergedXlsxWith, xlsxWith } from "./support.ts";

const fieldsOf = async (path: string) =>
  (await readSheet(path)).tables[0]?.columns.map(({ header, field }) => [header, field]);
const cellsOf = async (path: string) => (await readSheet(path)).tables[0]?.rows.map(({ cells }) => cells);

const lines = ["Datum;Ort;Länge;Bemerkung", "2024-07-15;Straße;9,5;“gut” – schön", "2024-07-16;Föhr;9,6;"].join("\r\n");
const utf16 = (text: string, isBig: boolean, mark = true) => {
  const little = Buffer.from((mark ? "\ufeff" : "") + text, "utf16le");
  return isBig ? little.swap16() : little;
};
/** Characters of windows-1252 that are elsewhere in Unicode. */
const windows = new Map([
  ["“", 0x93],
  ["”", 0x94],
  ["–", 0x96],
]);
const windows1252 = (text: string) =>
  Buffer.from([...text].map((character) => windows.get(character) ?? character.charCodeAt(0)));

describe("text tables", () => {
  test.each([
    ["UTF-8", Buffer.from(lines), "utf-8"],
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${lines}`), "utf-8"],
    ["UTF-16, little end first", utf16(lines, false), "utf-16le"],
    ["UTF-16, big end first", utf16(lines, true), "utf-16be"],
    ["UTF-16 without a byte order mark", utf16(lines, false, false), "utf-16le"],
    ["windows-1252", windows1252(lines), "windows-1252"],
  ])("in %s are read alike", async (_, bytes, encoding) => {
    const sheet = await readSheet(await fileWith("a.csv", bytes));
    expect([sheet.encoding, sheet.delimiter]).toEqual([encoding, ";"]);
    expect(sheet.tables[0]?.columns.map(({ field }) => field)).toEqual([
      "eventDate",
      "locality",
      "decimalLongitude",
      "eventRemarks",
    ]);
    expect(sheet.tables[0]?.rows.map(({ number, cells }) => [number, ...cells])).toEqual([
      [2, "2024-07-15", "Straße", "9,5", "“gut” – schön"],
      [3, "2024-07-16", "Föhr", "9,6", ""],
    ]);
  });

  test.each([
    [",", 'Date,Place\n2024-07-15,"Haro, Strait"\n'],
    [";", "Date;Lat;Long\n2024-07-15;48,5;-123,1\n2024-07-16;48,6;-123,2\n"],
    ["\t", "Date\tPlace\n2024-07-15\tHaro, Strait; north\n"],
    ["|", "Date|Place\n2024-07-15|Haro, Strait\n"],
    [";", "sep=;\r\nDate;Place\r\n2024-07-15;Haro, Strait\r\n"],
    ["^", "Date^Lat^Long\n2024-07-15^48,5^-123,1\n2024-07-16^48,6^-123,2\n"],
    [":", "sep=:\r\nDate:Place\r\n2024-07-15:Haro, Strait\r\n"],
  ])("are separated by %j", async (delimiter, text) => {
    const sheet = await readSheet(await fileWith("a.csv", text));
    expect(sheet.delimiter).toBe(delimiter);
    expect(sheet.tables[0]?.columns[0]?.field).toBe("eventDate");
  });

  test("with a title, a legend and empty rows above the header are read, by the numbers a spreadsheet gives the rows", async () => {
    const path = await fileWith(
      "a.csv",
      "Sightings of the summer,,\n\nAll times local,,\nDate,Enc#,Photog\n2024-07-15,1,BW\n,,\n2024-07-16,2,AW\n",
    );
    const [table] = (await readSheet(path)).tables;
    expect(table?.headerRow).toBe(4);
    expect(table?.rows.map(({ number }) => number)).toEqual([5, 7]);
  });

  test("with a quote that never ends are refused in words", async () => {
    const path = await fileWith("a.csv", `Date,Place\n2024-07-15,"${"x".repeat(1_100_000)}`);
    await expect(readSheet(path)).rejects.toMatchObject({ code: "SHEET_UNREADABLE" });
  });

  test("with anything in their cells come back as they were written", async () => {
    const cell = fc.string({ unit: "binary", maxLength: 20 }).map((text) => `x${text.replaceAll("\0", "")}x`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), async (rows) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = ["Date,Remarks", ...rows.map((row) => row.map(quoted).join(","))].join("\n");
        // Half of a pair of code units is no text, and no file can hold it.
        const written = rows.map((row) => row.map((value) => value.toWellFormed()));
        expect(await cellsOf(await fileWith("a.csv", text))).toEqual(written);
      }),
      { numRuns: 60 },
    );
  });
});

describe("workbooks", () => {
  test("have dates as dates, texts as texts, and a header below their title", async () => {
    const path = await xlsxWith({
      Notes: [["Read me"]],
      "Season 2024": [
        ["Sightings 2024"],
        [],
        ["Date", "Enc#", "Start", "Lat", "Long", "Photog", "Species", "IDs"],
        [
          new Date("2024-07-15"),
          1,
          { date: new Date("1899-12-30T09:42:00Z"), format: "hh:mm" },
          "N 48 33.126",
          "W 123 10.716",
          "BW",
          "Orca",
          "T065A, T002B",
        ],
        ["16/7/2024", 2, "10.15", 48.87, -123.3, "AW", "Orca", null],
      ],
    });
    const { tables } = await readSheet(path);
    expect(tables.map(({ name, number, headerRow }) => [name, number, headerRow])).toEqual([["Season 2024", 2, 3]]);
    expect(tables[0]?.columns.map(({ field }) => field)).toEqual([
      "eventDate",
      "encounterNumber",
      "startTime",
      "decimalLatitude",
      "decimalLongitude",
      "recordedBy",
      "vernacularName",
      "organismName",
    ]);
    expect(tables[0]?.rows.map(({ cells }) => cells.slice(0, 3))).toEqual([
      [{ local: "2024-07-15T00:00:00" }, 1, { local: "1899-12-30T09:42:00" }],
      ["16/7/2024", 2, "10.15"],
    ]);
  });

  test("that count from 1904 say so, and their dates are the same days", async () => {
    const path = await xlsxWith({
      A: [
        ["Date", "Place"],
        [new Date("2024-07-15"), "Haro"],
      ],
    });
    const files = unzipSync(await readFile(path));
    const inWorkbook = (change: (xml: string) => string) => {
      files["xl/workbook.xml"] = strToU8(change(strFromU8(files["xl/workbook.xml"] as Uint8Array)));
    };
    inWorkbook((xml) => xml.replace(/<workbookPr[^>]*\/>/, "").replace("<sheets", '<workbookPr date1904="1"/><sheets'));
    await writeFile(path, zipSync(files));
    const [table] = (await readSheet(path)).tables;
    expect(table?.epoch1904).toBe(true);
    expect(table?.rows[0]?.cells[0]).toEqual({ local: "2028-07-16T00:00:00" });
  });

  test("whose rows are not all there keep the numbers of those that are", async () => {
    const path = await xlsxWith({ A: [["Date", "Place"], [], ["2024-07-15", "Haro"]] });
    const files = unzipSync(await readFile(path));
    const name = "xl/worksheets/sheet1.xml";
    const xml = strFromU8(files[name] as Uint8Array).replace(/<row r="2"[^>/]*(?:\/>|>.*?<\/row>)/, "");
    expect(xml).not.toContain('<row r="2"');
    files[name] = strToU8(xml);
    await writeFile(path, zipSync(files));
    const [table] = (await readSheet(path)).tables;
    expect(table?.rows.map(({ number }) => number)).toEqual([3]);
  });
});

describe("a workbook's merged cells", () => {
  const merged = async (...of: Parameters<typeof mergedXlsxWith>) =>
    (await readSheet(await mergedXlsxWith(...of))).tables[0];

  test("say in each row what is written once, and make no rows of empty ones", async () => {
    const rows = [["Date", "Enc#"], ["2024-07-15", 1], [null, 2], [], ["2024-07-16", 1], [null, 2]];
    const table = await merged(rows, "A2:A4");
    expect(table?.rows.map(({ number, cells }) => [number, ...cells])).toEqual([
      [2, "2024-07-15", 1],
      [3, "2024-07-15", 2],
      [5, "2024-07-16", 1],
      [6, null, 2],
    ]);
  });

  test("of a title, and of a header in two rows, leave the header whole", async () => {
    const rows = [
      ["Sightings", null, null],
      ["Date", "Position", null],
      [null, "Lat", "Long"],
      ["2024-07-15", 48.5, -123.1],
    ];
    const table = await merged(rows, "A1:C1", "A2:A3", "B2:C2");
    expect(table?.columns.map(({ field }) => field)).toEqual(["eventDate", "decimalLatitude", "decimalLongitude"]);
    expect(table?.rows.map(({ number }) => number)).toEqual([4]);
  });
});

test("a table none of whose headers is known can still be mapped; a text without columns cannot", async () => {
  const unknown = "Kesä 2024;;\nPäivä;Paikka;Kuvaaja\n2024-07-15;Hanko;BW\n";
  expect(await fieldsOf(await fileWith("a.csv", unknown))).toEqual([
    ["Päivä", null],
    ["Paikka", null],
    ["Kuvaaja", null],
  ]);
  expect(await fieldsOf(await fileWith("a.txt", "We left at nine.\nIt rained.\n"))).toBeUndefined();
});

test("where no header says so, a column of a workbook's dates and of nothing else is the day", async () => {
  const day = (of: number) => new Date(Date.UTC(2024, 6, of));
  const header = ["When seen", "best grp size", "Entered"];
  const rows = [
    [day(15), 5, "x"],
    [day(16), 7, day(20)],
  ];
  expect(await fieldsOf(await xlsxWith({ Sightings: [header, ...rows] }))).toEqual([
    ["When seen", "eventDate"],
    ["best grp size", "individualCount"],
    ["Entered", null],
  ]);
});

test("a column that is named like one thing and holds another is no guess", async () => {
  expect(
    await fieldsOf(await fileWith("a.csv", "Date,Time,Where\n2024-07-15,long,Haro\n2024-07-16,short,Haro\n")),
  ).toEqual([
    ["Date", "eventDate"],
    ["Time", null],
    ["Where", "locality"],
  ]);
});

test.each([
  [
    "Fecha,Nº avistamiento,Hora inicio,Hora fin,Latitud,Longitud,Fotógrafo,Especie,Tamaño grupo,Comportamiento,Observaciones",
  ],
  [
    "Date,N° rencontre,Heure début,Heure fin,Latitude,Longitude,Photographe,Espèce,Taille du groupe,Comportement,Remarques",
  ],
  ["Datum,Begegnung,Beginn,Ende,Breite,Länge,Fotograf,Art,Gruppengröße,Verhalten,Bemerkungen"],
  ["Date,Enc#,Start,End,Lat,Long,Photog,Species,Group size (best),Behaviour,Remarks"],
])("the columns of %s are known", async (header) => {
  const row = "2024-07-15,1,09:42,10:10,48.5,-123.1,BW,Orca,5,travel,calm";
  expect((await fieldsOf(await fileWith("a.csv", `${header}\n${row}\n`)))?.map(([, field]) => field)).toEqual([
    "eventDate",
    "encounterNumber",
    "startTime",
    "endTime",
    "decimalLatitude",
    "decimalLongitude",
    "recordedBy",
    "vernacularName",
    "individualCount",
    "behavior",
    "eventRemarks",
  ]);
});

test("an observer is the photographer only where no column names one", async () => {
  const fields = async (header: string, row: string) =>
    (await fieldsOf(await fileWith("a.csv", `${header}\n${row}\n`)))?.map(([, field]) => field);
  expect(await fields("Date,Observer", "2024-07-15,BW")).toEqual(["eventDate", "recordedBy"]);
  expect(await fields("Date,Observers,Photographer", "2024-07-15,AW,BW")).toEqual(["eventDate", null, "recordedBy"]);
});
