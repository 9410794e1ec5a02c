import { changeSettings, defaultSettings } from "@landfall/protocol";
import { describe, expect, it, test } from "vitest";
import { type Budget, createEngine, isSpent } from "../src/index.ts";
import { createBudgetMeter } from "../src/run/budget-meter.ts";
import { fakeClock } from "./fakes/clock.ts";
import { fakeHub } from "./fakes/hub.ts";
import { encounter } from "./fakes/photographs.ts";
import { season } from "./fakes/season.ts";

const limits = (more: Partial<Budget>): Budget => ({ bytes: null, ms: null, spentBytes: 0, spentMs: 0, ...more });

describe("a budget", () => {
  it("is spent when its bytes or its time are, and counts what is on its way", () => {
    expect(isSpent(null, 1e12)).toBe(false);
    expect(isSpent(limits({}), 1e12)).toBe(false);
    expect(isSpent(limits({ bytes: 100, spentBytes: 99 }))).toBe(false);
    expect(isSpent(limits({ bytes: 100, spentBytes: 99 }), 1)).toBe(true);
    expect(isSpent(limits({ ms: 60_000, spentMs: 59_999 }))).toBe(false);
    expect(isSpent(limits({ ms: 60_000, spentMs: 60_000 }))).toBe(true);
  });
});

/** A season of images of three bytes, each `bodyMs` on the wire; `budget` is what its run may spend. */
function aRun(budget: Budget | null, images = 20, transfers = 2, bodyMs = 1_000) {
  const clock = fakeClock();
  const hub = fakeHub();
  const station = season(clock, hub, [
    encounter(
      {},
      Array.from({ length: images }, (_, at) => `a${at}`.padEnd(3)),
    ),
  ]);
  station.limits.budget = budget;
  const putBlob: typeof hub.putBlob = async (target, body, options) => {
    await clock.sleep(bodyMs, options.signal);
    return hub.putBlob(target, body, options);
  };
  const settings = changeSettings(defaultSettings, { transfers });
  /** What the run had sent, as far as it is noted, at each moment it was paused. */
  const sentAtPause: number[] = [];
  const applyRun: typeof station.ports.ledger.applyRun = (id, event) => {
    if (event.type === "paused") sentAtPause.push(station.marks.bytesSent);
    return station.ports.ledger.applyRun(id, event);
  };
  const ports = { ...station.ports, putBlob, ledger: { ...station.ports.ledger, applyRun } };
  const engineOf = () => createEngine(ports, { settings, onStatus: () => {} });
  const task = station.task();
  const run = () => station.runs.get(task.run);
  return { clock, hub, station, engineOf, task, run, sentAtPause };
}

