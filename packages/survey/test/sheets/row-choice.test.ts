/** Rows that began minutes apart, where nothing says which of them a photograph is of. */
import { expect, test } from "vitest";
import { groupWithSources } from "../../src/index.ts";
import { photo, sheet } from "./photographs.ts";

const head = "Date,Start,Place,Photographer\n";
const row = (start: string, name: string) => `2024-07-15,${start},Haro Strait,${name}\n`;

/** Photographer, images, and what is said of rows that may be meant. */
async function found(rows: string, photographs: Readonly<Record<string, string>>, artist?: string) {
  const files = Object.entries(photographs).map(([path, time]) =>
    photo(path, { at: `2024-07-15T${time}:00`, ...(artist && { artist }) }),
  );
  const { encounters } = groupWithSources(files, { roots: ["/data/photos"], sheets: [await sheet(head + rows)] });
  return encounters.map(({ values, images, details }) => [
    values.recordedBy,
    images.map(({ fileName, findings }) => (findings.includes("ROW_EITHER") ? `${fileName}?` : fileName)).join(" "),
    details?.ROW_EITHER ?? null,
  ]);
}

const two = row("10:00", "Bill Wood") + row("10:02", "Jo Tidewater");

test("both are named, with the one that is taken and why", async () => {
  expect(await found(two, { "card/1.JPG": "10:01", "card/2.JPG": "10:03", "card/3.JPG": "12:30" })).toEqual([
    [
      "Bill Wood",
      "1.JPG?",
      "sightings.csv, row 2 (10:00, Bill Wood) or sightings.csv, row 3 (10:02, Jo Tidewater); sightings.csv, row 2 is taken, the last that had begun",
    ],
    [
      "Jo Tidewater",
      "2.JPG? 3.JPG?",
      "sightings.csv, row 2 (10:00, Bill Wood) or sightings.csv, row 3 (10:02, Jo Tidewater); sightings.csv, row 3 is taken, the last that had begun",
    ],
  ]);
});

test("before all of them the first to begin is taken", async () => {
  expect(await found(two, { "card/1.JPG": "09:55" })).toEqual([
    ["Bill Wood", "1.JPG?", expect.stringMatching(/; sightings\.csv, row 2 is taken, the first to begin after it$/)],
  ]);
});

test("whoever the file or the folder names says which it is", async () => {
  expect(await found(two, { "card/1.JPG": "10:03" }, "Bill Wood")).toEqual([["Bill Wood", "1.JPG", null]]);
  expect(await found(two, { "2024-07-15_Haro Strait_Jo Tidewater/1.JPG": "10:03" })).toEqual([
    ["Jo Tidewater", "1.JPG", null],
  ]);
});

test("rows that began more than ten minutes apart are not mistaken for each other", async () => {
  const apart = row("10:00", "Bill Wood") + row("10:11", "Jo Tidewater");
  expect(await found(apart, { "card/1.JPG": "10:05", "card/2.JPG": "10:13" })).toEqual([
    ["Bill Wood", "1.JPG", null],
    ["Jo Tidewater", "2.JPG", null],
  ]);
});

test("one person's rows follow one another: only near the second's start it is asked", async () => {
  const own = row("10:00", "Bill Wood") + row("10:08", "Bill Wood");
  expect(await found(own, { "card/1.JPG": "10:10", "card/2.JPG": "11:00" })).toEqual([
    ["Bill Wood", "1.JPG? 2.JPG", expect.stringContaining("row 2 (10:00, Bill Wood) or sightings.csv, row 3 (10:08")],
  ]);
});

test("an end that is written tells rows apart", async () => {
  const rows = "Date,Start,End,Place,Photographer\n2024-07-15,10:00,10:01,Haro,Bill Wood\n2024-07-15,10:02,,Haro,Jo\n";
  const { encounters } = groupWithSources([photo("card/1.JPG", { at: "2024-07-15T12:03:00" })], {
    roots: ["/data/photos"],
    sheets: [await sheet(rows)],
  });
  expect(encounters.map(({ values, images }) => [values.recordedBy, images[0]?.findings])).toEqual([["Jo", []]]);
});
