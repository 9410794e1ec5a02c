import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type HubAdmin, openAdmin, type RunningHub, startHub } from "@landfall/hub";
import {
  type ErrorCode,
  errorTable,
  type ManifestId,
  type PauseReason,
  type RunView,
  stationProblems,
} from "@landfall/protocol";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { hubClient } from "../apps/server/src/station/hub-address.ts";
import { openStation, type TestStation, temporaryFolder } from "../apps/server/test/station/support.ts";
import { drawSeason } from "../fixtures/index.ts";
import { type Fault, type FaultProxy, startFaultProxy } from "./support/fault-proxy.ts";
import { hastened } from "./support/hastened.ts";

/** A minute of waiting is a second; where minutes have to pass, a quarter of one. */
const factor = 60;
const night = 240;
const imageBytes = 60_000;
const images = 3;

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
const pass: Fault = { kind: "pass" };
afterEach(() => {
  proxy.decide = () => pass;
});

type Request = Parameters<FaultProxy["decide"]>[0];
const isPut = ({ method }: Request) => method === "PUT";
const isCall = ({ path: at }: Request) => at.startsWith("/api/v1/populations") || at.startsWith("/api/v1/encounters");
/** The first so many requests of a kind meet the fault. */
const first = (times: number, isOne: (request: Request) => boolean, fault: Fault) => {
  let left = times;
  return (request: Request): Fault => (isOne(request) && left-- > 0 ? fault : pass);
};
const always =
  (isOne: (request: Request) => boolean, fault: Fault) =>
  (request: Request): Fault =>
    isOne(request) ? fault : pass;

const busy = (retryAfter?: string): Fault => ({
  kind: "answer",
  status: 503,
  ...(retryAfter && { headers: { "retry-after": retryAfter } }),
});
const refused: Fault = {
  kind: "answer",
  status: 403,
  headers: { "x-ms-error-code": "AuthenticationFailed" },
  body: "<Error><Code>AuthenticationFailed</Code></Error>",
};
const portal: Fault = { kind: "answer", status: 200, headers: { "content-type": "text/html" }, body: "<html>Welcome" };
const redirect: Fault = { kind: "answer", status: 302, headers: { location: "http://portal.example/" } };

interface Row {
  readonly fault: string;
  readonly decide: () => FaultProxy["decide"];
  /** What a person sees while it lasts; left out where it passes unseen. */
  readonly pauses?: { readonly reason: PauseReason; readonly code: ErrorCode; readonly hint: RegExp };
  /** How many bytes at most are sent more than once. */
  readonly resent: number;
  readonly bytes?: number;
  readonly count?: number;
  readonly factor?: number;
  readonly seams?: () => Parameters<typeof hastened>[1];
  /** Beside letting everything pass again. */
  readonly mend?: (station: TestStation) => Promise<void>;
}

const unavailable = (code: ErrorCode, hint: RegExp) => ({ reason: "unavailable", code, hint }) as const;
const byItself = /by itself/;
/** Long enough a label that no name server need be asked to know that there is no such host. */
const nowhere = `http://${"a".repeat(64)}.invalid`;
let isLost = false;

