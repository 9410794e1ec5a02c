import { createClient, fetchTransport, hubApiPrefix, hubContract, type Sha256 } from "@landfall/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawSeason } from "../fixtures/index.ts";
import {
  landfall,
  newStation,
  removeFolders,
  startLandfall,
  startTestHub,
  type TestHub,
  tempFolder,
} from "./support/landfall.ts";
import { endAll, landfallBin, start } from "./support/process.ts";

let hub: TestHub;
let station: string;
let manifest: string;
let season: string;

const client = () => createClient(hubContract, fetchTransport({ baseUrl: hub.url + hubApiPrefix, token: hub.key }));

async function onHub(eventID: string) {
  const { changes } = await client().changes({ query: { limit: 1000 } });
  const ids = [...new Set(changes.map((change) => change.encounter.id))];
  const held = await Promise.all(ids.map((id) => client().encounter({ params: { id } })));
  return held.find((one) => one.eventID === eventID) as (typeof held)[number];
}

/** As another station, or a person on the hub, corrects an encounter there. */
async function correctThere(eventID: string, values: object): Promise<void> {
  const { id, version } = await onHub(eventID);
  await client().correct({ params: { id }, headers: { "if-match": `"${version}"` }, body: values });
}

beforeAll(async () => {
  hub = await startTestHub();
  season = await tempFolder("season");
  await drawSeason(season, { encounters: 3, imagesPerEncounter: 2, seed: "changed there" });
  station = await newStation(hub.url, hub.key);
  const program = startLandfall(station, "start", "--port", "0");
  await program.says(/sign-in\?code=/);
  manifest = (await landfall(station, "scan", season, "--population", "Orcas")).json.manifestId;
  await landfall(station, "approve", manifest);
  await landfall(station, "sync", manifest);
}, 60_000);
afterAll(async () => {
  await endAll();
  await removeFolders();
});

const told = /1 encounter has other values on the hub than here/;
/** The same command for a person to read. */
const said = async (...args: string[]) => (await start([landfallBin, ...args, "--data", station]).ended).stdout;
const exported = async () => JSON.parse(await said("export", manifest, "--format", "json-records")).encounters.length;
const first = async () => (await landfall(station, "review", manifest)).json.encounters[0];
const perManifest = [
  ["sync", () => ["sync", manifest]],
  ["verify --hub", () => ["verify", manifest, "--hub"]],
] as const;

test("where nobody has corrected anything there, nothing is said of it", async () => {
  for (const [, command] of perManifest) {
    expect((await landfall(station, ...command())).json).not.toHaveProperty("changedThere");
    expect(await said(...command())).not.toMatch(told);
  }
  expect(await said("status")).not.toMatch(told);
  expect(await first()).not.toHaveProperty("changedThere");
}, 60_000);

test.each(perManifest)(
  "what others have corrected on the hub is told by %s, and from then on by status and review",
  async (_, command) => {
    const { eventID, locality, id } = await first();
    const theirs = `Cattle Pass ${crypto.randomUUID()}`;
    await correctThere(eventID, { locality: theirs });
    expect(await landfall(station, ...command())).toMatchObject({ code: 0, json: { changedThere: 1 } });
    expect(await said(...command())).toMatch(told);
    const { populations } = (await landfall(station, "status")).json;
    expect(populations[0].manifests[0]).toMatchObject({ changedThere: 1 });
    expect(await said("status")).toMatch(told);
    expect((await first()).changedThere).toEqual([{ field: "locality", ours: locality, theirs }]);
    expect(await said("review", manifest)).toContain(`locality: here ${locality}, on the hub ${theirs}`);
    await landfall(station, "answer", manifest, "--encounter", id, "--theirs");
    expect(await first()).toMatchObject({ locality: theirs, state: "approved" });
    expect(await said("status")).not.toMatch(told);
  },
  60_000,
);

