/** A wrong photographer's name that is taken out of an approved folder, in a scan with a sheet. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EncounterRow, ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawFrame, withExif } from "../../../../fixtures/index.ts";
import { openStation, temporaryFolder } from "./support.ts";

/** Two photographs by Bill Wood in one folder, two by Jo Tidewater in another; approved. */
async function aSeason(rows: string, [first, second]: readonly [string, string]) {
  const folder = temporaryFolder("corrected");
  for (const [name, minutes] of [[first, [3, 4]] as const, [second, [5, 6]] as const]) {
    mkdirSync(join(folder, name), { recursive: true });
    for (const minute of minutes) {
      const picture = await drawFrame({ seed: `${name} ${minute}`, width: 64 });
      const exif = { dateTimeOriginal: `2025:07:15 10:0${minute}:00` };
      writeFileSync(join(folder, name, `${minute}.jpg`), withExif(picture, exif));
    }
  }
  const sheet = join(temporaryFolder("sheet"), "sightings.csv");
  writeFileSync(sheet, rows);
  const station = await openStation();
  const scanned = async (): Promise<EncounterRow[]> => {
    const job = await station.scan({ folders: [folder], population: "Residents", sheets: [sheet] });
    const id = job.result?.manifestId as ManifestId;
    const query = { filter: "all", offset: 0, limit: 10 } as const;
    return (await station.ask("encounters", { params: { id }, query })).items;
  };
  const approve = (id: ManifestId | undefined) => station.ask("approve", { params: { id: id as never }, body: {} });
  const before = await scanned();
  await approve(before[0]?.manifestId);
  const rename = (from: string, to: string) => renameSync(join(folder, from), join(folder, to));
  return { before, scanned, rename, approve };
}

const seen = (rows: readonly EncounterRow[]) =>
  rows.map(({ values, imageCount, review }) => [values.recordedBy, imageCount, review]).sort();

test("is a change that waits for review, where no row says who it was", async () => {
  const rows = "Date,Start,End,Place\n2025-07-15,10:00,10:30,Haro Strait\n";
  const folders = ["2025-07-15_Haro Strait_Bill Wood", "2025-07-15_Haro Strait_Jo Tidewater"] as const;
  const { before, scanned, rename } = await aSeason(rows, folders);
  expect(seen(before)).toEqual([
    ["Bill Wood", 2, "pending"],
    ["Jo Tidewater", 2, "pending"],
  ]);
  rename(folders[0], "2025-07-15_Haro Strait");
  for (const _ of ["once", "and again"]) {
    const after = await scanned();
    expect(seen(after)).toEqual([
      [null, 2, "incomplete"],
      ["Jo Tidewater", 2, "approved"],
    ]);
    const other = after.find(({ values }) => values.recordedBy === null);
    expect(other?.changes).toMatchObject({ wasApproved: true, fields: [{ name: "recordedBy", was: "Bill Wood" }] });
  }
});

test("is a change that waits for review, where a row of that time credits somebody else", async () => {
  const row = (start: string, name: string) => `2025-07-15,${start},Haro Strait,${name}\n`;
  const rows = `Date,Start,Place,Photographer\n${row("10:00", "Bill Wood")}${row("10:02", "Jo Tidewater")}`;
  const folders = ["2025-07-15_Haro Strait_Bill Wood", "2025-07-15_Haro Strait_Jo Tidewater"] as const;
  const { scanned, rename } = await aSeason(rows, folders);
  rename(folders[0], "2025-07-15_Haro Strait_");
  const [only, ...others] = await scanned();
  expect(others).toEqual([]);
  expect([only?.values.recordedBy, only?.imageCount, only?.review]).toEqual(["Jo Tidewater", 4, "pending"]);
  expect(only?.findings).toContainEqual(
    expect.objectContaining({ detail: "2 images by Bill Wood; now all by Jo Tidewater" }),
  );
});

test("but what is moved elsewhere stays by whom it was approved as, and says so", async () => {
  const rows = "Date,Start,End,Place\n2025-07-15,10:00,10:30,Haro Strait\n";
  const folders = ["2025-07-15_Haro Strait/BW", "2025-07-15_Haro Strait/JT"] as const;
  const { before, scanned, rename } = await aSeason(rows, folders);
  expect(seen(before).map(([name]) => name)).toEqual(["BW", "JT"]);
  rename(folders[0], "2025-07-15_Haro Strait/sorted");
  const after = await scanned();
  expect(seen(after)).toEqual([
    ["BW", 2, "approved"],
    ["JT", 2, "approved"],
  ]);
  const moved = after.find(({ values }) => values.recordedBy === "BW");
  expect(moved?.findings).toContainEqual(expect.objectContaining({ code: "PHOTOGRAPHER_KEPT", count: 2 }));

  rename("2025-07-15_Haro Strait/sorted", "2025-07-15_Haro Strait/unknown");
  expect(seen(await scanned())).toEqual([
    [null, 2, "incomplete"],
    ["JT", 2, "approved"],
  ]);
});
