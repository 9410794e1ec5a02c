import { describe, expect, test } from "vitest";
import { groupWithSources, guessedMapping, readSheet, type SheetSource, sightingsOf } from "../../src/index.ts";
import { photo, sheet } from "./photographs.ts";
import { fileWith } from "./support.ts";

const said = (source: SheetSource) =>
  sightingsOf(source).map(({ place, date, startTime, stated, problems }) => ({
    row: Number(place.slice(place.lastIndexOf(" ") + 1)),
    date,
    ...(startTime !== null && { startTime }),
    ...Object.fromEntries(
      stated.filter(({ field }) => field !== "eventTime").map(({ field, value }) => [field, value]),
    ),
    ...(problems.length > 0 && {
      problems: problems.map(({ code, column, raw }) => `${code} ${column} ${raw}`.trim()),
    }),
  }));
const read = async (...lines: string[]) => said(await sheet(lines.join("\n")));

describe("rows of field sheets", () => {
  test("without a day are named, be they a sum or a day that is written once", async () => {
    expect(
      await read("Date,Enc#,Place,Group size", "15/07/2024,1,Haro,5", ",2,Active Pass,7", ",,Total,12", "?,3,Stuart,4"),
    ).toEqual([
      { row: 2, date: "2024-07-15", locality: "Haro", individualCount: 5 },
      { row: 3, date: null, locality: "Active Pass", individualCount: 7, problems: ["ROW_WITHOUT_DAY Date"] },
      { row: 4, date: null, locality: "Total", individualCount: 12, problems: ["ROW_WITHOUT_DAY Date"] },
      { row: 5, date: null, locality: "Stuart", individualCount: 4, problems: ["ROW_WITHOUT_DAY Date"] },
    ]);
    expect(await read("Date,Place,Files", ",Haro,IMG_1.JPG")).toEqual([{ row: 2, date: null, locality: "Haro" }]);
  });

  test("of a month alone are titles of those below them, and the header again is none", async () => {
    const header = "Date,Enc#,Place";
    expect(await read(header, "July 2024,,", "15/07/2024,1,Haro", header, "16/07/2024,1,Stuart")).toEqual([
      { row: 3, date: "2024-07-15", locality: "Haro" },
      { row: 5, date: "2024-07-16", locality: "Stuart" },
    ]);
  });

  test("of another table below are read by the header of that one", async () => {
    const lines = ["Date,Enc#,Place", "15/07/2024,1,Haro", "", "Date,Observer,Place", "17/07/2024,JT,Stuart"];
    const path = await fileWith("sightings.csv", lines.join("\n"));
    const { tables } = await readSheet(path);
    expect(tables.map(({ headerRow }) => headerRow)).toEqual([1, 4]);
    const sources = tables.map((table) => ({ path, name: "sightings.csv", table, mapping: guessedMapping(table) }));
    expect(sources.flatMap(said)).toEqual([
      { row: 2, date: "2024-07-15", locality: "Haro" },
      { row: 5, date: "2024-07-17", locality: "Stuart", recordedBy: "JT" },
    ]);
    const files = [photo("1.JPG", { at: "2024-07-15T09:00:00" }), photo("2.JPG", { at: "2024-07-17T09:00:00" })];
    const { sheets } = groupWithSources(files, { roots: ["/data"], sheets: sources });
    expect(sheets.map(({ headerRow, used }) => [headerRow, used])).toEqual([
      [1, 1],
      [4, 1],
    ]);
  });
});

