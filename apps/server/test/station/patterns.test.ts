import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ManifestId, PatternsToTry, ScanJobId } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { drawFrame, drawScenario, type Scenario, withComment, withExif } from "../../../../fixtures/index.ts";
import { openStation, type TestStation, temporaryFolder } from "./support.ts";

async function readScenario(scenario: Scenario) {
  const folder = join(temporaryFolder("patterns"), "Season");
  await drawScenario(scenario, folder);
  return readFolder(folder);
}

async function readFolder(folder: string) {
  const station = await openStation();
  const job = await station.scan({ folders: [folder], population: "Residents", name: "Season" });
  return { station, folder, params: { id: job.id }, manifest: job.result?.manifestId as ManifestId };
}

/** Photographs without metadata, each with its own bytes. */
async function drawAt(folder: string, ...paths: readonly string[]) {
  const picture = await drawFrame({ seed: "patterns", width: 64 });
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), withComment(picture, path));
  }
}

const rows = async (station: TestStation, id: ManifestId) =>
  (await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 100 } })).items;
const said = async (station: TestStation, id: ManifestId) =>
  (await rows(station, id)).map(({ values }) => [values.eventDate, values.locality, values.recordedBy]);
const trying = (pattern: string, more: Partial<PatternsToTry> = {}) => ({
  patterns: [pattern],
  show: "matching" as const,
  offset: 0,
  limit: 50,
  ...more,
});

