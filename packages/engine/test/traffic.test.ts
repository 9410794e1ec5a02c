import {
  changeSettings,
  defaultSettings,
  type NetworkSettings,
  type StationSettings,
  weekOf,
} from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { createTraffic, type SpeedMemory } from "../src/flow/traffic.ts";
import { createEngine, holdPatienceMs } from "../src/index.ts";
import { fakeClock } from "./fakes/clock.ts";
import { fakeHub } from "./fakes/hub.ts";
import { encounter } from "./fakes/photographs.ts";
import { season } from "./fakes/season.ts";

/** Settings in which the hours of the day have these levels, on each day, in the machine's time. */
const daily = (level: (hour: number) => "full" | "peak" | "closed", network: Partial<NetworkSettings> = {}) =>
  changeSettings(defaultSettings, { network: { ...network, week: weekOf(({ hour }) => level(hour)) } });
const localHour = (hour: number, minute = 0) => new Date(2024, 6, 15, hour, minute).getTime();

function setUp(
  settings: StationSettings,
  atMs: number,
  measured: () => number | null = () => null,
  memory?: SpeedMemory,
) {
  const clock = fakeClock(atMs);
  const windows: (number | null | undefined)[] = [];
  const traffic = createTraffic({
    clock,
    settings,
    measured,
    ...(memory && { memory }),
    onWindow: () => windows.push(traffic?.closedWindow()?.untilMs),
  });
  const working = Promise.withResolvers<void>();
  traffic.attend(working.promise);
  return { clock, traffic, windows, end: working.resolve };
}

describe("traffic", () => {
  test("has the caps of the hour, and takes those of the next when it comes", async () => {
    const settings = daily((hour) => (hour >= 8 ? "peak" : "full"), { uploadCap: 2_000_000, downloadCap: 800_000 });
    const { clock, traffic, end } = setUp(settings, localHour(7, 30));
    expect([traffic.upload.rate(), traffic.download.rate()]).toEqual([250_000, 100_000]);
    await clock.advance(30 * 60_000);
    expect([traffic.upload.rate(), traffic.download.rate()]).toEqual([62_500, 25_000]);
    end();
  });

  test("takes a part of the measured speed at peak where there is no cap, and does not take a part of that part later", async () => {
    let speed: number | null = null;
    const settings = daily((hour) => (hour >= 8 ? "peak" : "full"));
    const { clock, traffic, end } = setUp(settings, localHour(8), () => speed);
    expect(traffic.upload.rate()).toBeNull();
    speed = 1_000_000;
    await clock.advance(60_000);
    expect(traffic.upload.rate()).toBe(250_000);
    speed = 250_000;
    await clock.advance(3 * 3_600_000);
    expect(traffic.upload.rate()).toBe(250_000);
    end();
  });

  test("keeps what it measured, and so has a limit from the first byte after a restart at peak", async () => {
    const kept: number[] = [];
    const memory: SpeedMemory = { known: () => kept.at(-1) ?? null, keep: (speed) => void kept.push(speed) };
    // A week of full speed, in which nothing has to be looked at.
    const { end } = setUp(defaultSettings, localHour(7), () => 1_000_000, memory);
    end();
    await Promise.resolve();
    await Promise.resolve();
    expect(kept).toEqual([1_000_000]);
    const again = setUp(
      daily(() => "peak"),
      localHour(8),
      () => null,
      memory,
    );
    expect(again.traffic.upload.rate()).toBe(250_000);
    again.end();
  });

  test("follows a change of the settings at once, also when nothing is at work", () => {
    const { traffic, end } = setUp(defaultSettings, localHour(8));
    traffic.follow(changeSettings(defaultSettings, { network: { uploadCap: 80_000 } }));
    expect(traffic.upload.rate()).toBe(10_000);
    end();
    traffic.follow(daily(() => "closed"));
    expect(traffic.closedWindow()).toEqual({ untilMs: null });
    traffic.follow(defaultSettings);
    expect(traffic.closedWindow()).toBeUndefined();
  });

  test("tells when the window closes and when it opens", async () => {
    const { clock, windows, end } = setUp(
      daily((hour) => (hour < 6 ? "full" : "closed")),
      localHour(5, 59),
    );
    await clock.advance(2 * 60_000);
    await clock.advance(24 * 3_600_000);
    const opens = localHour(24);
    expect(windows).toEqual([opens, undefined, opens + 24 * 3_600_000]);
    end();
  });
});