const rows: readonly Row[] = [
  {
    fault: "a reset in the middle of a body",
    decide: () => first(2, isPut, { kind: "cut", afterBytes: 20_000 }),
    resent: 2 * imageBytes,
  },
  {
    fault: "an answer that is cut in half, to a call and to a PUT",
    decide: () => first(4, (request) => isPut(request) || isCall(request), { kind: "truncate" }),
    resent: 4 * imageBytes,
  },
  {
    fault: "a store that stops reading",
    decide: () => always(isPut, { kind: "hang" }),
    factor: night,
    pauses: unavailable("STALLED", byItself),
    resent: 0,
  },
  {
    fault: "a link of one byte a second",
    decide: () => always(isPut, { kind: "slow", bytesPerSecond: night }),
    factor: night,
    pauses: unavailable("STALLED", byItself),
    resent: 9 * imageBytes,
  },
  {
    fault: "a link of 5 kB a second, which is slow and no stall",
    decide: () => always(isPut, { kind: "slow", bytesPerSecond: 5_000 * factor }),
    resent: 0,
    bytes: 300_000,
  },
  {
    fault: "a storm of 503 with Retry-After",
    decide: () => always((request) => isCall(request) || isPut(request), busy("3")),
    pauses: unavailable("HUB_UNAVAILABLE", byItself),
    resent: 0,
  },
  {
    fault: "a storm of 503 without Retry-After, on the store alone",
    decide: () => always(isPut, busy()),
    pauses: unavailable("HUB_UNAVAILABLE", byItself),
    resent: 9 * imageBytes,
  },
  {
    fault: "too many requests",
    decide: () => first(3, isPut, { kind: "answer", status: 429, headers: { "retry-after": "2" } }),
    resent: 3 * imageBytes,
  },
  {
    fault: "a sign-in page that answers 200",
    decide: () => always(() => true, portal),
    pauses: unavailable("NOT_THE_HUB", /sign in to the network/),
    resent: 0,
  },
  {
    fault: "a sign-in page that redirects",
    decide: () => always(() => true, redirect),
    pauses: unavailable("NOT_THE_HUB", /sign in to the network/),
    resent: 0,
  },
  {
    fault: "a sign-in page before the store alone",
    decide: () => always(isPut, portal),
    pauses: unavailable("NOT_THE_HUB", /sign in to the network/),
    resent: 9 * imageBytes,
  },
  {
    fault: "a hub that takes calls and never answers",
    decide: () => always(isCall, { kind: "hang" }),
    pauses: unavailable("STALLED", byItself),
    resent: 0,
    seams: () => () => ({ hub: () => hubClient(proxy.url, key, { timeoutMs: 300 }) }),
  },
  {
    fault: "a name that no longer resolves",
    decide: () => {
      isLost = true;
      return () => pass;
    },
    pauses: { reason: "offline", code: "HUB_OFFLINE", hint: /Check the network/ },
    resent: 0,
    seams: () => (own) => ({ hub: () => (isLost ? hubClient(nowhere, key) : own.hub()) }),
    mend: async () => {
      isLost = false;
    },
  },
  {
    fault: "a revoked key",
    decide: () =>
      always(isCall, {
        kind: "answer",
        status: 401,
        headers: { "content-type": "application/problem+json" },
        body: JSON.stringify({
          type: "urn:landfall:error:KEY_INVALID",
          title: errorTable.KEY_INVALID.message,
          status: 401,
          code: "KEY_INVALID",
          tier: "auth",
          hint: errorTable.KEY_INVALID.hint,
        }),
      }),
    pauses: { reason: "auth", code: "KEY_INVALID", hint: /new key/ },
    resent: 0,
    mend: async (station) => void (await station.ask("connect", { body: { hub: proxy.url, key } })),
  },
  {
    fault: "a link that has expired before the first byte",
    decide: () => first(images, isPut, refused),
    resent: images * imageBytes,
  },
  {
    fault: "a link that expires in the middle of a file",
    decide: () => first(1, isPut, { ...refused, afterBytes: 100_000 }),
    bytes: 400_000,
    resent: 400_000,
  },
  {
    fault: "a link that expires between two blocks",
    decide: () => {
      let puts = 0;
      return (request) => (isPut(request) && ++puts === 3 ? refused : pass);
    },
    count: 1,
    bytes: 14_000_000,
    // Blocks of 4 MiB: those that were acknowledged are not sent again.
    resent: 4 * 2 ** 20 + 10_000,
  },
];

async function approved(station: TestStation, row: Pick<Row, "fault" | "bytes" | "count">) {
  const folder = temporaryFolder("wire");
  const options = { encounters: 1, imagesPerEncounter: row.count ?? images, bytes: row.bytes ?? imageBytes };
  const season = await drawSeason(folder, { ...options, seed: row.fault });
  await station.ask("connect", { body: { hub: proxy.url, key } });
  const job = await station.scan({ folders: [folder], population: "Orcas", override: { locality: row.fault } });
  const id = job.result?.manifestId as ManifestId;
  await station.ask("approve", { params: { id }, body: { set: { recordedBy: "BW" } } });
  const drawn = season.flatMap((each) => each.images);
  return { id, bytes: drawn.reduce((sum, image) => sum + image.bytes, 0) };
}

const runChange = (station: TestStation, run: RunView, fits: (run: RunView) => boolean) =>
  station.change((change) => change.type === "run" && change.run.id === run.id && fits(change.run));