describe("path patterns of a scan", () => {
  test("are suggested from its folders, and tried without anything being made", async () => {
    const { station, folder, params, manifest } = await readScenario("A");
    const view = await station.ask("patterns", { params });
    // One of the six files is another one once more.
    expect(view).toMatchObject({ manifestId: manifest, images: 5, patterns: [], dates: [] });
    expect(view.suggestions[0]).toMatchObject({ pattern: "{year}/{date}_{locality}/{photographer}", confidence: 1 });

    const body = trying("{year}/{date}_Haro{any}/{photographer}");
    const trial = await station.ask("tryPatterns", { params, body });
    expect(trial).toMatchObject({ images: 5, matched: 3, byPattern: [3], rows: { matching: 2, others: 1 } });
    expect(trial.items[0]).toMatchObject({
      root: folder,
      path: "2024/2024-07-15_Haro Strait/BW",
      images: 2,
      values: [
        { field: "date", value: "2024-07-15" },
        { field: "photographer", value: "BW" },
      ],
    });
    const others = await station.ask("tryPatterns", { params, body: { ...body, show: "others" } });
    expect(others.items).toMatchObject([
      {
        path: "2024/2024-07-16_17_Active Pass/BW",
        because: "“2024-07-16_17_Active Pass” does not fit {date}_Haro{any}.",
      },
    ]);
    const second = await station.ask("tryPatterns", { params, body: { ...body, offset: 1, limit: 1 } });
    expect(second.items).toHaveLength(1);
    expect((await station.ask("scanJob", { params })).result?.version).toBe(1);
  });

  test("show before they are used how many encounters they make and where each field would come from", async () => {
    const { station, params } = await readScenario("D");
    const pattern = "{date}_{encounter}_{locality}_{photographer}_*.*";
    const preview = await station.ask("previewPatterns", { params, body: { patterns: [pattern] } });
    expect(preview).toMatchObject({ encounters: 2, complete: 2, encountersNow: 2, images: 3 });
    expect(preview.coverage).toEqual([
      { field: "eventDate", sources: [{ source: "pattern", images: 3 }] },
      { field: "locality", sources: [{ source: "pattern", images: 3 }] },
      { field: "recordedBy", sources: [{ source: "pattern", images: 3 }] },
      { field: "position", sources: [{ source: null, images: 3 }] },
      { field: "organismName", sources: [{ source: null, images: 3 }] },
    ]);
    expect(preview.samples[0]).toMatchObject({ locality: "Skana", recordedBy: "MK", encounterNumber: 3, images: 2 });
    expect(preview.unmapped.images).toBe(0);
    const narrow = { patterns: ["{date}_E4_{locality}_{photographer}_*.*"] };
    expect((await station.ask("previewPatterns", { params, body: narrow })).unmapped).toEqual({
      images: 2,
      examples: ["20240715_E3_Skana_MK_0127_T002B_L.jpg", "20240715_E3_Skana_MK_0128_T002B_R.jpg"],
    });
  });

  test("make a new version without the drive, keep decisions, and hold for later scans", async () => {
    const { station, folder, params, manifest } = await readScenario("D");
    const [first] = await rows(station, manifest);
    if (!first) throw new Error("an encounter");
    await station.ask("editEncounter", { params: { id: first.id }, body: { recordedBy: "Typed by a person" } });
    const away = `${folder} away`;
    await rm(folder, { recursive: true });
    const patterns = ["{date}_{encounter}_{locality}_{photographer}_*.*"];
    const { view, regrouped } = await station.ask("setPatterns", { params, body: { patterns } });
    expect(view.patterns).toEqual(patterns);
    expect(regrouped).toMatchObject([{ version: 2, encounters: 2 }]);
    const read = regrouped[0]?.manifestId as ManifestId;
    expect(await said(station, read)).toEqual([
      ["2024-07-15", "Skana", "Typed by a person"],
      ["2024-07-15", "Skana", "MK"],
    ]);
    expect((await rows(station, read))[1]?.provenance.locality).toMatchObject({
      source: "pattern",
      raw: "20240715_E4_Skana_MK_0129_T002B_L.jpg",
      place: patterns[0],
    });
    expect((await station.ask("setPatterns", { params, body: { patterns } })).regrouped).toEqual([]);

    await drawScenario("D", away);
    const again = await station.scan({ folders: [away], population: "Residents", name: "Season" });
    expect(again.id).toBe(params.id);
    expect((await station.ask("patterns", { params })).patterns).toEqual(patterns);
    expect((await said(station, again.result?.manifestId as ManifestId)).map(([, place]) => place)).toEqual([
      "Skana",
      "Skana",
    ]);
    const none = await station.ask("setPatterns", { params, body: { patterns: [] } });
    expect((await said(station, none.regrouped[0]?.manifestId as ManifestId))[1]).toEqual(["2024-07-15", null, "MK"]);
  });

  test("of another scan of the population are suggested, with its name", async () => {
    const { station, params } = await readScenario("D");
    const pattern = "{date}_{encounter}_{locality}_{photographer}_{any}.*";
    await station.ask("setPatterns", { params, body: { patterns: [pattern] } });
    const folder = temporaryFolder("patterns");
    await drawAt(folder, "20250715_E3_Skana_MK_0127.jpg");
    const next = await station.scan({ folders: [folder], population: "Residents", name: "Next season" });
    const { suggestions, patterns } = await station.ask("patterns", { params: { id: next.id } });
    expect(suggestions[0]).toMatchObject({ pattern, usedBy: "Season" });
    expect(patterns).toEqual([]);
    const other = await station.scan({ folders: [folder], population: "Transients", name: "Others" });
    expect((await station.ask("patterns", { params: { id: other.id } })).suggestions[0]?.usedBy).toBeNull();
  });

  test("may be told with the scan", async () => {
    const folder = temporaryFolder("patterns");
    await drawAt(folder, "Skana/Bob/2024-07-15/a.jpg");
    const station = await openStation();
    const patterns = ["{locality}/{photographer}/{date}"];
    const job = await station.scan({ folders: [folder], population: "Residents", patterns });
    expect(await said(station, job.result?.manifestId as ManifestId)).toEqual([["2024-07-15", "Skana", "Bob"]]);
  });
});