describe("cells of field sheets", () => {
  test("with errors have no value and are named, with words for nothing they are empty, and marks for the row above are named", async () => {
    expect(
      await read(
        "Date,Place,Photographer,IDs,Group size",
        "15/07/2024,#NAME?,#N/A,#REF!,#DIV/0!",
        "16/07/2024,n/a,unknown,none,-",
        "17/07/2024,idem,″,NA,?",
        "#WERT!,Haro,NA,NULL,3",
      ),
    ).toEqual([
      {
        row: 2,
        date: "2024-07-15",
        problems: [
          "CELL_ERROR Place #NAME?",
          "CELL_ERROR Photographer #N/A",
          "CELL_ERROR IDs #REF!",
          "CELL_ERROR Group size #DIV/0!",
        ],
      },
      { row: 3, date: "2024-07-16" },
      { row: 4, date: "2024-07-17", organismName: "NA", problems: ["DITTO Place idem", "DITTO Photographer ″"] },
      {
        row: 5,
        date: null,
        locality: "Haro",
        recordedBy: "NA",
        individualCount: 3,
        problems: ["CELL_ERROR Date #WERT!"],
      },
    ]);
  });

  test.each([
    ["N, S, E and W in columns of their own", "Lat,N/S,Long,E/W", "48.5,N,123.1,W", 48.5, -123.1],
    ["these before the figures", "NS,Lat,EW,Long", "S,33.5,E,18.4", -33.5, 18.4],
    ["degrees and minutes", "Lat deg,Lat min,Long deg,Long min", "48,33.126,-123,10.716", 48.5521, -123.1786],
    [
      "these, seconds and letters",
      "Lat,min,sec,Hem,Long,min,sec,Hem",
      "48,33,7.6,N,123,10,43,W",
      48.552111,
      -123.178611,
    ],
  ])("a position has %s", async (_, header, row, decimalLatitude, decimalLongitude) => {
    expect(await read(`Date,${header},Place`, `15/07/2024,${row},Haro`)).toMatchObject([
      { decimalLatitude, decimalLongitude },
    ]);
  });

  test("O in a column of its own is east or west, and is named", async () => {
    expect(await read("Fecha,Lat,N/S,Long,E/O", "15/07/2024,43.5,N,8.1,O")).toEqual([
      { row: 2, date: "2024-07-15", problems: ["COORDINATE_EITHER Long 8.1 O"] },
    ]);
  });

  test("dates with two digits whose year may come first are not read until somebody says it", async () => {
    const rows = ["24-07-15,A", "24-07-16,B", "24-08-02,C"];
    const source = await sheet(["Date,Place", ...rows].join("\n"));
    expect(said(source).map(({ date, problems }) => [date, problems?.[0]])).toEqual(
      rows.map((row) => [null, `YEAR_EITHER Date ${row.slice(0, 8)}`]),
    );
    const mapping = { ...source.mapping, dayMonthOrder: "dayFirst" as const };
    expect(said({ ...source, mapping }).map(({ date }) => date)).toEqual(["2015-07-24", "2016-07-24", "2002-08-24"]);
    const dates = async (...days: string[]) =>
      (await read("Date,Place", ...days.map((day) => `${day},A`))).map(({ date }) => date);
    expect(await dates("15-07-24", "16-07-24", "02-08-24")).toEqual(["2024-07-15", "2024-07-16", "2024-08-02"]);
    expect(await dates("15/07/24")).toEqual(["2024-07-15"]);
    expect(await dates("15-07-98", "24-07-15")).toEqual(["1998-07-15", "2015-07-24"]);
  });

  test("times of a column with parts of hours are not read as minutes", async () => {
    expect(await read("Date,Start,Place", "15/07/2024,9.25,A", "15/07/2024,9.75,B", "15/07/2024,9:30,C")).toEqual([
      { row: 2, date: "2024-07-15", locality: "A", problems: ["TIME_EITHER Start 9.25"] },
      { row: 3, date: "2024-07-15", locality: "B", problems: ["TIME_EITHER Start 9.75"] },
      { row: 4, date: "2024-07-15", startTime: "09:30:00", locality: "C" },
    ]);
    expect(
      (await read("Date,Start,Place", "15/07/2024,9.25,A", "15/07/2024,9.30,B")).map(({ startTime }) => startTime),
    ).toEqual(["09:25:00", "09:30:00"]);
  });

  test("a column none of whose cells is what its title says is named, and not where a person has left it out", async () => {
    const source = await sheet("Date,Place,Lat,Long\n15/07/2024,Haro,north of the point,x\n16/07/2024,Haro,south,x\n");
    const problems = (of: SheetSource) => groupWithSources([], { roots: ["/data"], sheets: [of] }).sheets[0]?.problems;
    expect(problems(source)).toEqual([
      { code: "COLUMN_UNFIT", column: "Lat", raw: "north of the point", place: "sightings.csv, row 1" },
      { code: "COLUMN_UNFIT", column: "Long", raw: "x", place: "sightings.csv, row 1" },
    ]);
    expect(problems({ ...source, mapping: { columns: ["eventDate"], dayMonthOrder: null } })).toEqual([]);
  });
});