/** A hub that takes a minute of the clock for each image. */
function aSlowRun(settings: StationSettings, atMs: number, putMs: number, images: number) {
  const clock = fakeClock(atMs);
  const hub = fakeHub();
  const station = season(clock, hub, [
    encounter(
      {},
      Array.from({ length: images }, (_, at) => `a${at}`),
    ),
  ]);
  const ports = {
    ...station.ports,
    putBlob: (async (target, body, options) => {
      await clock.sleep(putMs, options.signal);
      return hub.putBlob(target, body, options);
    }) satisfies typeof hub.putBlob,
  };
  const engine = createEngine(ports, { settings, onStatus: () => {} });
  const handle = engine.start(station.task());
  const run = () => station.runs.get(handle.task.run);
  const arrived = () => hub.blobs.size;
  return { clock, hub, station, engine, handle, run, arrived };
}

describe("a run", () => {
  const untilSix = { ...daily((hour) => (hour < 6 ? "full" : "closed")), transfers: 1 };

  test("pauses when its hours end, keeps what was in flight, begins nothing, and goes on by itself at the next open hour", async () => {
    const { clock, station, handle, run, arrived } = aSlowRun(untilSix, localHour(5, 58), 30_000, 12);
    await clock.advance(3 * 60_000);
    expect(run()).toEqual({ state: "paused", reasons: ["window"], error: null });
    const then = arrived();
    expect(then).toBeGreaterThanOrEqual(3);
    expect(then).toBeLessThan(6);
    expect(handle.status().nextAttemptAtMs).toBe(localHour(24));
    await clock.advance(17 * 3_600_000);
    expect(arrived()).toBe(then);
    await clock.until(handle.done);
    expect(station.states()).toEqual(Array(12).fill("complete"));
    expect(clock.now()).toBeGreaterThan(localHour(24));
    expect(station.history.map(({ state }) => state)).toEqual(["paused", "running", "done"]);
  });

  test("does not begin outside its hours, and begins when the hours are changed", async () => {
    const { clock, hub, station, engine, handle, run } = aSlowRun(untilSix, localHour(12), 1_000, 3);
    await clock.advance(3_600_000);
    expect(run()).toMatchObject({ state: "paused", reasons: ["window"] });
    expect(hub.calls).toEqual([]);
    engine.follow(defaultSettings);
    await clock.until(handle.done);
    expect(station.states()).toEqual(Array(3).fill("complete"));
  });

  test("cuts what would take longer than a minute, without a failure, and sends it in the next open hour", async () => {
    const { clock, station, handle, run } = aSlowRun(untilSix, localHour(5, 59), 20 * 60_000, 2);
    await clock.advance(60_000 + holdPatienceMs);
    expect(run()).toMatchObject({ state: "paused", reasons: ["window"] });
    expect(station.states()).toEqual(["pending", "pending"]);
    await clock.until(handle.done);
    expect(station.states()).toEqual(["complete", "complete"]);
    expect(station.history.at(-1)).toEqual({ state: "done" });
  });

  test("that a person has paused begins nothing that stood in line", async () => {
    const { clock, handle, arrived } = aSlowRun({ ...defaultSettings, transfers: 2 }, localHour(5), 10_000, 20);
    await clock.advance(5_000);
    handle.pause();
    await clock.advance(3_600_000);
    expect(arrived()).toBe(2);
    handle.resume();
    await clock.until(handle.done);
    expect(arrived()).toBe(20);
  });

  test("that a person has paused stays so when its hours begin, with both reasons until then", async () => {
    const { clock, handle, run } = aSlowRun(untilSix, localHour(12), 1_000, 2);
    handle.pause();
    expect(run()).toMatchObject({ reasons: ["window", "user"] });
    expect(handle.status().nextAttemptAtMs).toBeNull();
    await clock.advance(13 * 3_600_000);
    expect(run()).toMatchObject({ reasons: ["user"] });
    handle.resume();
    await clock.until(handle.done);
  });
});
