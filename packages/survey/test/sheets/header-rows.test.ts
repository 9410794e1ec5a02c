import { describe, expect, test } from "vitest";
import { readSheet } from "../../src/sheets/read-sheet.ts";
import { fileWith, mergedXlsxWith } from "./support.ts";

const shape = (table: Awaited<ReturnType<typeof readSheet>>["tables"][number] | undefined) => [
  table?.headerRow,
  table?.columns.map(({ header, field }) => (field === null ? header : `${header} → ${field}`)),
  table?.rows.map(({ number }) => number),
];
const ofText = async (text: string) => shape((await readSheet(await fileWith("a.csv", text))).tables[0]);

const joined = [
  "Date → eventDate",
  "Enc# → encounterNumber",
  "Position Lat → decimalLatitude",
  "Position Long → decimalLongitude",
  "Frames first → fileName",
  "Frames last",
  "Remarks → eventRemarks",
];

describe("a header in two rows", () => {
  const top = ["Date", "Enc#", "Position", null, "Frames", null, "Remarks"];
  const below = [null, null, "Lat", "Long", "first", "last", null];
  const day = (of: number) => [`2024-07-${of}`, of, 48.5, -123.1, "IMG_1.JPG", "IMG_9.JPG", "calm"];
  const wide = ["C2:D2", "E2:F2"];

  test.each([
    ["are merged downwards", [...wide, "A2:A3", "B2:B3", "G2:G3"]],
    ["have nothing below them", wide],
  ])("is one of joined titles in a workbook where its other titles %s", async (_, merges) => {
    const path = await mergedXlsxWith([["Sightings"], top, below, day(15), day(16)], ...merges);
    expect(shape((await readSheet(path)).tables[0])).toEqual([2, joined, [4, 5]]);
  });

  test("is one of joined titles in a text table", async () => {
    const text = [top, below, day(15)].map((row) => row.join(",")).join("\n");
    expect(await ofText(text)).toEqual([1, joined, [3]]);
  });

  test("is found also where more is known of its second row", async () => {
    const text = "Date,Position,,Group size,,\n,Lat,Long,Min,Max,Best\n2024-07-15,48.5,-123.1,4,6,5\n";
    expect(await ofText(text)).toEqual([
      1,
      [
        "Date → eventDate",
        "Position Lat → decimalLatitude",
        "Position Long → decimalLongitude",
        "Group size Min → groupSizeMin",
        "Group size Max → groupSizeMax",
        "Group size Best → individualCount",
      ],
      [3],
    ]);
  });
});

describe("a row below the header is a sighting", () => {
  const header = "Date,Place,Position,,Frames,";
  test.each([
    ["of a day and words", `${header}\n15 July 2024,,Lat,Long,,\n`],
    ["of words below titles of one column", "Date,Place,Position,,Remarks\n,Haro,Lat,Long,calm\n"],
    ["of numbers", `${header}\n,,48.5,-123.1,,\n`],
    ["of names of files", `${header}\n,,,,IMG_1.JPG,IMG_9.JPG\n`],
    ["of words that name no column", "Date,Place,Species,\n,,Orca,Minke\n"],
    ["after an empty one", `${header}\n,,,,,\n,,Lat,Long,first,last\n`],
  ])("%s", async (_, text) => {
    const [table] = (await readSheet(await fileWith("a.csv", text))).tables;
    expect([table?.headerRow, table?.rows.length]).toEqual([1, 1]);
    expect(table?.columns[2]?.header).not.toContain(" ");
  });

  test("and what stands above a whole header is a title of the sheet", async () => {
    const text = "Sightings,,,All times local\nDate,Lat,Long,Enc#\n2024-07-15,48.5,-123.1,1\n";
    expect((await ofText(text))[0]).toBe(2);
    const grouped = ",Position,,Frames,\nDate,Lat,Long,first,last\n2024-07-15,48.5,-123.1,IMG_1.JPG,IMG_9.JPG\n";
    expect((await ofText(grouped)).slice(0, 2)).toEqual([
      2,
      ["Date → eventDate", "Lat → decimalLatitude", "Long → decimalLongitude", "first", "last"],
    ]);
  });
});
