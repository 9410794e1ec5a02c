/** A hub behind a proxy that breaks what it is told to, and stations whose waits are hastened, on real sockets. */
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type HubAdmin, openAdmin, type RunningHub, startHub } from "@landfall/hub";
import type { ManifestId, RunView } from "@landfall/protocol";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { type TestStation, temporaryFolder } from "../../apps/server/test/station/support.ts";
import { drawSeason } from "../../fixtures/index.ts";
import { type Fault, type FaultProxy, startFaultProxy } from "./fault-proxy.ts";

/** A minute of waiting is a second; where minutes have to pass, a quarter of one. */
export const factor = 60;
export const imageBytes = 60_000;
export const images = 3;
export const allComplete = { state: "done", result: { images: { complete: images, failed: 0 } } };
export const pass: Fault = { kind: "pass" };

export type Request = Parameters<FaultProxy["decide"]>[0];
export const isPut = ({ method }: Request) => method === "PUT";
export const isCall = ({ path: at }: Request) =>
  at.startsWith("/api/v1/populations") || at.startsWith("/api/v1/encounters");
/** The first so many requests of a kind meet the fault. */
export const first = (times: number, isOne: (request: Request) => boolean, fault: Fault) => {
  let left = times;
  return (request: Request): Fault => (isOne(request) && left-- > 0 ? fault : pass);
};
export const always =
  (isOne: (request: Request) => boolean, fault: Fault) =>
  (request: Request): Fault =>
    isOne(request) ? fault : pass;

export const busy = (retryAfter?: string): Fault => ({
  kind: "answer",
  status: 503,
  ...(retryAfter && { headers: { "retry-after": retryAfter } }),
});
export const refused = {
  kind: "answer",
  status: 403,
  headers: { "x-ms-error-code": "AuthenticationFailed" },
  body: "<Error><Code>AuthenticationFailed</Code></Error>",
} as const satisfies Fault;
export const portal: Fault = {
  kind: "answer",
  status: 200,
  headers: { "content-type": "text/html" },
  body: "<html>Welcome",
};
export const redirect: Fault = { kind: "answer", status: 302, headers: { location: "http://portal.example/" } };

/** What is to be sent. */
export interface Freight {
  /** Names the place of its encounter, and makes its photographs others than those of any other. */
  readonly fault: string;
  readonly bytes?: number;
  readonly count?: number;
}

/** For the tests of one file. After each of them everything passes again. */
export function wire() {
  let dataFolder: string;
  let hub: RunningHub;
  let admin: HubAdmin;
  let proxy: FaultProxy;
  let key: string;
  beforeAll(async () => {
    dataFolder = await mkdtemp(path.join(tmpdir(), "landfall-wire-"));
    proxy = await startFaultProxy(() => hub.port);
    admin = await openAdmin({ dataFolder });
    key = (await admin.createKey("field laptop", ["Orcas"])).key;
    hub = await startHub({ dataFolder, publicUrl: proxy.url, logLevel: "silent" });
  });
  afterAll(async () => {
    await proxy.close();
    await hub.stop();
    await admin.close();
    await rm(dataFolder, { recursive: true, force: true });
  });
  afterEach(() => {
    proxy.decide = () => pass;
  });
  return {
    get proxy() {
      return proxy;
    },
    get key() {
      return key;
    },
    /** A manifest of one encounter, approved, and how many bytes it has. */
    approved: async (station: TestStation, { fault, bytes, count }: Freight) => {
      const folder = temporaryFolder("wire");
      const options = { encounters: 1, imagesPerEncounter: count ?? images, bytes: bytes ?? imageBytes };
      const season = await drawSeason(folder, { ...options, seed: fault });
      await station.ask("connect", { body: { hub: proxy.url, key } });
      const job = await station.scan({ folders: [folder], population: "Orcas", override: { locality: fault } });
      const id = job.result?.manifestId as ManifestId;
      await station.ask("approve", { params: { id }, body: { set: { recordedBy: "BW" } } });
      const drawn = season.flatMap((each) => each.images);
      return { id, bytes: drawn.reduce((sum, image) => sum + image.bytes, 0) };
    },
    /** Every original of these is in the hub's store once. */
    expectThereOnce: async (station: TestStation, id: ManifestId) => {
      const report = await station.ask("report", { params: { id }, query: { after: 0, limit: 1000 } });
      const blobs = readdirSync(path.join(dataFolder, "hub", "blobs"), { recursive: true, encoding: "utf8" }).filter(
        (name) => !name.startsWith(".") && !name.startsWith("derived"),
      );
      for (const { sha256, state } of report.images) {
        expect(state).toBe("complete");
        expect(blobs.filter((name) => name.includes(`${sha256}-`))).toHaveLength(1);
      }
      expect(await station.verified(id)).toMatchObject({ state: "done", verified: report.images.length, failures: [] });
    },
  };
}

export const runChange = (station: TestStation, run: RunView, fits: (run: RunView) => boolean) =>
  station.change((change) => change.type === "run" && change.run.id === run.id && fits(change.run));

export const ended = async (station: TestStation, run: RunView): Promise<RunView> => {
  await runChange(station, run, ({ state }) => state === "done");
  return station.ask("run", { params: { id: run.id } });
};
