import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Camera, ClockRequest, ManifestId, PopulationId, ScanJobId, StationSnapshot } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { openStation, openTestHub, type TestStation, temporaryFolder } from "./support.ts";

/** Two encounters of one camera, on the first and second of May, late enough that a clock nine hours behind hides the day. */
async function readSeason() {
  const folder = temporaryFolder("clocks");
  await drawSeason(folder, { encounters: 2, imagesPerEncounter: 2, seed: "clocks" });
  const station = await openStation();
  const job = await station.scan({ folders: [folder], population: "Residents", name: "Season" });
  const id = job.populationId;
  const camera: Camera = { make: "NIKON CORPORATION", model: "NIKON D7500", serial: null, folder };
  const body: ClockRequest = {
    camera,
    from: "2024-05-02",
    to: null,
    points: [{ shown: "2024-05-02T09:30:00", actual: "2024-05-03T00:30:00" }],
  };
  return { station, job, id, body, folder, manifest: job.result?.manifestId as ManifestId };
}

const rows = async (station: TestStation, id: ManifestId) =>
  (await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 100 } })).items;
const days = async (station: TestStation, id: ManifestId) =>
  (await rows(station, id)).map(({ values }) => values.eventDate);
const cameras = async (station: TestStation, id: PopulationId) =>
  (await station.ask("cameras", { params: { id } })).items;
const current = ({ populations }: StationSnapshot) => populations.flatMap(({ manifests }) => manifests);

async function readAgain(station: TestStation, id: ScanJobId): Promise<ManifestId> {
  const { asOf } = await station.ask("snapshot", {});
  await station.ask("rescan", { params: { id } });
  await station.change(
    (each) => each.type === "scanJob" && each.scanJob.id === id && each.scanJob.state === "done",
    asOf,
  );
  return (await station.ask("scanJob", { params: { id } })).result?.manifestId as ManifestId;
}

/** Writes another date into the one file of that date, as programs do, and leaves its picture as it is. */
async function redate(folder: string, from: string, to: string): Promise<string> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const bytes = entry.isFile() ? await readFile(path, "latin1") : "";
    if (!bytes.includes(from)) continue;
    await writeFile(path, bytes.replaceAll(from, to), "latin1");
    return entry.name;
  }
  throw new Error(`no file of ${from}`);
}