test("this station's value may be put back there, which the next sync does", async () => {
  const { eventID, locality, id } = await first();
  await correctThere(eventID, { locality: "Boundary Pass" });
  await landfall(station, "sync", manifest);
  await landfall(station, "answer", manifest, "--encounter", id, "--ours");
  expect((await landfall(station, "sync", manifest)).json).toMatchObject({ corrected: { updated: 1 } });
  expect((await landfall(station, "plan", manifest)).json).toMatchObject({ changedThere: [], update: 0 });
  expect(await first()).toMatchObject({ locality });
  expect(await said("status")).not.toMatch(told);
}, 60_000);

test("what others have emptied there is told too, and is taken over only when a person says so", async () => {
  const { eventID, id, recordedBy } = await first();
  await correctThere(eventID, { recordedBy: null });
  const { json } = await landfall(station, "plan", manifest);
  expect(json.changedThere).toMatchObject([{ fields: [{ field: "recordedBy", ours: recordedBy, theirs: null }] }]);
  await landfall(station, "edit", id, "--set", "license=public");
  await landfall(station, "approve", manifest);
  expect((await landfall(station, "sync", manifest)).json).toMatchObject({ corrected: { updated: 1 } });
  expect(await first()).toMatchObject({ recordedBy, changedThere: [{ field: "recordedBy", theirs: null }] });
}, 60_000);

test("an embargo that others have set there is kept in exports too, and is not lifted by putting back this station's values", async () => {
  const { eventID, id, recordedBy } = await first();
  const before = await exported();
  await correctThere(eventID, { available: "2099-01-01", behavior: "resting" });
  await landfall(station, "sync", manifest);
  expect(await exported()).toBe(before - 1);
  await landfall(station, "answer", manifest, "--encounter", id, "--ours");
  await landfall(station, "sync", manifest);
  expect((await onHub(eventID)).values).toMatchObject({ available: "2099-01-01", behavior: "resting", recordedBy });
  expect((await landfall(station, "plan", manifest)).json).toMatchObject({ changedThere: [], update: 0 });
  expect(await exported()).toBe(before - 1);
}, 60_000);

test("a second station whose values are others than those that are there is told of it before it joins them, and after", async () => {
  const second = await newStation(hub.url, hub.key);
  const { json } = await landfall(second, "scan", season, "--population", "Orcas");
  const [own] = (await landfall(second, "review", json.manifestId)).json.encounters;
  await landfall(second, "edit", own.id, "--set", "license=organisation");
  await landfall(second, "approve", json.manifestId);
  const license = { field: "license", ours: "organisation", theirs: "public" };
  const fields = expect.arrayContaining([license]);
  const { changedThere } = (await landfall(second, "plan", json.manifestId)).json;
  expect(changedThere).toEqual([expect.objectContaining({ encounterId: own.id, fields })]);
  expect(await landfall(second, "sync", json.manifestId)).toMatchObject({ code: 0, json: { changedThere: 1 } });
  const [joined] = (await landfall(second, "review", json.manifestId)).json.encounters;
  expect(joined.changedThere).toEqual(fields);
}, 60_000);

test("an image that others have taken out there is told by its name, and stays out", async () => {
  const { eventID } = (await landfall(station, "review", manifest)).json.encounters[1];
  const { id, version, items } = await onHub(eventID);
  const [gone, ...left] = items;
  await client().withdrawImages({
    params: { id },
    headers: { "if-match": `"${version}"` },
    body: { images: [gone?.sha256 as Sha256], reason: "a boat" },
  });
  const words = "1 image that was delivered is no longer in its encounter on the hub";
  expect(await said("verify", manifest, "--hub")).toContain(words);
  expect((await landfall(station, "sync", manifest)).json).toMatchObject({ takenThere: 1 });
  expect(await said("status")).toContain(words);
  expect(await said("plan", manifest)).toContain(words);
  const [, second] = (await landfall(station, "review", manifest)).json.encounters;
  expect(second.takenThere).toEqual([gone?.fileName]);
  expect((await onHub(eventID)).items.map(({ sha256 }) => sha256)).toEqual(left.map(({ sha256 }) => sha256));
  await landfall(station, "exclude", second.id, "--image", gone?.sha256 ?? "");
  expect(await said("status")).not.toContain(words);
}, 60_000);
