/** What was decided of an encounter follows its photographs where files are moved or re-dated, and where a clock is corrected. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Camera, ClockRequest, EncounterRow, FieldEdit, ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawFrame, withExif } from "../../../../fixtures/index.ts";
import { openStation, temporaryFolder } from "./support.ts";

const make = "NIKON CORPORATION";
const model = "NIKON D7500";

/** One encounter of four photographs, of two hours. */
async function readDay() {
  const folder = temporaryFolder("follow");
  const day = join(folder, "2025-07-15_Haro Strait_Jo Tidewater");
  mkdirSync(day);
  const write = async (name: string, dateTimeOriginal: string, { seed = name, artist = "" } = {}) =>
    writeFileSync(
      join(day, name),
      withExif(await drawFrame({ seed, width: 64 }), { dateTimeOriginal, make, model, ...(artist && { artist }) }),
    );
  for (const hour of [20, 21])
    for (const minute of [1, 2]) await write(`${hour}${minute}.jpg`, `2025:07:15 ${hour}:0${minute}:00`);
  const station = await openStation();
  const rows = async (id: ManifestId): Promise<readonly EncounterRow[]> =>
    (await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 10 } })).items;
  const scanned = async () => {
    const job = await station.scan({ folders: [folder], population: "Residents" });
    return { id: job.result?.manifestId as ManifestId, population: job.populationId };
  };
  const { id, population } = await scanned();
  const [only] = await rows(id);
  if (!only) throw new Error("one encounter");
  const edit = (body: FieldEdit) => station.ask("editEncounter", { params: { id: only.id }, body });
  return { station, folder, day, write, rows, scanned, id, population, only, edit };
}

/** The last hour is of the next day. */
function correction(folder: string): ClockRequest {
  const camera: Camera = { make, model, serial: null, folder };
  const point = { shown: "2025-07-15T21:00:00", actual: "2025-07-16T09:00:00" };
  return { camera, from: "2025-07-15T21:00:00", to: null, points: [point] };
}

test("an embargo follows photographs that are re-dated, moved, or of another day by a corrected clock", async () => {
  const { station, folder, day, write, rows, scanned, id, population, edit } = await readDay();
  await edit({ available: "2027-06-01" });
  await station.ask("approve", { params: { id }, body: {} });
  await write("201.jpg", "2025:07:12 10:00:00");
  mkdirSync(join(folder, "2025-07-15_Active Pass_Jo Tidewater"));
  renameSync(join(day, "202.jpg"), join(folder, "2025-07-15_Active Pass_Jo Tidewater", "202.jpg"));
  // Another name, other bytes, the same picture and time.
  const other = "2025-07-15_Stuart Channel_Jo Tidewater";
  mkdirSync(join(folder, other));
  rmSync(join(day, "211.jpg"));
  await write(join("..", other, "renamed.jpg"), "2025:07:15 21:01:00", { seed: "211.jpg", artist: "Jo Tidewater" });
  const embargoes = async (manifest: ManifestId) =>
    (await rows(manifest)).map(({ values, imageCount }) => [values.locality, imageCount, values.available]).sort();
  const apart = [
    ["Active Pass", 1, "2027-06-01"],
    ["Haro Strait", 1, "2027-06-01"],
    ["Haro Strait", 1, "2027-06-01"],
    ["Stuart Channel", 1, "2027-06-01"],
  ];
  expect(await embargoes((await scanned()).id)).toEqual(apart);
  const { regrouped } = await station.ask("setClock", { params: { id: population }, body: correction(folder) });
  const corrected = await rows(regrouped[0]?.manifestId as ManifestId);
  expect(corrected.map(({ values }) => values.available)).toEqual(corrected.map(() => "2027-06-01"));
});

test("photographs of a denied encounter are denied in each that they are in alone, and told among others", async () => {
  const { station, folder, day, write, rows, scanned, id, population, only } = await readDay();
  await station.ask("deny", { params: { id: only.id } });
  await write("201.jpg", "2025:07:12 10:00:00");
  const [place, mixed] = ["2025-07-15_Active Pass_Jo Tidewater", "2025-07-15_Stuart Channel_Jo Tidewater"];
  for (const name of [place, mixed]) mkdirSync(join(folder, name));
  renameSync(join(day, "202.jpg"), join(folder, place, "202.jpg"));
  renameSync(join(day, "211.jpg"), join(folder, mixed, "211.jpg"));
  await write(join("..", mixed, "new.jpg"), "2025:07:15 20:30:00");
  const seen = async (manifest: ManifestId) =>
    (await rows(manifest))
      .map(({ values, imageCount, review, findings }) => {
        const told = findings.find(({ code }) => code === "DENIED_BEFORE")?.detail?.slice(0, 10);
        return [values.eventDate, values.locality, imageCount, review, ...(review === "denied" ? [] : [told])];
      })
      .sort();
  const later = await scanned();
  expect(later.id).not.toBe(id);
  expect(await seen(later.id)).toEqual([
    ["2025-07-12", "Haro Strait", 1, "denied"],
    ["2025-07-15", "Active Pass", 1, "denied"],
    ["2025-07-15", "Haro Strait", 1, "denied"],
    ["2025-07-15", "Stuart Channel", 2, "pending", "1 image in"],
  ]);
  const { regrouped } = await station.ask("setClock", { params: { id: population }, body: correction(folder) });
  const corrected = await seen(regrouped[0]?.manifestId as ManifestId);
  expect(corrected.filter(([, , , review]) => review === "denied").length).toBeGreaterThan(3);
  const { approved } = await station.ask("approve", {
    params: { id: regrouped[0]?.manifestId as ManifestId },
    body: {},
  });
  expect([approved, corrected.length]).toEqual([
    1,
    corrected.filter(([, , , review]) => review === "denied").length + 1,
  ]);
});
