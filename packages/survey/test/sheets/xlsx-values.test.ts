import { expect, test } from "vitest";
import { guessedMapping, readSheet, sightingsOf } from "../../src/index.ts";
import { noValueReader } from "../../src/sheets/xlsx-values.ts";
import { changedXlsxWith, xlsxWith } from "./support.ts";

async function read(path: string) {
  const [table] = (await readSheet(path)).tables;
  if (!table) throw new Error("no header was found");
  return sightingsOf({ path, name: "sightings.xlsx", table, mapping: guessedMapping(table) }).map(
    ({ date, stated, problems }) => [
      date,
      Object.fromEntries(stated.map(({ field, value }) => [field, value])),
      ...problems.map(({ code, column, raw }) => `${code} ${column} ${raw}`),
    ],
  );
}
const day = new Date("2024-07-15T00:00:00Z");
const header = ["Date", "Enc#", "Place", "Group size"];

test("cells with errors, and formulas that nobody has reckoned, are named and not taken for empty ones", async () => {
  const path = await changedXlsxWith([header, [day, 1, "Haro", 5], [day, 2, "Stuart", 6], [day, 3, "Haro", 7]], (xml) =>
    xml
      .replace(/<c r="A3"[^>]*>.*?<\/c>/, '<c r="A3" t="e"><f>B1</f><v>#REF!</v></c>')
      .replace(/<c r="D3"[^>]*>.*?<\/c>/, '<c r="D3"><f>SUM(1,5)</f><v>6</v></c>')
      .replace(/<c r="D4"[^>]*>.*?<\/c>/, '<c r="D4"><f>SUM(1,6)</f></c>'),
  );
  expect(await read(path)).toEqual([
    ["2024-07-15", { locality: "Haro", individualCount: 5 }],
    [null, { locality: "Stuart", individualCount: 6 }, "CELL_ERROR Date #REF!"],
    ["2024-07-15", { locality: "Haro" }, "CELL_ERROR Group size (formula without a value)"],
  ]);
});

test("what the spreadsheet has made a date of is named, and is no number and no name", async () => {
  const path = await xlsxWith({
    Season: [
      [...header, "IDs"],
      [day, day, "Haro", day, day],
      [day, 2, "Haro", 5, "J047"],
    ],
  });
  expect(await read(path)).toEqual([
    [
      "2024-07-15",
      { locality: "Haro" },
      "MADE_A_DATE Enc# 2024-07-15",
      "MADE_A_DATE IDs 2024-07-15",
      "COUNT_UNREADABLE Group size 2024-07-15",
    ],
    ["2024-07-15", { locality: "Haro", individualCount: 5, organismName: "J047" }],
  ]);
});

test.each([1, 7, 1000])("errors are found in XML that comes in pieces of %i characters", (size) => {
  const row = '<row r="2"><c r="A2" s="1"><v>45488</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C2"/>';
  const xml = `${row}<c r="D2" t="str"><f>""</f><v></v></c><c r="AB2"><f t="shared" si="0"/></c></row>`;
  const { push, found } = noValueReader();
  for (let at = 0; at < xml.length; at += size) push(xml.slice(at, at + size));
  expect(found).toEqual([
    { row: 1, column: 1, text: "#DIV/0!" },
    { row: 1, column: 27, text: "(formula without a value)" },
  ]);
});

test("dates of which a spreadsheet may have exchanged day and month are named, until a person says how they are meant", async () => {
  const date = (text: string) => new Date(`${text}T00:00:00Z`);
  const days = async (...of: (string | Date)[]) => {
    const path = await xlsxWith({ Season: [["Date", "Place"], ...of.map((each) => [each, "Haro"])] });
    const [table] = (await readSheet(path)).tables;
    if (!table) throw new Error("no header was found");
    const source = { path, name: "sightings.xlsx", table, mapping: guessedMapping(table) };
    const said = { ...source, mapping: { ...source.mapping, dayMonthOrder: "dayFirst" as const } };
    return [source, said].map((each) =>
      sightingsOf(each).map(({ date: read, problems }) =>
        [...(read === null ? [] : [read]), ...problems.map(({ code }) => code)].join(" "),
      ),
    );
  };
  const few = [date("2024-04-05"), "25/05/2024", date("2024-06-06")];
  expect(await days(...few)).toEqual([
    ["2024-04-05 DATE_DOUBTFUL", "2024-05-25", "2024-06-06"],
    ["2024-04-05", "2024-05-25", "2024-06-06"],
  ]);
  expect((await days(...few, date("2024-07-05"), date("2024-08-05")))[0]).toEqual([
    "DATE_SWAPPED",
    "2024-05-25",
    "2024-06-06",
    "DATE_SWAPPED",
    "DATE_SWAPPED",
  ]);
  expect((await days(date("2024-04-05"), "25/05/2024", date("2024-06-26")))[0]).toEqual([
    "2024-04-05",
    "2024-05-25",
    "2024-06-26",
  ]);
});
