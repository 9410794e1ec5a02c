import { answersAhead } from "@landfall/engine";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { drawImages, drawSeason } from "../fixtures/index.ts";
import { type FaultProxy, startFaultProxy } from "./support/fault-proxy.ts";
import {
  landfall,
  newStation,
  removeFolders,
  startLandfall,
  startTestHub,
  type TestHub,
  tempFolder,
  toAnswer,
} from "./support/landfall.ts";
import { filesIn, originalsHeld } from "./support/photographs.ts";
import { endAll } from "./support/process.ts";

const images = 24;
const inFlight = 4;
let hub: TestHub;
let proxy: FaultProxy;
let station: string;
let manifest: string;
let season: string;

beforeEach(async () => {
  proxy = await startFaultProxy(() => hub.port);
  hub = await startTestHub({ publicUrl: proxy.url });
  season = await tempFolder("season");
  await drawSeason(season, { encounters: 3, imagesPerEncounter: images / 3, seed: "crash", bytes: 200_000 });
  station = await newStation(proxy.url, hub.key);
  manifest = (await landfall(station, "scan", season, "--population", "Orcas")).json.manifestId;
  await landfall(station, "approve", manifest, "--set", "locality=Haro Strait", "--set", "recordedBy=BW");
});
afterEach(async () => {
  await endAll();
  await proxy.close();
});
afterAll(removeFolders);

const puts = () => proxy.seen.filter((request) => request.startsWith("PUT /blobs/")).length;
const slowly = () => {
  proxy.decide = ({ method }) => (method === "PUT" ? { kind: "slow", bytesPerSecond: 400_000 } : { kind: "pass" });
};

async function expectAllThereOnce() {
  const files = new Set((await filesIn(season)).values());
  expect((await originalsHeld(hub.data)).length).toBe(images);
  for (const sha256 of await originalsHeld(hub.data)) expect(files.has(sha256)).toBe(true);
  expect(await landfall(station, "verify", manifest)).toMatchObject({ code: 0, json: { images, verified: images } });
}

test("kill -9 of the station in the middle of a sync: the next one completes it and sends again at most what was in flight", async () => {
  slowly();
  const sync = startLandfall(station, "sync", manifest, "--transfers", String(inFlight));
  await expect.poll(puts, { timeout: 30_000, interval: 20 }).toBeGreaterThan(images / 2);
  await sync.kill();
  // On their way: those that travel, and those whose answers are awaited.
  const unanswered = puts() - (await originalsHeld(hub.data)).length;
  proxy.decide = () => ({ kind: "pass" });
  const again = await landfall(station, "sync", manifest, "--transfers", String(inFlight));
  expect(again).toMatchObject({ code: 0, json: { encounters: { synced: 3, partial: 0, failed: 0 } } });
  expect(again.json.images.complete + again.json.images.alreadyThere).toBe(images);
  expect(unanswered).toBeLessThanOrEqual(inFlight + answersAhead);
  expect(puts()).toBeLessThanOrEqual(images + unanswered);
  await expectAllThereOnce();
});

test("kill -9 of the hub in the middle of a sync: nothing it acknowledged is gone, and the run goes on by itself", async () => {
  slowly();
  const sync = startLandfall(station, "sync", manifest, "--transfers", String(inFlight));
  await expect.poll(puts, { timeout: 30_000, interval: 20 }).toBeGreaterThan(images / 2);
  await hub.kill();
  const heldAtKill = await originalsHeld(hub.data);
  await hub.restart();
  proxy.decide = () => ({ kind: "pass" });
  const answer = toAnswer(await sync.ended);
  expect(answer).toMatchObject({ code: 0, json: { encounters: { synced: 3 } } });
  expect(await originalsHeld(hub.data)).toEqual(expect.arrayContaining(heldAtKill));
  await expectAllThereOnce();
});

test("kill -9 in the middle of a large image: the next sync goes on at the next block", async () => {
  const large = await tempFolder("large");
  await drawImages(large, 1, { seed: "raw", bytes: 20_000_000 });
  const scanned = await landfall(station, "scan", large, "--population", "Orcas", "--set", "locality=Haro Strait");
  const { manifestId } = scanned.json;
  const set = ["--set", "recordedBy=BW", "--set", "eventDate=2024-07-15"];
  await landfall(station, "approve", manifestId, ...set);
  proxy.decide = ({ method }) => (method === "PUT" ? { kind: "slow", bytesPerSecond: 4_000_000 } : { kind: "pass" });
  const sync = startLandfall(station, "sync", manifestId);
  await expect.poll(puts, { timeout: 30_000, interval: 20 }).toBeGreaterThan(2);
  await sync.kill();
  const again = await landfall(station, "sync", manifestId);
  expect(again).toMatchObject({ code: 0, json: { encounters: { synced: 1 } } });
  // Blocks of 4 MiB: what was acknowledged is not sent again, only the one that was in flight.
  expect(proxy.putBytes).toBeLessThan(20_000_000 + 4 * 2 ** 20 + 10_000);
  const [sha256] = new Set((await filesIn(large)).values());
  expect(await originalsHeld(hub.data)).toEqual([sha256]);
  expect(await landfall(station, "verify", manifestId)).toMatchObject({ code: 0, json: { images: 1, verified: 1 } });
});
