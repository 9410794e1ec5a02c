import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { drawSeason } from "../fixtures/index.ts";
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
import { originalsHeld } from "./support/photographs.ts";
import { endAll, type Program } from "./support/process.ts";

const images = 6;
let hub: TestHub;
let proxy: FaultProxy;
let station: string;
let manifest: string;
let season: string;

beforeEach(async () => {
  proxy = await startFaultProxy(() => hub.port);
  hub = await startTestHub({ publicUrl: proxy.url });
  season = await tempFolder("season");
  await drawSeason(season, { encounters: 2, imagesPerEncounter: images / 2, seed: "faults" });
  station = await newStation(proxy.url, hub.key);
  manifest = (await landfall(station, "scan", season, "--population", "Orcas")).json.manifestId;
  await landfall(station, "approve", manifest, "--set", "locality=Haro Strait", "--set", "recordedBy=BW");
});
afterEach(async () => {
  await endAll();
  await proxy.close();
});
afterAll(removeFolders);

const run = async () =>
  (await landfall(station, "status")).json.runs?.find((each: { manifestId: string }) => each.manifestId === manifest);
/** A station of its own process, so that the run can be looked at while it waits. */
async function startStation(): Promise<Program> {
  const program = startLandfall(station, "start", "--port", "0", "--hub", proxy.url);
  await program.says(/http:\/\/(?:127\.0\.0\.1|localhost):\d+/);
  return program;
}
const allComplete = {
  code: 0,
  json: { encounters: { synced: 2, partial: 0, failed: 0 }, images: { failed: 0, missing: 0, changed: 0 } },
};

test("while the hub answers 503 the run is paused as unavailable, and then it goes on by itself", async () => {
  let storm = true;
  proxy.decide = ({ path: at }) =>
    storm && at !== "/api/v1/health"
      ? { kind: "answer", status: 503, headers: { "retry-after": "1" } }
      : { kind: "pass" };
  await startStation();
  const sync = startLandfall(station, "sync", manifest);
  await expect.poll(run, { timeout: 60_000 }).toMatchObject({ state: "paused", reasons: ["unavailable"] });
  storm = false;
  expect(toAnswer(await sync.ended)).toMatchObject(allComplete);
});

test("while the hub is down the run is paused as offline, and then it goes on by itself", async () => {
  await startStation();
  await proxy.down();
  const sync = startLandfall(station, "sync", manifest);
  await expect.poll(run, { timeout: 60_000 }).toMatchObject({ state: "paused", reasons: ["offline"] });
  await proxy.up();
  expect(toAnswer(await sync.ended)).toMatchObject(allComplete);
});

test("a PUT that is cut in half is sent again, and its neighbours do not wait for it", async () => {
  let cuts = 1;
  proxy.decide = ({ method }) =>
    method === "PUT" && cuts-- > 0 ? { kind: "cut", afterBytes: 1_000 } : { kind: "pass" };
  expect(await landfall(station, "sync", manifest)).toMatchObject(allComplete);
  expect(await originalsHeld(hub.data)).toHaveLength(images);
  const nothing = await landfall(station, "retry", manifest);
  expect(nothing).toMatchObject({ code: 0, json: { runId: null, images: { complete: 0 }, bytesSent: 0 } });
});

test("an answer that is lost after the hub acted makes no second image and no second encounter", async () => {
  const dropped = new Set<string>();
  proxy.decide = ({ method, path: at }) => {
    const kind = method === "PUT" ? "put" : at.replace(/[0-9a-f-]{36}/g, "id");
    if (dropped.has(kind) || method === "GET") return { kind: "pass" };
    dropped.add(kind);
    return { kind: "dropAnswer" };
  };
  expect(await landfall(station, "sync", manifest)).toMatchObject(allComplete);
  expect(dropped.size).toBeGreaterThan(4);
  expect(await originalsHeld(hub.data)).toHaveLength(images);
  expect((await landfall(station, "plan", manifest)).json).toMatchObject({ create: 0, fill: 0, upload: 0 });
});

test("a sign-in page that answers 200 is never taken for success", async () => {
  let portal = true;
  proxy.decide = () =>
    portal
      ? { kind: "answer", status: 200, headers: { "content-type": "text/html" }, body: "<html>Welcome</html>" }
      : { kind: "pass" };
  const sync = startLandfall(station, "sync", manifest);
  await expect.poll(() => proxy.seen.length, { timeout: 30_000 }).toBeGreaterThan(2);
  portal = false;
  expect(toAnswer(await sync.ended)).toMatchObject(allComplete);
});

test("a revoked key pauses the run and asks for a person; with a new key the job is finished", async () => {
  await landfall(hub.data, "hub", "key", "revoke", hub.keyId);
  const refused = await landfall(station, "sync", manifest);
  expect(refused.code).toBe(3);
  expect(refused.stderr + refused.stdout).toMatch(/key/i);
  const made = await landfall(hub.data, "hub", "key", "create", "--name", "second", "--population", "Orcas");
  expect((await landfall(station, "connect", "--hub", proxy.url, "--key", made.json.key)).code).toBe(0);
  expect(await landfall(station, "sync", manifest)).toMatchObject(allComplete);
});

test("a file that was deleted or altered after approval is named; put back, Retry sends only that", async () => {
  const files = (await readdir(season, { recursive: true })).filter((name) => /\.jpe?g$/i.test(name)).sort();
  const [gone, altered] = files.map((name) => path.join(season, name)) as [string, string];
  const original = await readFile(altered);
  await rename(gone, `${gone}.away`);
  await writeFile(altered, Buffer.concat([original.subarray(0, -1), Buffer.from([original.at(-1) ? 0 : 1])]));
  const synced = await landfall(station, "sync", manifest);
  expect(synced).toMatchObject({
    code: 2,
    json: { images: { complete: images - 2, missing: 1, changed: 1, failed: 0 } },
  });
  expect(await originalsHeld(hub.data)).toHaveLength(images - 2);

  await rename(`${gone}.away`, gone);
  await writeFile(altered, original);
  expect((await landfall(station, "retry", manifest, "--image", "no-such.jpg")).code).toBe(1);
  const one = await landfall(station, "retry", manifest, "--image", path.basename(gone));
  // Its neighbour still waits for a person, and so does the encounter.
  expect(one).toMatchObject({ code: 2, json: { images: { complete: 1 } } });
  expect(await originalsHeld(hub.data)).toHaveLength(images - 1);
  const retried = await landfall(station, "retry", manifest);
  expect(retried).toMatchObject({
    code: 0,
    json: { images: { complete: 1, failed: 0, missing: 0, changed: 0 }, bytesSent: expect.any(Number) },
  });
  expect(await originalsHeld(hub.data)).toHaveLength(images);
});