test("the only row of a month says where photographs of its days were taken, and does not make one encounter of them", async () => {
  const source = await sheet("Date,Place,Group size\n1998-07,Haro,5\n");
  const files = ["03", "09", "21"].map((day) => photo(`${day}.JPG`, { at: `1998-07-${day}T09:00:00` }));
  const { encounters } = groupWithSources(files, { roots: ["/data"], sheets: [source] });
  expect(encounters.map(({ values }) => [values.eventDate, values.locality, values.individualCount ?? null])).toEqual([
    ["1998-07-03", "Haro", 5],
    ["1998-07-09", "Haro", null],
    ["1998-07-21", "Haro", null],
  ]);
});

describe("columns of field sheets", () => {
  test("for year, month and day are one day together", async () => {
    expect(await read("Year,Month,Day,Place", "2024,7,15,Haro", "24,July,16,Stuart", "1998,7,,Active Pass")).toEqual([
      { row: 2, date: "2024-07-15", locality: "Haro" },
      { row: 3, date: "2024-07-16", locality: "Stuart" },
      { row: 4, date: "1998-07", locality: "Active Pass" },
    ]);
    const { table } = await sheet("Date,Year,Month,Place\n15/07/2024,2024,7,Haro\n");
    expect(table.columns.map(({ header }) => header)).toEqual(["Date", "Year", "Month", "Place"]);
  });

  test("that count their rows are no animals and no group sizes", async () => {
    const fields = async (...lines: string[]) =>
      (await sheet(lines.join("\n"))).table.columns.map(({ field }) => field);
    expect(await fields("ID,Date", "57,15/07/2024", "58,16/07/2024")).toEqual(["encounterNumber", "eventDate"]);
    expect(await fields("Number,Date", "1,15/07/2024", "2,16/07/2024")).toEqual(["encounterNumber", "eventDate"]);
    expect(await fields("ID,Date", "T002B,15/07/2024", "J047,16/07/2024")).toEqual(["organismName", "eventDate"]);
    expect(await fields("Number,Date", "5,15/07/2024", "3,16/07/2024")).toEqual(["individualCount", "eventDate"]);
  });

  test.each(["Date of birth", "Date first seen", "Date entered"])(
    "with other days, %s, are no days of sightings",
    async (title) => {
      const [column] = (await sheet(`${title},Name,Sex,Photographer\n15/07/2024,J047,F,BW\n`)).table.columns;
      expect(column?.field).toBeNull();
    },
  );

  test("with start and end in one cell are both", async () => {
    const source = await sheet("Date,Time,Place\n15/07/2024,9:15-10:02,A\n16/07/2024,0915 - 1002,B\n");
    expect(sightingsOf(source).map(({ startTime, endTime, problems }) => [startTime, endTime, problems])).toEqual([
      ["09:15:00", "10:02:00", []],
      ["09:15:00", "10:02:00", []],
    ]);
  });
});

test.each([
  ["15.VII.2024", "2024-07-15"],
  ["15 juill. 2024", "2024-07-15"],
])("the day %s is %s", async (text, date) => expect((await read("Date,Place", `${text},Haro`))[0]?.date).toBe(date));
