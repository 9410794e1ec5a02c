/** The hub's individuals, fetched and kept: near-misses are found against them, with the hub or without. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PopulationId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawFrame, withExif } from "../../../../fixtures/index.ts";
import { openStation, openTestHub, type TestStation, temporaryFolder } from "./support.ts";

async function draw(names: readonly string[]): Promise<string> {
  const folder = join(temporaryFolder("photos"), "2024-07-15_Haro Strait", "BW");
  mkdirSync(folder, { recursive: true });
  const picture = await drawFrame({ seed: "catalogue", width: 64 });
  for (const [at, name] of names.entries())
    writeFileSync(join(folder, name), withExif(picture, { dateTimeOriginal: `2024:07:15 10:11:0${at}` }));
  return join(folder, "..", "..");
}

/** More than one page of the hub's answer. */
const many = Array.from({ length: 1100 }, (_, at) => `T${String(at + 100).padStart(4, "0")}`);

async function hubWith(names: readonly string[]) {
  const { hub, key, ensureIndividuals } = await openTestHub();
  await ensureIndividuals(names);
  return { hub, key };
}

async function populationOf(station: TestStation): Promise<PopulationId> {
  const { populations } = await station.ask("snapshot", {});
  return populations.find(({ name }) => name === "Residents")?.id as PopulationId;
}

test("near-misses are found against what the hub had when it was last asked, also while it is away", async () => {
  const { hub, key } = await hubWith(["T0002B", ...many]);
  const folder = await draw(["a_TOO02B.jpg", "b_T150.jpg", "c_T0150.jpg"]);
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.url, key } });
  const params = { id: await populationOf(station) };
  expect((await station.ask("individuals", { params })).catalogue).toEqual({
    individuals: 0,
    fetchedAt: null,
    examples: [],
  });
  const view = await station.ask("fetchCatalogue", { params });
  expect(view.catalogue).toMatchObject({ individuals: 1101, fetchedAt: expect.any(String) });
  expect(view.catalogue.examples).toHaveLength(100);
  await hub.stop();

  await station.ask("setIdentifiers", {
    params,
    body: { examples: view.catalogue.examples, corrections: [], forget: [] },
  });
  const job = await station.scan({ folders: [folder], population: "Residents" });
  const seen = await station.ask("individuals", { params });
  expect(seen.near.map(({ text, individual }) => `${text}: ${individual}`).sort()).toEqual([
    "T150: T0150",
    "TOO02B: T0002B",
  ]);
  expect(seen.individuals).toEqual([{ name: "T0150", state: "found", reason: null, encounters: 1 }]);
  const rows = async (id: unknown) =>
    (
      await station.ask("encounters", {
        params: { id: id as never },
        query: { filter: "warnings", offset: 0, limit: 10 },
      })
    ).items;
  const [row] = await rows(job.result?.manifestId);
  expect(row?.findings.find(({ code }) => code === "INDIVIDUAL_NEAR")?.detail).toMatch(/^“.+” in .+ may be .+$/);

  const corrections = seen.near.map(({ text, individual }) => ({ text, individual }));
  const { individuals, regrouped } = await station.ask("setIdentifiers", { params, body: { corrections, forget: [] } });
  expect(individuals.near).toEqual([]);
  expect(await rows(regrouped[0]?.manifestId)).toEqual([]);
  await expect(station.ask("fetchCatalogue", { params })).rejects.toThrow();
  expect((await station.ask("individuals", { params })).catalogue.individuals).toBe(1101);
});

test("a station that stays fetches it by itself, and another hub's is forgotten", async () => {
  const { hub, key } = await hubWith(["J047"]);
  const station = await openStation();
  station.station.resume();
  await station.ask("connect", { body: { hub: hub.url, key } });
  const params = { id: await populationOf(station) };
  await expect
    .poll(async () => (await station.ask("individuals", { params })).catalogue, { interval: 20, timeout: 30_000 })
    .toMatchObject({ individuals: 1, examples: ["J047"] });
  const other = await hubWith([]);
  await station.ask("connect", { body: { hub: other.hub.url, key: other.key } });
  await expect
    .poll(async () => (await station.ask("individuals", { params })).catalogue, { interval: 20, timeout: 30_000 })
    .toMatchObject({ individuals: 0, fetchedAt: expect.any(String) });
});