/** Every original of these is in the hub's store once. */
async function expectThereOnce(station: TestStation, id: ManifestId) {
  const report = await station.ask("report", { params: { id }, query: { after: 0, limit: 1000 } });
  const blobs = readdirSync(path.join(dataFolder, "hub", "blobs"), { recursive: true, encoding: "utf8" }).filter(
    (name) => !name.startsWith(".") && !name.startsWith("derived"),
  );
  for (const { sha256, state } of report.images) {
    expect(state).toBe("complete");
    expect(blobs.filter((name) => name.includes(`${sha256}-`))).toHaveLength(1);
  }
  expect(await station.verified(id)).toMatchObject({ state: "done", verified: report.images.length, failures: [] });
}

describe("on real sockets", () => {
  test.each(rows)("$fault: everything arrives once, and what is said tells what to do", async (row) => {
    const station = await openStation({ seams: hastened(row.factor ?? factor, row.seams?.()) });
    const { id, bytes } = await approved(station, row);
    const before = proxy.putBytes;
    proxy.decide = row.decide();
    const run = await station.ask("sync", { params: { id }, body: {} });
    if (row.pauses) {
      const { reason, code, hint } = row.pauses;
      await runChange(station, run, ({ state, reasons }) => state === "paused" && reasons.includes(reason));
      const { error, nextAttemptAt } = await station.ask("run", { params: { id: run.id } });
      expect(error?.code).toBe(code);
      expect(errorTable[error?.code as ErrorCode].hint).toMatch(hint);
      expect(nextAttemptAt).not.toBeNull();
      expect((await station.ask("manifest", { params: { id } })).encounters.failed).toBe(0);
      proxy.decide = () => pass;
      await row.mend?.(station);
    }
    const done = await station.settled(run.id);
    expect(done).toMatchObject({ state: "done", result: { images: { complete: row.count ?? images, failed: 0 } } });
    expect(proxy.putBytes - before).toBeGreaterThanOrEqual(bytes);
    expect(proxy.putBytes - before - bytes).toBeLessThanOrEqual(row.resent);
    await expectThereOnce(station, id);
  });
});

const ended = async (station: TestStation, run: RunView): Promise<RunView> => {
  await runChange(station, run, ({ state }) => state === "done");
  return station.ask("run", { params: { id: run.id } });
};
const allComplete = { state: "done", result: { images: { complete: images, failed: 0 } } };

test.each([20, -20])(
  "a hub whose clock is %i minutes ahead is told to the person, and everything arrives all the same",
  async (minutes) => {
    const shifted = (instant: string) => new Date(Date.parse(instant) + minutes * 60_000).toISOString();
    const times = /"(time|expiresAt)":"([^"]+)"/g;
    // As a hub with such a clock would answer: its own time, and links that look expired or far off.
    proxy.decide = ({ path: at }) =>
      /health|upload-sessions/.test(at)
        ? { kind: "rewrite", body: (text) => text.replace(times, (_, name, time) => `"${name}":"${shifted(time)}"`) }
        : pass;
    const station = await openStation({ seams: hastened(factor) });
    const { id, bytes } = await approved(station, { fault: `a clock that is ${minutes} minutes ahead` });
    const problems = async () => stationProblems(await station.ask("snapshot", {}));
    expect(await problems()).toMatchObject([
      {
        code: "CLOCK_DIFFERS",
        detail: expect.stringMatching(/20 min (behind|ahead)/),
        hint: expect.stringMatching(/time/),
      },
    ]);
    const before = proxy.putBytes;
    const run = await station.ask("sync", { params: { id }, body: {} });
    expect(await ended(station, run)).toMatchObject(allComplete);
    expect(proxy.putBytes - before).toBe(bytes);
    proxy.decide = () => pass;
    await station.ask("checkConnection", {});
    expect(await problems()).toEqual([]);
    await expectThereOnce(station, id);
  },
);

test("a storm of 503 for forty minutes at night needs nobody, and asks seldom", async () => {
  const station = await openStation({ seams: hastened(600) });
  const { id, bytes } = await approved(station, { fault: "forty minutes of storm" });
  const [beforeBytes, beforeRequests] = [proxy.putBytes, proxy.seen.length];
  const overMs = Date.now() + (40 * 60_000) / 600;
  proxy.decide = (request) => (Date.now() < overMs && (isCall(request) || isPut(request)) ? busy() : pass);
  const run = await station.ask("sync", { params: { id }, body: {} });
  await runChange(station, run, ({ reasons }) => reasons.includes("unavailable"));
  expect(await ended(station, run)).toMatchObject(allComplete);
  // One try at a time, half a minute apart at last: never more than a few in a minute.
  expect(proxy.seen.length - beforeRequests).toBeLessThan(200);
  expect(proxy.putBytes - beforeBytes).toBe(bytes);
  await expectThereOnce(station, id);
});

