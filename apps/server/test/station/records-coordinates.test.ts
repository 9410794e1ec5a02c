/** Coordinates within texts: which read as such, and what of a season is told where somebody has written them down. */
import { expect, test } from "vitest";
import { hasCoordinates } from "../../src/station/records/coordinates-text.ts";
import { filesOf, linesIn, textOf } from "./records-files.ts";
import { aSeason } from "./records-season.ts";

test.each([
  "foraging at 48.6123N 123.2234W",
  "48.6123,-123.2234",
  "48.6123_-123.2234",
  "seen 48.6123",
  "48,6123 N; 123,2234 W",
  "48,612 -123,223",
  "48.61 -123.22 foraging",
  "48.6, -123.2",
  "48.6/123.2",
  "48.6 N",
  "48.6n 123.2w",
  "48N 123W",
  "48n123w",
  "N48 W123",
  "N48.6",
  "S 36 45.1",
  "48.6°",
  "48º 36' 44\" N",
  "48°36′44″N 123°13′24″W",
  "48° 36.738",
  "48 36.738'",
  "48 36 44 N",
  "48:36:44 N",
  "48 deg 36 min",
  "4836.738,N",
  "lat 48, lon -123",
  "Latitude: 48",
  "４８.６１２３",
  "−48.612, 123.223",
  "10U 484512 5384210",
])("%j has coordinates", (text) => {
  expect(hasCoordinates(text)).toBe(true);
});

test.each([
  "2.5 m",
  "group of 12-15",
  "2.5-3.5 m, 4.5 kg",
  "1.234 kg",
  "12.500 birds",
  "12,500",
  "2024-07-15-3",
  "2024-07-15 10:30:12",
  "15.07.2024 10.30",
  "10.30 11.45",
  "07.2024",
  "15/07/2024",
  "E3",
  "SE 3",
  "AP 7",
  "T046B1, T046B2",
  "45,46, 47,48",
  "101 102 103",
  "heading 270°",
  "water 12.5 °C",
  "3 w calf, dive of 2.5 s",
  "long 20 min dive",
  "3 animals 2 km N of the boat",
  "f/2.8 1/1000",
  "version 1.2.3",
])("%j has none", (text) => {
  expect(hasCoordinates(text)).toBe(false);
});

test("coordinates within a text are in no form of the records, and what is left out is said", async () => {
  const { station, scope, encounters, edit, approve, tellPlaces } = await aSeason(2);
  const [first, second] = await encounters();
  await edit(first, {
    fieldNumber: "48.6123,-123.2234",
    behavior: "foraging at 48.6123N 123.2234W",
    organismName: "Nellie 48.6123",
    vernacularName: "killer whale of 48°36.738'N",
    scientificName: "Orcinus orca 48.6123",
  });
  await edit(second, { fieldNumber: "2024-07-15-3", behavior: "group of 12-15, 2.5 m from 10:30" });
  await approve();
  for (const precision of ["none", "0.1"] as const) {
    await tellPlaces(precision);
    for (const format of ["csv", "xlsx", "json-records", "dwca"] as const)
      for (const [name, text] of await textsOf(format)) expect(text, `${format} ${name}`).not.toMatch(/6123|36\.738/);
    const [told, other] = await linesIn(station, scope, "csv", "encounters.csv");
    expect(told).toMatchObject({ fieldNumber: "", behavior: "", organismName: "", vernacularName: "" });
    expect(told?.informationWithheld).toContain("fieldNumber, scientificName, organismName, vernacularName, behavior");
    expect(other).toMatchObject({ fieldNumber: "2024-07-15-3", behavior: "group of 12-15, 2.5 m from 10:30" });
  }
  for (const [name, text] of await filesOf(station, scope, "camtrap-dp"))
    expect(text, name).not.toMatch(/6123|36\.738/);
  await tellPlaces("exact");
  const [exact] = await linesIn(station, scope, "csv", "encounters.csv");
  expect(exact).toMatchObject({ behavior: "foraging at 48.6123N 123.2234W" });

  async function textsOf(format: "csv" | "xlsx" | "json-records" | "dwca") {
    if (format === "json-records") return [["records.json", await textOf(station, scope, format)]] as const;
    return filesOf(station, scope, format);
  }
});
