import { createClient, fetchTransport, hubApiPrefix, hubContract } from "@landfall/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawSeason } from "../fixtures/index.ts";
import { landfall, newStation, removeFolders, startTestHub, type TestHub, tempFolder } from "./support/landfall.ts";
import { endAll, landfallBin, start } from "./support/process.ts";

let hub: TestHub;
let season: string;
let first: Station;
/** The photograph that the first station has taken out of the hub. */
let taken: string;

interface Station {
  readonly data: string;
  readonly manifest: string;
}

const encounter = async ({ data, manifest }: Station) =>
  (await landfall(data, "review", manifest, "--images")).json.encounters[0];
const approve = ({ data, manifest }: Station) => landfall(data, "approve", manifest);
const plan = async ({ data, manifest }: Station) => (await landfall(data, "plan", manifest)).json;
const sync = ({ data, manifest }: Station) => landfall(data, "sync", manifest);
const answer = async (of: Station, how: string) =>
  landfall(of.data, "answer", of.manifest, "--encounter", (await encounter(of)).id, how);

async function scanned(): Promise<Station> {
  const data = await newStation(hub.url, hub.key);
  const { manifestId } = (await landfall(data, "scan", season, "--population", "Orcas")).json;
  await landfall(data, "approve", manifestId);
  return { data, manifest: manifestId };
}

async function onHub(): Promise<string[]> {
  const client = createClient(hubContract, fetchTransport({ baseUrl: hub.url + hubApiPrefix, token: hub.key }));
  const { changes } = await client.changes({ query: { limit: 1000 } });
  const ids = [...new Set(changes.map((change) => change.encounter.id))];
  const held = await Promise.all(ids.map((id) => client.encounter({ params: { id } })));
  return held.flatMap(({ items }) => items.map(({ sha256 }) => sha256));
}

beforeAll(async () => {
  hub = await startTestHub();
  season = await tempFolder("season");
  await drawSeason(season, { encounters: 1, imagesPerEncounter: 4, seed: "withdrawn there" });
  first = await scanned();
  await sync(first);
  const { id, files } = await encounter(first);
  taken = files[0].sha256;
  await landfall(first.data, "exclude", id, "--image", taken, "--reason", "a child in the boat");
  await approve(first);
  await sync(first);
  expect(await onHub()).toHaveLength(3);
}, 60_000);
afterAll(async () => {
  await endAll();
  await removeFolders();
});

test("a second station that has the photograph is asked before it brings it back, and may leave it out as well", async () => {
  const second = await scanned();
  const { questions } = await plan(second);
  expect(questions).toMatchObject([
    { why: "withdrawnThere", withdrawn: [{ sha256: taken, reason: "a child in the boat" }] },
  ]);
  expect((await sync(second)).code).toBe(3);
  expect(await onHub()).not.toContain(taken);
  const said = await start([landfallBin, "plan", second.manifest, "--data", second.data]).ended;
  expect(said.stdout).toContain("taken out there, because: a child in the boat");
  expect((await answer(second, "--theirs")).code).toBe(0);
  expect(await encounter(second)).toMatchObject({ state: "pending", leftOut: 1 });
  await approve(second);
  expect(await sync(second)).toMatchObject({ code: 0, json: { bytesSent: 0 } });
  expect(await onHub()).toHaveLength(3);
}, 60_000);

test("a person may bring it back there, and the station that took it out is told nothing untrue", async () => {
  const third = await scanned();
  expect((await answer(third, "--ours")).code).toBe(0);
  expect(await plan(third)).toMatchObject({ ask: 0 });
  expect(await sync(third)).toMatchObject({ code: 0 });
  expect(await onHub()).toContain(taken);
  expect(await plan(first)).toMatchObject({ ask: 0, takenThere: 0 });
}, 60_000);

test("the station that took it out takes it back without being asked", async () => {
  const { id } = await encounter(first);
  const exclude = (...how: string[]) => landfall(first.data, "exclude", id, "--image", taken, ...how);
  for (const how of [["--undo"], ["--reason", "a child"]]) {
    await exclude(...how);
    await approve(first);
    await sync(first);
  }
  expect(await onHub()).not.toContain(taken);
  await exclude("--undo");
  await approve(first);
  expect(await plan(first)).toMatchObject({ ask: 0, upload: 0 });
  expect((await sync(first)).code).toBe(0);
  expect((await onHub()).filter((sha256) => sha256 === taken)).toHaveLength(1);
}, 60_000);
