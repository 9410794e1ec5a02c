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
  "48 31.0 123 12.5",
  "at 48 31.0, 123 12.5",
  "-48 31,0 123 12,5",
  "48-31.0 123-12.5",
  "48:31:00, 123:12:30",
  "48 31 00 123 12 30",
  "48-31-00 123-12-30",
  "N48 31.0 W123 12.5",
  "N48 31 W123 12",
  "483100N 1231230W",
  "48N31.0 123W12.5",
  "48o 31.0 123o 12.5",
  "4831.0 12312.5",
  "48˚31′ 123˚12′",
  "48⁰31´, 123⁰12´",
  "48°31’00”",
  "48,5 -123,2",
  "48,52; 123,21",
  "10U 0483000 5374000",
  "10 U 483000E 5374000N",
  "483000mE 5374000mN",
  "E483000 N5374000",
  "Easting: 483000, Northing: 5374000",
  "zone 10 483000E 5374000N",
  "zone 10, 483000 5374000",
  "10U DU 83000 74000",
  "10UDU8300074000",
  "10udu8374",
  "84VVHR5X+Q2",
  "at HR5X+Q2 Victoria",
  "///filled.count.soap",
  "https://what3words.com/filled.count.soap",
  "https://maps.app.goo.gl/aB_c",
  "https://www.google.com/maps/@48.5,-123.2",
  "https://www.openstreetmap.org/#map=12",
  "maps.apple.com/?ll=48",
  "geo:48,-123",
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
  "T002B 46-12",
  "T002B 46-12, T003 47-13",
  "46-12 47-13",
  "10:30:12, 11:45:00",
  "2024-07-15 10:30:12, 2024-07-16 11:45:00",
  "15-07-24 16-07-24",
  "15 Jul 2024 1030",
  "5 hrs 1030 1045",
  "2 adults 3 calves",
  "156.8 MHz, 121.500 MHz",
  "12 13, 14 15",
  "3 + 2 calves, 45+46",
  "IMG_1234 to IMG_1240",
  "blow / breath...then a dive",
  "map of the pod, see maps",
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
