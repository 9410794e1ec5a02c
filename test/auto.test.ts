/** The automatic number of transfers on real sockets, through a proxy that lets each connection have little. */
import { type HubAdmin, openAdmin, type RunningHub, startHub } from "@landfall/hub";
import type { ManifestId, RunProgress } from "@landfall/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStation } from "../apps/server/test/station/support.ts";
import { drawSeason } from "../fixtures/index.ts";
import { type FaultProxy, startFaultProxy } from "./support/fault-proxy.ts";
import { hastened } from "./support/hastened.ts";
import { removeFolders, tempFolder } from "./support/landfall.ts";

let admin: HubAdmin;
let hub: RunningHub;
let proxy: FaultProxy;
let key: string;
beforeAll(async () => {
  const dataFolder = await tempFolder("auto-hub");
  proxy = await startFaultProxy(() => hub.port);
  admin = await openAdmin({ dataFolder });
  key = (await admin.createKey("field laptop", ["Orcas"])).key;
  hub = await startHub({ dataFolder, publicUrl: proxy.url, logLevel: "silent" });
});
afterAll(async () => {
  await proxy.close();
  await hub.stop();
  await admin.close();
  await removeFolders();
});

test("Auto takes all four transfers where each connection is slow and another one brings as much again", async () => {
  // Larger than what systems buffer, so that a body has left when it has been taken.
  proxy.decide = ({ method }) => (method === "PUT" ? { kind: "slow", bytesPerSecond: 2_000_000 } : { kind: "pass" });
  const folder = await tempFolder("auto-season");
  await drawSeason(folder, { encounters: 2, imagesPerEncounter: 40, seed: "auto", bytes: 1_200_000 });
  const station = await openStation({ seams: hastened(13) });
  await station.ask("connect", { body: { hub: proxy.url, key } });
  const id = (await station.scan({ folders: [folder], population: "Orcas" })).result?.manifestId as ManifestId;
  await station.ask("approve", { params: { id }, body: {} });
  await station.ask("changeSettings", { body: { transfers: "auto" } });
  /** How many travelled at once, as it changed. */
  const path: number[] = [];
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const progress = ({ transfers }: RunProgress) => {
    if (transfers !== path.at(-1)) path.push(transfers);
    if (transfers === 4) resolve();
  };
  const leave = station.station.stream.subscribe({ changed: () => {}, progress });
  const { id: run } = await station.ask("sync", { params: { id }, body: {} });
  await Promise.race([reached, station.settled(run)]);
  leave();
  expect(path.at(0)).toBe(2);
  expect(path.at(-1)).toBe(4);
  const { images } = await station.ask("manifest", { params: { id } });
  expect(images.pending, "there was more to send").toBeGreaterThan(0);
  await station.ask("cancelRun", { params: { id: run } });
}, 120_000);