test("an image that is refused for a quarter of an hour comes due again by itself, and its neighbours do not wait", async () => {
  const station = await openStation({ seams: hastened(600) });
  const { id, bytes } = await approved(station, { fault: "one image in trouble" });
  let unlucky: string | undefined;
  const overMs = Date.now() + (15 * 60_000) / 600;
  proxy.decide = (request) => {
    if (!isPut(request)) return pass;
    unlucky ??= request.path;
    return request.path === unlucky && Date.now() < overMs ? busy() : pass;
  };
  const before = proxy.putBytes;
  const run = await station.ask("sync", { params: { id }, body: {} });
  await station.change((change) => change.type === "image" && change.to === "waiting");
  const arrived = () => station.changes().filter((change) => change.type === "image" && change.to === "complete");
  await expect.poll(() => arrived().length).toBeGreaterThanOrEqual(images - 1);
  expect(await ended(station, run)).toMatchObject(allComplete);
  // Two rounds of tries; a closed gate asks before it sends.
  expect(proxy.putBytes - before - bytes).toBeLessThanOrEqual(8 * imageBytes);
  await expectThereOnce(station, id);
});

test("a link that is refused again and again is an error that names the clocks, and Retry sends only that", async () => {
  const station = await openStation({ seams: hastened(factor) });
  const { id, bytes } = await approved(station, { fault: "links that are never taken" });
  const before = proxy.putBytes;
  proxy.decide = always(isPut, refused);
  const run = await station.ask("sync", { params: { id }, body: {} });
  expect((await ended(station, run)).result).toMatchObject({ images: { complete: 0, failed: images } });
  const { actionable } = await station.ask("problems", {});
  expect(actionable[0]?.causes).toMatchObject([
    { code: "SAS_REFUSED", hint: expect.stringMatching(/clocks/), count: images },
  ]);
  // Once, and once more with a fresh link.
  expect(proxy.putBytes - before).toBeLessThanOrEqual(2 * bytes);
  proxy.decide = () => pass;
  const retried = await station.ask("retry", { params: { id }, body: {} });
  expect((await ended(station, retried)).result.images).toMatchObject({ complete: images, failed: 0 });
  await expectThereOnce(station, id);
});

describe("while a body hangs", () => {
  const hanging = async (fault: string) => {
    const station = await openStation({ seams: hastened(factor) });
    const { id } = await approved(station, { fault });
    const hung = Promise.withResolvers<void>();
    proxy.decide = (request) => {
      if (!isPut(request)) return pass;
      hung.resolve();
      return { kind: "hang" };
    };
    const run = await station.ask("sync", { params: { id }, body: {} });
    await hung.promise;
    return { station, id, run, params: { id: run.id } };
  };

  test("a pause is acknowledged, and Resume goes on", async () => {
    const { station, id, run, params } = await hanging("paused");
    expect(await station.ask("pauseRun", { params })).toMatchObject({ state: "paused", reasons: ["user"] });
    proxy.decide = () => pass;
    expect(await station.ask("resumeRun", { params })).toMatchObject({ state: "running", reasons: [] });
    expect(await ended(station, run)).toMatchObject(allComplete);
    await expectThereOnce(station, id);
  });

  test("a cancel is acknowledged and cuts it, and the next sync sends what is left", async () => {
    const { station, id, params } = await hanging("cancelled");
    expect(await station.ask("cancelRun", { params })).toMatchObject({ state: "cancelled" });
    proxy.decide = () => pass;
    const next = await station.ask("sync", { params: { id }, body: {} });
    expect(await ended(station, next)).toMatchObject({ result: { images: { failed: 0 } } });
    await expectThereOnce(station, id);
  });

  test("the station stops all the same, and goes on with the run when it starts again", async () => {
    const { station, id, run } = await hanging("stopped");
    await station.stop();
    proxy.decide = () => pass;
    const again = await openStation({ dataFolder: station.dataFolder, seams: hastened(factor) });
    again.station.resume();
    expect(await ended(again, run)).toMatchObject(allComplete);
    await expectThereOnce(again, id);
  });
});
