import { type ErrorCode, errorTable, type PauseReason, stationProblems } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { hubClient } from "../apps/server/src/station/hub-address.ts";
import { openStation, type TestStation } from "../apps/server/test/station/support.ts";
import type { FaultProxy } from "./support/fault-proxy.ts";
import { hastened } from "./support/hastened.ts";
import {
  allComplete,
  always,
  busy,
  ended,
  type Freight,
  factor,
  first,
  imageBytes,
  images,
  isCall,
  isPut,
  pass,
  portal,
  redirect,
  refused,
  runChange,
  wire,
} from "./support/wire.ts";

/** Where minutes have to pass. */
const night = 240;
const at = wire();

interface Row extends Freight {
  readonly decide: () => FaultProxy["decide"];
  /** What a person sees while it lasts; left out where it passes unseen. */
  readonly pauses?: { readonly reason: PauseReason; readonly code: ErrorCode; readonly hint: RegExp };
  /** How many bytes at most are sent more than once. */
  readonly resent: number;
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
    seams: () => () => ({ hub: () => hubClient(at.proxy.url, at.key, { timeoutMs: 300 }) }),
  },
  {
    fault: "a name that no longer resolves",
    decide: () => {
      isLost = true;
      return () => pass;
    },
    pauses: { reason: "offline", code: "HUB_OFFLINE", hint: /Check the network/ },
    resent: 0,
    seams: () => (own) => ({ hub: () => (isLost ? hubClient(nowhere, at.key) : own.hub()) }),
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
    mend: async (station) => void (await station.ask("connect", { body: { hub: at.proxy.url, key: at.key } })),
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

describe("on real sockets", () => {
  test.each(rows)("$fault: everything arrives once, and what is said tells what to do", async (row) => {
    const station = await openStation({ seams: hastened(row.factor ?? factor, row.seams?.()) });
    const { id, bytes } = await at.approved(station, row);
    const before = at.proxy.putBytes;
    at.proxy.decide = row.decide();
    const run = await station.ask("sync", { params: { id }, body: {} });
    if (row.pauses) {
      const { reason, code, hint } = row.pauses;
      await runChange(station, run, ({ state, reasons }) => state === "paused" && reasons.includes(reason));
      const { error, nextAttemptAt } = await station.ask("run", { params: { id: run.id } });
      expect(error?.code).toBe(code);
      expect(errorTable[error?.code as ErrorCode].hint).toMatch(hint);
      expect(nextAttemptAt).not.toBeNull();
      expect((await station.ask("manifest", { params: { id } })).encounters.failed).toBe(0);
      at.proxy.decide = () => pass;
      await row.mend?.(station);
    }
    const done = await station.settled(run.id);
    expect(done).toMatchObject({ state: "done", result: { images: { complete: row.count ?? images, failed: 0 } } });
    expect(at.proxy.putBytes - before).toBeGreaterThanOrEqual(bytes);
    expect(at.proxy.putBytes - before - bytes).toBeLessThanOrEqual(row.resent);
    await at.expectThereOnce(station, id);
  });
});

test.each([20, -20])(
  "a hub whose clock is %i minutes ahead is told to the person, and everything arrives all the same",
  async (minutes) => {
    const shifted = (instant: string) => new Date(Date.parse(instant) + minutes * 60_000).toISOString();
    const times = /"(time|expiresAt)":"([^"]+)"/g;
    // As a hub with such a clock would answer: its own time, and links that look expired or far off.
    at.proxy.decide = ({ path }) =>
      /health|upload-sessions/.test(path)
        ? { kind: "rewrite", body: (text) => text.replace(times, (_, name, time) => `"${name}":"${shifted(time)}"`) }
        : pass;
    const station = await openStation({ seams: hastened(factor) });
    const { id, bytes } = await at.approved(station, { fault: `a clock that is ${minutes} minutes ahead` });
    const problems = async () => stationProblems(await station.ask("snapshot", {}));
    expect(await problems()).toMatchObject([
      {
        code: "CLOCK_DIFFERS",
        detail: expect.stringMatching(/20 min (behind|ahead)/),
        hint: expect.stringMatching(/time/),
      },
    ]);
    const before = at.proxy.putBytes;
    const run = await station.ask("sync", { params: { id }, body: {} });
    expect(await ended(station, run)).toMatchObject(allComplete);
    expect(at.proxy.putBytes - before).toBe(bytes);
    at.proxy.decide = () => pass;
    await station.ask("checkConnection", {});
    expect(await problems()).toEqual([]);
    await at.expectThereOnce(station, id);
  },
);
