import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Camera, CameraPersonRequest, type ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawFrame, drawSeason, withExif } from "../../../../fixtures/index.ts";
import { openStation, type TestStation, temporaryFolder } from "./support.ts";

const by = async (station: TestStation, id: ManifestId) =>
  (await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 100 } })).items.map(
    ({ values, provenance, review }) => [values.recordedBy, provenance.recordedBy?.source, review],
  );

test("whose photographs a camera's are is said once, groups again, and holds for the next season", async () => {
  const folder = temporaryFolder("camera-people");
  await drawSeason(folder, { encounters: 2, imagesPerEncounter: 2, seed: "camera people" });
  const station = await openStation();
  const job = await station.scan({ folders: [folder], population: "Residents", name: "Season" });
  const params = { id: job.populationId };
  const camera: Camera = { make: "NIKON CORPORATION", model: "NIKON D7500", serial: null, folder };
  const before = await by(station, job.result?.manifestId as ManifestId);
  expect(before.map(([, source]) => source)).toEqual(["exif", "exif"]);

  const said = { camera, person: "Bill Wood", isFirst: false };
  const below = await station.ask("setCameraPerson", { params, body: said });
  expect(below.images).toBe(4);
  const change = await station.ask("setCameraPerson", { params, body: { ...said, isFirst: true } });
  expect(change).toMatchObject({ images: 4, regrouped: [{ name: "Season", encounters: 2 }] });
  const now = change.regrouped[0]?.manifestId as ManifestId;
  expect(await by(station, now)).toEqual(before.map(([, , review]) => ["Bill Wood", "camera", review]));
  const { items } = await station.ask("cameras", { params });
  expect(items.map(({ people }) => people)).toEqual([[{ ...said, isFirst: true }]]);
  expect((await station.ask("people", { params })).people.map(({ name }) => name)).toEqual(["Bill Wood"]);

  const next = temporaryFolder("camera-people-next");
  await drawSeason(next, { encounters: 1, imagesPerEncounter: 2, seed: "next" });
  const body = { camera: { ...camera, folder: next }, person: "Ann Wave", isFirst: true };
  expect(await station.ask("setCameraPerson", { params, body })).toEqual({ images: 0, regrouped: [] });
  const later = await station.scan({ folders: [next], population: "Residents", name: "Next" });
  expect((await by(station, later.result?.manifestId as ManifestId))[0]?.slice(0, 2)).toEqual(["Ann Wave", "camera"]);

  const back = await station.ask("setCameraPerson", { params, body: { ...said, person: null } });
  expect(await by(station, back.regrouped[0]?.manifestId as ManifestId)).toEqual(before);
  expect((await station.ask("people", { params })).people.map(({ name }) => name)).toEqual(["Ann Wave"]);
  const { entries: noted } = await station.ask("activity", { query: { limit: 100 } });
  expect(noted.filter(({ action }) => action === "cameraPersonSet")).toHaveLength(4);
});

test("a folder called as a person counts before its camera, also where that person becomes known later", async () => {
  const season = temporaryFolder("camera-people-folder");
  const exif = { make: "Canon", model: "EOS 7D", dateTimeOriginal: "2024:07:15 10:11:12" };
  mkdirSync(join(season, "Kate Nowak"));
  writeFileSync(join(season, "Kate Nowak/a.jpg"), withExif(await drawFrame({ seed: "kate", width: 64 }), exif));
  const station = await openStation();
  const job = await station.scan({ folders: [season], population: "Residents", name: "Season" });
  const params = { id: job.populationId };
  const camera: Camera = { make: "Canon", model: "EOS 7D", serial: null, folder: season };
  const said = await station.ask("setCameraPerson", { params, body: { camera, person: "Bill Wood", isFirst: false } });
  const first = await by(station, said.regrouped[0]?.manifestId as ManifestId);
  expect(first.map(([person, source]) => [person, source])).toEqual([["Bill Wood", "camera"]]);
  const body = { aliases: [{ name: "KN", people: ["Kate Nowak"] }] };
  const known = await station.ask("setAliases", { params, body });
  expect(known.regrouped).toHaveLength(1);
  const now = await by(station, known.regrouped[0]?.manifestId as ManifestId);
  expect(now.map(([person, source]) => [person, source])).toEqual([["Kate Nowak", "folder"]]);
});

test("a camera is a serial number or a folder's, and a person is one", () => {
  const camera: Camera = { make: null, model: "X", serial: "1", folder: null };
  const isTaken = (body: object) => CameraPersonRequest.safeParse({ camera, person: "Bill Wood", ...body }).success;
  expect(isTaken({})).toBe(true);
  expect(isTaken({ person: null })).toBe(true);
  expect(isTaken({ camera: { ...camera, serial: null } })).toBe(false);
  expect(isTaken({ camera: { ...camera, folder: "/photos" } })).toBe(false);
  expect(isTaken({ person: "Bill + Ann" })).toBe(false);
});
