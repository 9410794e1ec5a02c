import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient, fetchTransport, hubApiPrefix, hubContract } from "@landfall/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawScenario } from "../fixtures/index.ts";
import { landfall, newStation, removeFolders, startTestHub, type TestHub, tempFolder } from "./support/landfall.ts";
import { endAll } from "./support/process.ts";

let hub: TestHub;
let station: string;
let folder: string;

beforeAll(async () => {
  hub = await startTestHub();
  station = await newStation(hub.url, hub.key);
  folder = join(await tempFolder("references"), "Photos");
  await drawScenario("H", folder);
}, 60_000);
afterAll(async () => {
  await endAll();
  await removeFolders();
});

const client = () => createClient(hubContract, fetchTransport({ baseUrl: hub.url + hubApiPrefix, token: hub.key }));
async function onHub() {
  const { changes } = await client().changes({ query: { limit: 1000 } });
  const ids = [...new Set(changes.map(({ encounter }) => encounter.id))];
  const all = await Promise.all(ids.map((id) => client().encounter({ params: { id } })));
  return all
    .map(({ values, items }) => ({
      is: values.eventType ?? "sighting",
      of: values.organismName ?? null,
      on: values.eventDate,
      images: items.map(({ fileName, state, facts }) => `${fileName} ${state} ${facts?.side}`).sort(),
    }))
    .sort((a, b) => `${a.is} ${a.of}`.localeCompare(`${b.is} ${b.of}`));
}
const catalogue = [
  { is: "reference", of: "017-03W", on: null, images: ["017-03W_L.jpg Complete left", "017-03W_R.jpg Complete right"] },
  { is: "reference", of: "018-11E", on: null, images: ["018-11E_L.jpg Complete left"] },
];
const scan = async (...more: string[]) =>
  (await landfall(station, "scan", folder, "--population", "Orcas", ...more)).json.manifestId;

test("a catalogue needs no day and no place, and is delivered once, by individual and side", async () => {
  const manifest = await scan();
  const { encounters } = (await landfall(station, "review", manifest)).json;
  expect(encounters).toMatchObject([
    { eventType: "reference", organismName: "017-03W", missing: [], state: "pending" },
    { eventType: "reference", organismName: "018-11E", missing: [], state: "pending" },
  ]);
  await landfall(station, "approve", manifest);
  expect((await landfall(station, "sync", manifest)).code).toBe(0);
  expect(await onHub()).toEqual(catalogue);
  const out = join(await tempFolder("report"), "report.json");
  await landfall(station, "report", manifest, "--format", "json", "--out", out);
  const { images } = JSON.parse(await readFile(out, "utf8"));
  expect(new Set(images.map(({ reference }: { reference: unknown }) => reference))).toEqual(
    new Set(["017-03W", "018-11E"]),
  );
  expect((await landfall(station, "sync", manifest)).json).toMatchObject({ bytesSent: 0 });
  expect(await onHub()).toEqual(catalogue);
});

test("a sighting with the very photograph of a reference is an encounter of its own, and sends nothing", async () => {
  const day = join(folder, "2024-07-15_Haro Strait", "B. Wood");
  await mkdir(day, { recursive: true });
  await copyFile(join(folder, "Catalogue/Left/018-11E_L.jpg"), join(day, "IMG_1.jpg"));
  const manifest = await scan();
  await landfall(station, "approve", manifest);
  expect((await landfall(station, "plan", manifest)).json).toMatchObject({ create: 1, ask: 0, upload: 0 });
  expect((await landfall(station, "sync", manifest)).json).toMatchObject({ bytesSent: 0 });
  expect(await onHub()).toEqual([
    ...catalogue,
    { is: "sighting", of: null, on: "2024-07-15", images: ["IMG_1.jpg Complete null"] },
  ]);
});

test("what is no reference is said so, keeps that over rescans, and needs its day and place again", async () => {
  const manifest = await scan();
  const references = async (of: string) =>
    (await landfall(station, "review", of)).json.encounters.filter(
      ({ eventType }: { eventType: string | null }) => eventType === "reference",
    );
  const [reference] = await references(manifest);
  const edited = await landfall(station, "edit", reference.id, "--set", "eventType=");
  expect(edited.json).toMatchObject({ state: "incomplete" });
  await copyFile(join(folder, "Catalogue/Left/018-11E_L.jpg"), join(folder, "Catalogue/Right/018-11E_R.jpg"));
  const next = await scan();
  expect(await references(next)).toHaveLength(1);
  const { encounters } = (await landfall(station, "review", next)).json;
  expect(encounters.filter(({ state }: { state: string }) => state === "incomplete")).toMatchObject([
    { eventType: null, organismName: "017-03W", missing: ["eventDate", "locality", "recordedBy"] },
  ]);
});
