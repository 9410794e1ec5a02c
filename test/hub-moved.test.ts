/** A hub, and a station, that go to another machine as the README says: by their folders. */
import { cp, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawSeason } from "../fixtures/index.ts";
import {
  landfall,
  newData,
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
let card: string;
let manifest: string;
let early: string;

beforeAll(async () => {
  hub = await startTestHub();
  card = await tempFolder("moved-card");
  await drawSeason(card, { encounters: 2, imagesPerEncounter: 2, seed: "moved" });
  station = await newStation(hub.url, hub.key);
  manifest = (await landfall(station, "scan", card, "--population", "Orcas")).json.manifestId;
  await landfall(station, "approve", manifest, "--set", "locality=Haro Strait", "--set", "recordedBy=B. Wood");
  early = path.join(await tempFolder("moved-early"), "data");
  await cp(station, early, { recursive: true });
  expect((await landfall(station, "sync", manifest)).code).toBe(0);
});
afterAll(async () => {
  await endAll();
  await removeFolders();
});

/** Of the same data at another address. */
async function serve(data: string) {
  const program = start([landfallBin, "hub", "--data", data, "--port", "0"]);
  const [, url] = await program.says(/hub listening on (\S+)/);
  return { program, url: url as string };
}

const nothing = { create: 0, fill: 0, upload: 0, update: 0, move: 0, withdraw: 0, describe: 0, ask: 0 };

async function expectAllThere(of: string): Promise<void> {
  expect((await landfall(of, "plan", manifest)).json).toMatchObject(nothing);
  expect(await landfall(of, "safe-to-erase", card)).toMatchObject({ code: 0, json: { safe: true, proven: 4 } });
  expect((await landfall(of, "verify", manifest, "--deep")).json).toMatchObject({ images: 4, verified: 4 });
}

test("a hub whose database was backed up while it ran, and its keys and blobs copied after that, has what was delivered before", async () => {
  const copy = path.join(await tempFolder("moved-running"), "hub");
  const of = path.join(hub.data, "hub");
  await mkdir(copy);
  // As `.backup` of the sqlite3 program.
  const database = new Database(path.join(of, "hub.sqlite"), { readonly: true });
  await database.backup(path.join(copy, "hub.sqlite"));
  database.close();
  for (const folder of ["keys", "blobs"]) await cp(path.join(of, folder), path.join(copy, folder), { recursive: true });
  const { program, url } = await serve(path.dirname(copy));
  const other = path.join(await tempFolder("moved-station"), "data");
  await cp(station, other, { recursive: true });
  expect((await landfall(other, "connect", "--hub", url, "--key", hub.key)).code).toBe(0);
  await expectAllThere(other);
  await program.stop();
});

test("a hub that was stopped, copied and started at another address is the same hub, with the keys that there were or new ones", async () => {
  await hub.program().stop();
  const data = await tempFolder("moved-hub");
  await cp(path.join(hub.data, "hub"), path.join(data, "hub"), { recursive: true });
  const { url } = await serve(data);
  expect((await landfall(station, "plan", manifest)).json).toMatchObject({ code: "HUB_OFFLINE" });
  expect((await landfall(station, "connect", "--hub", url, "--key", hub.key)).code).toBe(0);
  await expectAllThere(station);
  const made = await landfall(data, "hub", "key", "create", "--name", "new", "--population", "Orcas");
  expect((await landfall(station, "connect", "--hub", url, "--key", made.json.key)).code).toBe(0);
  await expectAllThere(station);
  // Nothing was let go for it.
  const acts = (await landfall(station, "activity", "--category", "connection")).json.entries;
  expect(acts.map(({ action }: { action: string }) => action)).not.toContain("hubLeft");
});

test("a station is its data folder, of which an older copy will do: the hub is asked, and nothing is sent twice", async () => {
  const copy = path.join(await tempFolder("moved-whole"), "data");
  await cp(station, copy, { recursive: true });
  await expectAllThere(copy);
  const { url } = (await landfall(station, "status")).json.hub;
  expect((await landfall(early, "connect", "--hub", url, "--key", hub.key)).code).toBe(0);
  expect(await landfall(early, "safe-to-erase", card)).toMatchObject({ json: { safe: false, proven: 0 } });
  expect((await landfall(early, "sync", manifest)).json).toMatchObject({
    images: { complete: 0, alreadyThere: 4 },
    bytesSent: 0,
  });
  await expectAllThere(early);
});

test("a station whose own hub was taken away starts all the same, beside a new one that it does not belong to", async () => {
  const data = await newData();
  const begin = async () => {
    const station = startLandfall(data, "start", "--port", "0");
    await station.says(/sign-in\?code=/);
    return station;
  };
  let running = await begin();
  const { manifestId } = (await landfall(data, "scan", card, "--population", "Orcas")).json;
  await landfall(data, "approve", manifestId, "--set", "locality=Haro Strait", "--set", "recordedBy=B. Wood");
  expect((await landfall(data, "sync", manifestId)).code).toBe(0);
  await running.stop();
  await rm(path.join(data, "hub"), { recursive: true });
  // For a population that is new the key to its own hub is made anew, and connected with.
  await landfall(data, "scan", card, "--population", "Transients");
  running = await begin();
  expect((await landfall(data, "status")).json.hub).toMatchObject({ state: "notTheHub" });
  await running.stop();
});
