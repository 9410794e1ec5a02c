/** The machine's clock was ahead, and is set right while the station is at work: by the network, often as it comes up. */
import { type EncounterId, LandfallError, type Sha256 } from "@landfall/protocol";
import { afterEach, expect, test, vi } from "vitest";
import { createStarts } from "../src/flow/starts.ts";
import { type Budget, createEngine, createProgress, isDue, type RunHandle } from "../src/index.ts";
import { longestStartGapMs } from "../src/policy.ts";
import { watchForStall } from "../src/wire/stall.ts";
import { fakeClock } from "./fakes/clock.ts";
import { fakeHub } from "./fakes/hub.ts";
import { encounter, type FakeImage, withTransfers } from "./fakes/photographs.ts";
import { season } from "./fakes/season.ts";

const dayMs = 86_400_000;

afterEach(() => void vi.useRealTimers());

/** A run of images that are each a second on the wire. */
function aRun(texts: readonly string[], budget: Budget | null = null) {
  const clock = fakeClock();
  const hub = fakeHub();
  const one = encounter({}, texts);
  const station = season(clock, hub, [one]);
  station.limits.budget = budget;
  const putBlob: typeof hub.putBlob = async (target, body, options) => {
    await clock.sleep(1_000, options.signal);
    return hub.putBlob(target, body, options);
  };
  const engine = createEngine({ ...station.ports, putBlob }, { settings: withTransfers(1), onStatus: () => {} });
  const task = station.task();
  const start = (): RunHandle => engine.start(task);
  return { clock, hub, one, station, start, run: () => station.runs.get(task.run) };
}

test("a run whose hub was away goes on within a minute of its coming back", async () => {
  const { clock, hub, start, run } = aRun(["a"]);
  hub.fault = () => new LandfallError("HUB_OFFLINE");
  start();
  await clock.advance(10_000);
  clock.setBack(dayMs);
  hub.fault = () => undefined;
  await clock.advance(60_000);
  expect(run()).toEqual({ state: "done" });
});

test("an image that waits for its next round does not wait until the clock is there again", async () => {
  const { clock, hub, one, start, run } = aRun(["a", "b"]);
  const [first] = one.images as [FakeImage];
  hub.fault = (call, sha256) =>
    call === "put" && sha256 === first.sha256 ? new LandfallError("CONNECTION_LOST") : undefined;
  start();
  await clock.advance(60_000);
  expect(first.record.state).toBe("waiting");
  clock.setBack(dayMs);
  hub.fault = () => undefined;
  await clock.advance(120_000);
  expect(run()).toEqual({ state: "done" });
  const trouble = { code: "CONNECTION_LOST", detail: null, atMs: 1_000 } as const;
  expect(isDue({ state: "waiting", rounds: 1, dueAtMs: 61_000, trouble }, 500)).toBe(true);
});

test("a body waits for its turn no longer than before", () => {
  const clock = fakeClock();
  const slept: number[] = [];
  const sleeping = { ...clock, sleep: async (ms: number) => void slept.push(ms) };
  const starts = createStarts(sleeping, () => 100_000);
  const { signal } = new AbortController();
  starts.next(1e6, signal);
  clock.setBack(dayMs);
  starts.next(1e6, signal);
  starts.next(1e6, signal);
  expect(Math.max(...slept)).toBeLessThanOrEqual(longestStartGapMs);
});

test("time at work is never given back to a budget", async () => {
  const texts = Array.from({ length: 60 }, (_, at) => `a${at}`);
  const { clock, station, start } = aRun(texts, { bytes: null, ms: 1e9, spentBytes: 0, spentMs: 0 });
  start();
  await clock.advance(12_000);
  clock.setBack(dayMs);
  await clock.advance(10_000);
  expect(station.limits.budget?.spentMs).toBeGreaterThanOrEqual(10_000);
});

test("the speed that is shown is that of the last seconds", async () => {
  const clock = fakeClock();
  const progress = createProgress(clock);
  const [id, sha256] = ["e" as EncounterId, "a" as Sha256];
  progress.started(id, sha256, 1e9);
  progress.sent(id, sha256, 1_000);
  clock.setBack(dayMs);
  for (let second = 1; second <= 60; second++) {
    await clock.advance(1_000);
    progress.sent(id, sha256, 1_000 * (second + 1));
  }
  expect(progress.sample().bytesPerSecond).toBeLessThan(1_500);
});

test("a transfer that stands still is noticed as soon as ever", () => {
  vi.useFakeTimers();
  const stalls: LandfallError[] = [];
  const watched = { sentBytes: () => 0, totalBytes: 9, waitsForTurn: () => false };
  const patience = { bytes: 1, windowMs: 10_000, answerMs: 10_000, slowestBytesPerSecond: 1, lookEveryMs: 1_000 };
  const stall = watchForStall({ ...watched, onStall: (error) => void stalls.push(error) }, patience);
  vi.setSystemTime(Date.now() - dayMs);
  vi.advanceTimersByTime(15_000);
  stall.stop();
  expect(stalls[0]).toMatchObject({ code: "STALLED" });
});
