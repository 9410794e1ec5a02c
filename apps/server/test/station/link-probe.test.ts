import { defaultSettings, LandfallError, type LinkProbeView } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { type ProbeHub, rateOf } from "../../src/station/link.ts";
import { nextBody, openLinkProbe } from "../../src/station/link-probe.ts";
import { type LinkSamples, noSamples, proposeFor, toLinkResult } from "../../src/station/link-verdict.ts";
import { openStation, openTestHub } from "./support.ts";

const free = { sliceBytes: () => 65_536, take: () => undefined };

describe("what the samples say", () => {
  test("a rate is that of the body, without what an empty request takes", () => {
    // 64 kB in a second, of which 488 ms are the way there and back: one Mbit/s.
    expect(rateOf({ bytes: 64_000, ms: 1000 }, 488)).toBeCloseTo(1_000_000);
    const samples: LinkSamples = {
      small: [100, 300, 100, 100, 900],
      lost: 1,
      up: [{ bytes: 125_000, ms: 1100 }],
      down: [{ bytes: 250_000, ms: 1100 }],
    };
    expect(toLinkResult(samples)).toEqual({
      upBitsPerSecond: 1_000_000,
      downBitsPerSecond: 2_000_000,
      roundTripMs: { median: 100, p95: 900 },
      loss: 1 / 6,
      requests: 8,
    });
    expect(toLinkResult(noSamples)).toMatchObject({ upBitsPerSecond: null, roundTripMs: null, loss: 0 });
  });

  test("bodies grow on a fast link, shrink on a slow one, within bounds", () => {
    expect(nextBody({ bytes: 16_384, ms: 10 })).toBe(65_536);
    expect(nextBody({ bytes: 65_536, ms: 1500 })).toBe(65_536);
    expect(nextBody({ bytes: 65_536, ms: 9000 })).toBe(16_384);
    expect([nextBody({ bytes: 1_048_576, ms: 1 }), nextBody({ bytes: 16_384, ms: 99_000 })]).toEqual([
      1_048_576, 16_384,
    ]);
  });
});

describe("the proposal", () => {
  const link = (up: number | null, median: number, loss = 0) => ({
    upBitsPerSecond: up,
    downBitsPerSecond: up,
    roundTripMs: { median, p95: median * 2 },
    loss,
    requests: 10,
  });
  test.each([
    ["a good link keeps its settings", link(1_000_000, 500), null],
    ["a link that was not measured says nothing", link(null, 900), null],
    [
      "a slow link has fewer at once, a cap that leaves others something, and covers first",
      link(640_000, 120),
      { transfers: 2, network: { uploadCap: 510_000 }, order: "covers" },
    ],
    [
      "a very slow one has one at a time, and starts by itself at what it can do",
      link(128_000, 120),
      {
        transfers: 1,
        network: { uploadCap: 100_000 },
        order: "covers",
        opportunistic: { leastRate: 64_000 },
      },
    ],
    [
      "losses leave one at a time",
      link(640_000, 120, 0.2),
      { transfers: 1, network: { uploadCap: 510_000 }, order: "covers" },
    ],
    ["a far and wide link has more at once", link(20_000_000, 600), { transfers: 4 }],
  ])("%s", (_, result, settings) => {
    expect(proposeFor(result, defaultSettings)?.settings ?? null).toEqual(settings);
  });

  test("says what the link is like and what each setting is good for", () => {
    const proposal = proposeFor(link(640_000, 700), defaultSettings);
    expect(proposal?.why).toBe("640 kbit/s upwards is slow, and 700 ms there and back is far.");
    expect(proposal?.lines.join("\n")).toMatch(/Images at once: 2.*Upload cap: 510 kbit\/s.*blocks/s);
  });
});

test("a real hub is tested, the result is noted, and one press takes what is proposed", async () => {
  const { hub, key } = await openTestHub();
  const station = await openStation();
  await expect(station.ask("probeLink", { body: { seconds: 1 } })).rejects.toMatchObject({ code: "NOT_CONNECTED" });
  expect(await station.ask("linkProbe", {})).toBeNull();
  await station.ask("connect", { body: { hub: hub.url, key } });
  expect(await station.ask("probeLink", { body: { seconds: 1 } })).toMatchObject({ state: "running" });
  await expect(station.ask("probeLink", { body: { seconds: 1 } })).rejects.toMatchObject({ code: "ALREADY_RUNNING" });
  const seen = async (): Promise<LinkProbeView> => {
    const view = await station.ask("linkProbe", {});
    if (view && view.state !== "running") return view;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return seen();
  };
  const view = await seen();
  expect(view).toMatchObject({ state: "done", proposal: null, result: { loss: 0 } });
  expect(view.result.upBitsPerSecond).toBeGreaterThan(1_000_000);
  expect(view.result.roundTripMs?.p95).toBeGreaterThanOrEqual(view.result.roundTripMs?.median ?? Infinity);
  const { entries } = await station.ask("activity", { query: { category: "connection" } as never });
  expect(entries[0]).toMatchObject({ action: "linkTested", detail: expect.stringContaining("0 % lost") });
});

/** A test over a hub that answers as it is told; resolves to what it came to. */
async function probing(hub: ProbeHub["probe"], seconds = 60) {
  const done = Promise.withResolvers<LinkProbeView>();
  const probe = openLinkProbe({
    hub: () => ({ probe: hub }),
    settings: () => defaultSettings,
    upload: () => free,
    onDone: done.resolve,
  });
  probe.start(seconds, "browser");
  return { probe, done: done.promise };
}

test("a hub that cannot be reached ends the test with its error", async () => {
  const { done } = await probing(async () => {
    throw new LandfallError("HUB_OFFLINE", { detail: "ECONNREFUSED" });
  });
  expect(await done).toMatchObject({ state: "failed", error: { code: "HUB_OFFLINE" } });
});

test("small requests without an answer are losses, and a test that is cancelled keeps what it has", async () => {
  const asked = Promise.withResolvers<void>();
  let requests = 0;
  const { probe } = await probing(async () => {
    requests += 1;
    if (requests === 4) asked.resolve();
    if (requests < 4) throw new LandfallError("STALLED");
    return new Promise(() => {});
  });
  await asked.promise;
  expect(probe.cancel()).toMatchObject({ state: "cancelled", result: { loss: 1, requests: 3 } });
});