describe("a camera's clock that was wrong", () => {
  test("is seen with its camera, tried, corrected as a new version that keeps decisions, and taken back", async () => {
    const { station, id, body, manifest } = await readSeason();
    expect(await cameras(station, id)).toEqual([
      {
        camera: body.camera,
        images: 4,
        firstAt: "2024-05-01T09:30:00.00",
        lastAt: "2024-05-02T09:30:07.01",
        gps: null,
        track: null,
        corrections: [],
        people: [],
      },
    ]);
    const effect = await station.ask("previewClock", { params: { id }, body });
    expect(effect).toMatchObject({ images: 2, otherDay: 2 });
    expect(await days(station, manifest)).toEqual(["2024-05-01", "2024-05-02"]);

    const [first, second] = await rows(station, manifest);
    if (!first || !second) throw new Error("two encounters");
    await station.ask("editEncounter", { params: { id: second.id }, body: { locality: "Typed by a person" } });
    await station.ask("deny", { params: { id: first.id } });
    const change = await station.ask("setClock", { params: { id }, body });
    expect(change).toMatchObject({ effect, regrouped: [{ name: "Season", version: 2, encounters: 2 }] });
    const corrected = change.regrouped[0]?.manifestId as ManifestId;
    expect(
      (await rows(station, corrected)).map((row) => [row.values.eventDate, row.values.locality, row.review]),
    ).toEqual([
      ["2024-05-01", first.values.locality, "denied"],
      ["2024-05-03", "Typed by a person", "pending"],
    ]);
    expect((await rows(station, corrected)).map(({ eventID }) => eventID)).toEqual([first.eventID, second.eventID]);
    expect(current(await station.ask("snapshot", {})).map((each) => each.id)).toEqual([corrected]);

    const [camera] = await cameras(station, id);
    const [correction] = camera?.corrections ?? [];
    if (!correction) throw new Error("a correction");
    const { regrouped } = await station.ask("removeClock", { params: { id: correction.id } });
    expect(await days(station, regrouped[0]?.manifestId as ManifestId)).toEqual(["2024-05-01", "2024-05-02"]);
    expect((await cameras(station, id))[0]?.corrections).toEqual([]);
    const { entries } = await station.ask("activity", { query: { limit: 10 } });
    expect(entries.map(({ action }) => action).filter((action) => /clock|regrouped/.test(action))).toEqual([
      "regrouped",
      "clockRestored",
      "regrouped",
      "clockCorrected",
    ]);
  });

  test("is right in later scans too, which keep what the job was told", async () => {
    const { station, job, id, body, folder } = await readSeason();
    await station.ask("setClock", { params: { id }, body });
    await drawSeason(folder, { encounters: 1, imagesPerEncounter: 1, seed: "more", firstDay: 2 });
    const later = await readAgain(station, job.id);
    expect(await days(station, later)).toEqual(["2024-05-01", "2024-05-03", "2024-05-04"]);
  });

  test("a date that was made right in the file since is corrected too, which warns and names the file", async () => {
    const { station, job, id, body, folder } = await readSeason();
    await station.ask("setClock", { params: { id }, body });
    const repaired = await redate(folder, "2024:05:02 09:30:00", "2024:05:03 00:30:00");
    const later = await readAgain(station, job.id);
    const found = (await rows(station, later)).flatMap(({ values, findings }) =>
      findings
        .filter(({ code }) => code === "CLOCK_AND_DATE")
        .map(({ severity, images, hint }) => [values.eventDate, severity, images.map((each) => each.fileName), hint]),
    );
    expect(found).toEqual([["2024-05-03", "warning", [repaired], expect.stringContaining("take the correction back")]]);

    const [correction] = (await cameras(station, id))[0]?.corrections ?? [];
    if (!correction) throw new Error("a correction");
    await station.ask("removeClock", { params: { id: correction.id } });
    // Made anew, it is made of what the files say now.
    const { regrouped } = await station.ask("setClock", { params: { id }, body });
    const codes = (await rows(station, regrouped[0]?.manifestId as ManifestId)).flatMap(({ findings }) => findings);
    expect(codes.map(({ code }) => code)).not.toContain("CLOCK_AND_DATE");
  });

  test("two corrections of one camera do not hold for the same dates", async () => {
    const { station, id, body } = await readSeason();
    await station.ask("setClock", { params: { id }, body });
    const other = { ...body, from: null, to: "2024-05-02T12:00:00" };
    await expect(station.ask("setClock", { params: { id }, body: other })).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
      fields: [{ path: "body.from", message: expect.stringContaining("from 2024-05-02 on") }],
    });
    const points = [{ shown: "2024-05-01T09:30:00", actual: "2024-05-02T00:30:00" }];
    await station.ask("setClock", { params: { id }, body: { ...body, points, from: null, to: "2024-05-01" } });
  });

  test("of what was delivered the day is corrected on the hub, and no photograph is sent again", async () => {
    const { hub, key } = await openTestHub();
    const { station, id, body, manifest } = await readSeason();
    await station.ask("connect", { body: { hub: hub.url, key } });
    await station.ask("approve", { params: { id: manifest }, body: {} });
    await station.synced(manifest);
    const { regrouped } = await station.ask("setClock", { params: { id }, body });
    const corrected = regrouped[0]?.manifestId as ManifestId;
    await station.ask("approve", { params: { id: corrected }, body: {} });
    const plan = await station.ask("plan", { params: { id: corrected } });
    expect(plan).toMatchObject({ create: 0, update: 1, upload: 0, alreadyThere: 4 });
    const run = await station.synced(corrected);
    expect(run).toMatchObject({ result: { bytesSent: 0, corrected: { updated: 1 } } });
    expect(await station.ask("plan", { params: { id: corrected } })).toMatchObject({ create: 0, update: 0, upload: 0 });
  });
});