describe("the order of day and month", () => {
  const either = ["03-04-2021_Haro/a.jpg", "05-06-2021_Skana/b.jpg"];
  const days = async (station: TestStation, id: ManifestId) =>
    (await rows(station, id)).map(({ values }) => values.eventDate).sort();

  test("is asked once for a folder; dates follow the answer without the drive, in every scan that reads it", async () => {
    const folder = temporaryFolder("order");
    await drawAt(folder, ...either);
    const { station, params, manifest } = await readFolder(folder);
    expect(await days(station, manifest)).toEqual([null, null]);
    const { result } = await station.ask("scanJob", { params });
    const dates = { folder, order: null, by: null, images: 2, examples: ["03-04-2021", "05-06-2021"] };
    expect(result?.dates).toEqual([dates]);
    expect(result?.findings.map(({ code, count }) => [code, count])).toContainEqual(["DATE_EITHER", 2]);
    const other = await station.scan({ folders: [folder], population: "Transients", name: "Other" });
    await rm(folder, { recursive: true });

    const { view, regrouped } = await station.ask("setDateOrder", { params, body: { folder, order: "dayFirst" } });
    expect(view.dates).toEqual([{ ...dates, order: "dayFirst", by: "person" }]);
    expect(regrouped.map(({ scanJobId }) => scanJobId)).toEqual([params.id, other.id]);
    for (const { manifestId } of regrouped)
      expect(await days(station, manifestId)).toEqual(["2021-04-03", "2021-06-05"]);
    const after = await station.ask("scanJob", { params });
    expect(after.result?.dates).toEqual(view.dates);
    expect(after.result?.findings.map(({ code }) => code)).not.toContain("DATE_EITHER");

    expect((await station.ask("setDateOrder", { params, body: { folder, order: "dayFirst" } })).regrouped).toEqual([]);
    const back = await station.ask("setDateOrder", { params, body: { folder, order: null } });
    expect(await days(station, back.regrouped[0]?.manifestId as ManifestId)).toEqual([null, null]);
  });

  test("is not asked where a name of the folder tells it", async () => {
    const folder = temporaryFolder("order");
    await drawAt(folder, ...either, "25-04-2021_Haro/c.jpg");
    const { station, params, manifest } = await readFolder(folder);
    expect(await days(station, manifest)).toEqual(["2021-04-03", "2021-04-25", "2021-06-05"]);
    expect((await station.ask("patterns", { params })).dates).toMatchObject([{ order: "dayFirst", by: "names" }]);
  });

  test("is said of folders of the scan only", async () => {
    const { station, params } = await readScenario("D");
    const body = { folder: "/somewhere/else", order: "dayFirst" as const };
    await expect(station.ask("setDateOrder", { params, body })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const unknown = { id: "00000000-0000-4000-8000-000000000000" as ScanJobId };
    await expect(station.ask("patterns", { params: unknown })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("dates are proved by photographs as their corrected clocks have them", async () => {
  const folder = join(temporaryFolder("patterns"), "Season");
  const path = join(folder, "05-06-2024_Haro Strait", "IMG_0001.JPG");
  await mkdir(dirname(path), { recursive: true });
  const exif = { make: "Canon", model: "Canon EOS R7", serial: "1", dateTimeOriginal: "2024:05:29 10:00:00" };
  await writeFile(path, withExif(await drawFrame({ seed: "clock", width: 64 }), exif));
  const { station, params } = await readFolder(folder);
  const orders = async () => (await station.ask("patterns", { params })).dates.map(({ order, by }) => [order, by]);
  const bodyOf = () => ({ params, body: trying("{date}_{locality}") });
  expect(await orders()).toEqual([[null, null]]);
  const { populationId } = await station.ask("scanJob", { params });
  await station.ask("setClock", {
    params: { id: populationId },
    body: {
      camera: { make: exif.make, model: exif.model, serial: exif.serial, folder: null },
      from: null,
      to: null,
      points: [{ shown: "2024-05-29T10:00:00", actual: "2024-06-05T10:00:00" }],
    },
  });
  expect(await orders()).toEqual([["dayFirst", "clocks"]]);
  const [row] = (await station.ask("tryPatterns", bodyOf())).items;
  expect(row?.values[0]).toMatchObject({ field: "date", value: "2024-06-05" });
});

test("photographs of a catalogue are no part of what patterns of sightings are tried on", async () => {
  const folder = join(temporaryFolder("patterns"), "Season");
  await drawAt(folder, "Skana/Bob/a.jpg", "Catalogue/Left/J047_L.jpg");
  const { station, params } = await readFolder(folder);
  const trial = await station.ask("tryPatterns", { params, body: trying("{locality}/{photographer}") });
  expect(trial).toMatchObject({ images: 1, matched: 1, rows: { matching: 1, others: 0 } });
  const preview = await station.ask("previewPatterns", { params, body: { patterns: ["{locality}/{photographer}"] } });
  expect(preview).toMatchObject({ encounters: 2, images: 1, unmapped: { images: 0 } });
});
