/** A person decides otherwise while a sync that has made its plan waits for the hub: real parts, and the engine's waits shortened. */
import { type HubAdmin, openAdmin, type RunningHub, startHub } from "@landfall/hub";
import type { EncounterId, ManifestId, Sha256 } from "@landfall/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hubClient } from "../apps/server/src/station/hub-address.ts";
import { openStation, type TestStation } from "../apps/server/test/station/support.ts";
import { drawSeason } from "../fixtures/index.ts";
import { type Fault, type FaultProxy, startFaultProxy } from "./support/fault-proxy.ts";
import { hastened } from "./support/hastened.ts";
import { removeFolders, tempFolder } from "./support/landfall.ts";

let admin: HubAdmin;
let hub: RunningHub;
let proxy: FaultProxy;
beforeAll(async () => {
  const dataFolder = await tempFolder("crossing-hub");
  proxy = await startFaultProxy(() => hub.port);
  admin = await openAdmin({ dataFolder });
  hub = await startHub({ dataFolder, publicUrl: proxy.url, logLevel: "silent" });
});
afterAll(async () => {
  await proxy.close();
  await hub.stop();
  await admin.close();
  await removeFolders();
});

const pass: Fault = { kind: "pass" };
const refused: Fault = { kind: "answer", status: 503 };

/** A station with three encounters of three images each, approved, and a population of its own on the hub. */
async function season(population: string) {
  proxy.decide = () => pass;
  const { key } = await admin.createKey("field laptop", [population]);
  const folder = await tempFolder("crossing-season");
  await drawSeason(folder, { encounters: 3, imagesPerEncounter: 3, seed: "crossing" });
  const station = await openStation({ seams: hastened(60) });
  await station.ask("connect", { body: { hub: proxy.url, key } });
  const id = (await station.scan({ folders: [folder], population })).result?.manifestId as ManifestId;
  const approve = () => station.ask("approve", { params: { id }, body: {} });
  await approve();
  const { items } = await station.ask("encounters", {
    params: { id },
    query: { filter: "all", offset: 0, limit: 10 },
  });
  const [first, second, third] = items.map((one) => one.id) as [EncounterId, EncounterId, EncounterId];
  const images = await station.ask("images", { params: { id: first }, query: { offset: 0, limit: 10 } });
  const image = images.items[0]?.sha256 as Sha256;
  const move = (from: EncounterId, to: EncounterId) =>
    station.ask("moveImages", { params: { id: from }, body: { to, images: [image] } });
  return { station, id, key, approve, first, second, third, image, move };
}

/** A sync that has looked at what is approved, and is kept from asking the hub until a person has acted. */
async function syncWhile(
  station: TestStation,
  id: ManifestId,
  act: () => Promise<void>,
  then: (path: string) => Fault = () => pass,
): Promise<void> {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  proxy.decide = ({ path }) => {
    if (!path.endsWith("/encounters:match")) return pass;
    resolve();
    return refused;
  };
  const { id: run } = await station.ask("sync", { params: { id }, body: {} });
  await asked;
  await act();
  proxy.decide = ({ path }) => then(path);
  await station.settled(run);
  proxy.decide = () => pass;
}

/** The images of each encounter that has any, on the hub and by the station's report. */
async function both(station: TestStation, id: ManifestId, key: string) {
  const client = hubClient(hub.url, key);
  const { changes } = await client.changes({ query: { limit: 1000 } });
  const ids = [...new Set(changes.map(({ encounter }) => encounter.id))];
  const held = await Promise.all(ids.map((each) => client.encounter({ params: { id: each } })));
  const report = await station.ask("report", { params: { id }, query: { after: 0, limit: 1000 } });
  const delivered = report.images.filter(({ receipt }) => receipt !== null);
  const inLines = (images: readonly (readonly { readonly sha256: string | null }[])[]) =>
    images.flatMap((of) => (of.length > 0 ? [of.map(({ sha256 }) => sha256).sort()] : [])).sort();
  return {
    onHub: inLines(held.map(({ items }) => items)),
    onStation: inLines([...Map.groupBy(delivered, (each) => each.hubEncounter).values()]),
  };
}

test("an image that is moved on, and delivered there, while its former move waits for the hub, is in one encounter", async () => {
  const { station, id, key, approve, first, second, third, move } = await season("Orcas");
  // The hub has only opened its session.
  const { promise: opened, resolve } = Promise.withResolvers<void>();
  proxy.decide = ({ method }) => {
    if (method !== "PUT") return pass;
    resolve();
    return { kind: "hang" };
  };
  const { id: run } = await station.ask("sync", { params: { id }, body: {} });
  await opened;
  await station.ask("cancelRun", { params: { id: run } });
  await move(first, second);
  await approve();
  let moves = 0;
  const act = async () => {
    await move(second, third);
    await approve();
  };
  await syncWhile(station, id, act, (path) => (path.endsWith("/images:move") && moves++ < 4 ? refused : pass));
  await station.synced(id);
  const { onHub, onStation } = await both(station, id, key);
  expect(onStation.map((images) => images.length).sort()).toEqual([2, 3, 4]);
  expect(onHub).toEqual(onStation);
});

test("an image that is taken back, and put elsewhere, while its withdrawal waits for the hub, stays delivered", async () => {
  const { station, id, key, approve, first, second, image, move } = await season("Humpbacks");
  await station.synced(id);
  await station.ask("leaveOut", { params: { id: first }, body: { images: [image], reason: null } });
  await approve();
  await syncWhile(station, id, async () => {
    await station.ask("takeBack", { params: { id: first }, body: { images: [image] } });
    await move(first, second);
    await approve();
  });
  const now = await both(station, id, key);
  expect(now.onHub.flat().sort()).toEqual(now.onStation.flat().sort());
  expect(await station.synced(id)).toMatchObject({ result: { bytesSent: 0, corrected: { moved: 1 } } });
  const { onHub, onStation } = await both(station, id, key);
  expect(onStation.map((images) => images.length).sort()).toEqual([2, 3, 4]);
  expect(onHub).toEqual(onStation);
});

test("encounters that are merged while they are sent are one on the hub, and the run goes on", async () => {
  const { station, id, key, approve, first, second } = await season("Belugas");
  const { promise: opened, resolve } = Promise.withResolvers<void>();
  proxy.decide = ({ method }) => {
    if (method !== "PUT") return pass;
    resolve();
    return refused;
  };
  const { id: run } = await station.ask("sync", { params: { id }, body: {} });
  await opened;
  await station.ask("mergeEncounters", { params: { id: first }, body: { encounters: [second] } });
  await approve();
  proxy.decide = () => pass;
  await expect.poll(async () => (await station.ask("run", { params: { id: run } })).state).toBe("done");
  await station.synced(id);
  const { onHub, onStation } = await both(station, id, key);
  expect(onStation.map((images) => images.length).sort()).toEqual([3, 6]);
  expect(onHub).toEqual(onStation);
});