describe("a run with a budget", () => {
  test("of bytes pauses before they would be exceeded, keeps what arrived, and begins nothing that does not fit", async () => {
    const { clock, hub, station, engineOf, task, run } = aRun(limits({ bytes: 20 }));
    const handle = engineOf().start(task);
    await clock.advance(3_600_000);
    expect(run()).toEqual({ state: "paused", reasons: ["budget"], error: null });
    expect(handle.status().nextAttemptAtMs).toBeNull();
    expect(station.limits.budget?.spentBytes).toBe(18);
    expect(hub.blobs.size).toBe(6);
    expect(station.states().filter((state) => state === "complete")).toHaveLength(6);
  });

  test("lets what it began within them arrive, however slowly, is not paused before, and says what it sent", async () => {
    const { clock, hub, station, engineOf, task, run, sentAtPause } = aRun(limits({ bytes: 6 }), 20, 2, 300_000);
    engineOf().start(task);
    await clock.advance(200_000);
    expect(sentAtPause).toEqual([]);
    await clock.advance(160_000);
    expect(run()).toMatchObject({ state: "paused", reasons: ["budget"] });
    expect(sentAtPause).toEqual([6]);
    expect(hub.blobs.size).toBe(2);
    expect(station.states().filter((state) => state === "complete")).toHaveLength(2);
    expect(station.marks.bytesSent).toBe(6);
  });

  test("goes on with another one when it is resumed, until all has arrived", async () => {
    const { clock, station, engineOf, task, run } = aRun(limits({ bytes: 20 }));
    const handle = engineOf().start(task);
    for (let more = 0; more < 3; more++) {
      await clock.advance(60_000);
      expect(run()).toMatchObject({ reasons: ["budget"] });
      station.limits.budget = limits({ bytes: 20 });
      handle.resume();
    }
    await clock.until(handle.done);
    expect(station.states()).toEqual(Array(20).fill("complete"));
  });

  test.each([1, 2, 4])("is never exceeded, however many of %i travel at once", async (transfers) => {
    for (const bytes of [3, 7, 8, 10]) {
      const { clock, station, engineOf, task, run } = aRun(limits({ bytes }), 20, transfers);
      engineOf().start(task);
      await clock.advance(3_600_000);
      expect(run()).toMatchObject({ reasons: ["budget"] });
      expect(station.limits.budget?.spentBytes).toBe(bytes - (bytes % 3));
    }
  });

  test("that is smaller than any image sends nothing, and a larger one goes on", async () => {
    const { clock, hub, station, engineOf, task, run } = aRun(limits({ bytes: 2 }), 2);
    const handle = engineOf().start(task);
    await clock.advance(3_600_000);
    expect(run()).toMatchObject({ state: "paused", reasons: ["budget"] });
    expect(hub.blobs.size).toBe(0);
    station.limits.budget = limits({ bytes: 6 });
    handle.resume();
    await clock.until(handle.done);
    expect(station.states()).toEqual(["complete", "complete"]);
  });

  test("gives back what a body that failed did not send", () => {
    const { station, clock, task } = aRun(limits({ bytes: 6 }), 2);
    const { signal } = new AbortController();
    const { ledger } = station.ports;
    const meter = createBudgetMeter({
      ...{ ledger, clock, signal, run: task.run },
      isAtWork: () => true,
      onChange: () => {},
    });
    const end = meter.begin(5);
    expect(meter.begin(3)).toBeUndefined();
    expect([meter.isSpent(), meter.isUsedUp()]).toEqual([true, false]);
    end?.(2);
    expect([meter.isSpent(), meter.isUsedUp()]).toEqual([false, false]);
    meter.begin(3)?.(3);
    expect(meter.begin(3)).toBeUndefined();
    expect([meter.isSpent(), meter.isUsedUp()]).toEqual([true, true]);
    expect(meter.begin(0)).toBeDefined();
  });

  test("that is spent by its last image is done: receipts are no spending", async () => {
    const { clock, hub, station, engineOf, task, run } = aRun(limits({ bytes: 9 }), 3, 1);
    hub.slowReceipts = true;
    await clock.until(engineOf().start(task).done);
    expect(run()).toEqual({ state: "done" });
    expect(station.states()).toEqual(Array(3).fill("complete"));
  });

  test("of time pauses when it has been at work so long; pauses do not count", async () => {
    const { clock, hub, engineOf, task, run } = aRun(limits({ ms: 60_000 }), 200, 1);
    const handle = engineOf().start(task);
    await clock.advance(20_000);
    handle.pause();
    await clock.advance(3_600_000);
    handle.resume();
    await clock.advance(20_000);
    expect(run()).toEqual({ state: "running" });
    await clock.advance(40_000);
    expect(run()).toMatchObject({ state: "paused", reasons: ["budget"] });
    expect(hub.blobs.size).toBeGreaterThan(50);
    expect(hub.blobs.size).toBeLessThan(80);
  });

  test("goes on after a restart with what was left", async () => {
    const { clock, hub, station, engineOf, task, run } = aRun(limits({ bytes: 20 }));
    const first = engineOf();
    first.start(task);
    await clock.advance(2_500);
    const arrived = hub.blobs.size;
    expect(arrived).toBeGreaterThan(0);
    expect(station.limits.budget?.spentBytes).toBe(3 * arrived);
    // Killed: nothing of the first engine goes on.
    const killed = { ...station.limits.budget } as Budget;
    await clock.until(first.stop(0));
    station.limits.budget = killed;
    engineOf().start(task);
    await clock.advance(3_600_000);
    expect(run()).toMatchObject({ reasons: ["budget"] });
    // Beyond what was left: the two that were on their way when it was killed, and the one that was begun last.
    expect(hub.blobs.size).toBeLessThanOrEqual(arrived + Math.ceil((20 - killed.spentBytes) / 3) + 3);
    expect(hub.blobs.size).toBeGreaterThan(arrived);
  });
});
