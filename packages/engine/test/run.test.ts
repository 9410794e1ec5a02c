import { LandfallError } from "@landfall/protocol";
import { expect, test } from "vitest";
import { createEngine, type RunHandle, stepImage } from "../src/index.ts";
import { fakeClock } from "./fakes/clock.ts";
import { fakeHub } from "./fakes/hub.ts";
import { encounter, type FakeEncounter, type FakeImage, withTransfers } from "./fakes/photographs.ts";
import { season } from "./fakes/season.ts";

function setUp(encounters: FakeEncounter[], hub = fakeHub(), concurrency = 2) {
  const clock = fakeClock();
  const station = season(clock, hub, encounters);
  const engine = createEngine(station.ports, { settings: withTransfers(concurrency), onStatus: () => {} });
  const run = (kind: "sync" | "retry" = "sync") => engine.start(station.task(kind));
  const finish = async (handle: RunHandle) => {
    await clock.until(handle.done);
    return station.runs.get(handle.task.run);
  };
  return { clock, hub, station, engine, run, finish };
}

const texts = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

test("every approved image arrives once, with few requests beside the bytes", async () => {
  const { hub, station, run, finish } = setUp([
    encounter({}, texts("a", 20)),
    encounter({ locality: "Active Pass" }, texts("b", 20)),
  ]);
  expect(await finish(run())).toEqual({ state: "done" });
  expect(station.states()).toEqual(Array(40).fill("complete"));
  expect(hub.encounters.size).toBe(2);
  expect(hub.calls.filter((call) => call.startsWith("put"))).toHaveLength(40);
  // Two questions for the plan, then three calls for each encounter.
  expect(hub.calls.filter((call) => !call.startsWith("put"))).toHaveLength(2 + 2 * 3);
});

test("a second sync sends nothing and makes nothing", async () => {
  const { hub, station, run, finish } = setUp([encounter({}, texts("a", 5))]);
  await finish(run());
  hub.calls.length = 0;
  expect(await finish(run())).toEqual({ state: "done" });
  expect(hub.calls).toEqual(["match", "known"]);
  expect(station.states()).toEqual(Array(5).fill("complete"));
});

test("receipts that are not ready are asked for again", async () => {
  const hub = fakeHub();
  hub.slowReceipts = true;
  const { station, run, finish } = setUp([encounter({}, texts("a", 3))], hub);
  await finish(run());
  expect(station.states()).toEqual(Array(3).fill("complete"));
});

test("another station with the same photographs sends no byte and makes no second encounter", async () => {
  const hub = fakeHub();
  const first = setUp([encounter({}, texts("a", 4))], hub);
  await first.finish(first.run());
  for (const one of hub.encounters.values()) one.values = { ...one.values, recordedBy: null };
  for (const one of hub.encounters.values()) one.keys.clear();
  hub.calls.length = 0;
  const second = setUp([encounter({}, texts("a", 4))], hub);
  await second.finish(second.run());
  expect(second.station.marks).toEqual({ bytesSent: 0, alreadyThere: 4 });
  expect(hub.encounters.size).toBe(1);
});

test("two groups of one photographer on one day at one place stay two, on the first station and on the second", async () => {
  const hub = fakeHub();
  const groups = () => [encounter({}, texts("a", 2)), encounter({}, texts("b", 2))];
  const first = setUp(groups(), hub);
  await first.finish(first.run());
  const second = setUp(groups(), hub);
  await second.finish(second.run());
  expect(hub.encounters.size).toBe(2);
  expect(second.station.marks.bytesSent).toBe(0);
});

test("a file that is missing or altered is named, and its neighbours arrive", async () => {
  const one = encounter({}, texts("a", 4));
  const { station, run, finish } = setUp([one]);
  const [first, second] = one.images as [FakeImage, FakeImage];
  station.faults.set(first.sha256, new LandfallError("FILE_MISSING", { detail: "a0.jpg" }));
  station.faults.set(second.sha256, new LandfallError("FILE_CHANGED", { detail: "a1.jpg" }));
  expect(await finish(run())).toEqual({ state: "done" });
  expect(station.states()).toEqual(["missing", "changed", "complete", "complete"]);
  expect(station.sync(one)).toBe("partial");

  station.faults.clear();
  for (const each of one.images) each.record = stepImage(each.record, { type: "retried" });
  station.marks.bytesSent = 0;
  await finish(run("retry"));
  expect(station.sync(one)).toBe("synced");
  expect(station.marks.bytesSent).toBe(4);
});

test("an image whose retries are spent waits for its round, and comes again by itself", async () => {
  const one = encounter({}, texts("a", 3));
  const hub = fakeHub();
  let left = 4;
  hub.fault = (call, sha256) =>
    call === "put" && sha256 === one.images[1]?.sha256 && left-- > 0 ? new LandfallError("CONNECTION_LOST") : undefined;
  const { clock, station, run, finish } = setUp([one], hub);
  const handle = run();
  await clock.advance(45_000);
  expect(station.states()).toEqual(["complete", "waiting", "complete"]);
  expect(handle.status().settled).toBe(true);
  expect(station.sync(one)).toBe("partial");
  expect(await finish(handle)).toEqual({ state: "done" });
  expect(station.sync(one)).toBe("synced");
  expect(hub.calls.filter((call) => call.startsWith("put"))).toHaveLength(3 + 4);
});

test("a dead network pauses the run at once, fails nothing, and the run goes on by itself", async () => {
  const hub = fakeHub();
  const { clock, station, run, finish } = setUp([encounter({}, texts("a", 6))], hub);
  hub.fault = (call) => (call === "put" ? new LandfallError("HUB_OFFLINE") : undefined);
  const handle = run();
  await clock.advance(10 * 60_000);
  expect(station.runs.get(handle.task.run)).toMatchObject({
    state: "paused",
    reasons: ["offline"],
    error: { code: "HUB_OFFLINE" },
  });
  expect(station.states()).toEqual(Array(6).fill("pending"));
  // One caller tries at a time, further and further apart.
  expect(hub.calls.filter((call) => call.startsWith("put")).length).toBeLessThan(40);
  hub.fault = () => undefined;
  expect(await finish(handle)).toEqual({ state: "done" });
  expect(station.states()).toEqual(Array(6).fill("complete"));
  expect(station.history.map(({ state }) => state)).toEqual(["paused", "running", "done"]);
});

test("a storm of 503 pauses the run as unavailable; nothing is marked failed for long, and all arrives", async () => {
  const hub = fakeHub();
  const { clock, station, run, finish } = setUp([encounter({}, texts("a", 10))], hub, 4);
  hub.fault = (call) => (call === "put" ? new LandfallError("HUB_UNAVAILABLE", { retryAfterMs: 3_000 }) : undefined);
  const handle = run();
  await clock.advance(40 * 60_000);
  expect(station.runs.get(handle.task.run)).toMatchObject({ state: "paused", reasons: ["unavailable"] });
  hub.fault = () => undefined;
  await finish(handle);
  expect(station.states()).toEqual(Array(10).fill("complete"));
});

test("a refused key pauses the run until a person has mended it", async () => {
  const hub = fakeHub();
  const { clock, station, run, finish } = setUp([encounter({}, texts("a", 3))], hub);
  hub.fault = (call) => (call === "commit" ? new LandfallError("KEY_INVALID") : undefined);
  const handle = run();
  await clock.advance(1_000);
  expect(station.runs.get(handle.task.run)).toMatchObject({ state: "paused", reasons: ["auth"] });
  hub.fault = () => undefined;
  const before = clock.now();
  handle.wake();
  await finish(handle);
  expect(station.states()).toEqual(Array(3).fill("complete"));
  expect(clock.now() - before).toBeLessThan(20_000);
});

test("a link that expired is renewed, and the transfer goes on", async () => {
  const hub = fakeHub();
  let refusals = 1;
  hub.fault = (call) => (call === "put" && refusals-- > 0 ? new LandfallError("SAS_REFUSED") : undefined);
  const { station, run, finish } = setUp([encounter({}, texts("a", 2))], hub);
  await finish(run());
  expect(station.states()).toEqual(["complete", "complete"]);
});

test("a blob that is there already is settled by committing", async () => {
  const hub = fakeHub();
  hub.fault = (call, sha256) => {
    if (call !== "put" || !sha256) return undefined;
    hub.blobs.set(sha256, "held");
    return new LandfallError("BLOB_EXISTS");
  };
  const { station, run, finish } = setUp([encounter({}, texts("a", 2))], hub);
  await finish(run());
  expect(station.states()).toEqual(["complete", "complete"]);
  expect(station.marks.bytesSent).toBe(0);
});

test("bytes that the hub lost are sent again", async () => {
  const hub = fakeHub();
  const { station, run, finish } = setUp([encounter({}, texts("a", 3))], hub);
  await finish(run());
  hub.blobs.clear();
  await finish(run());
  expect(hub.blobs.size).toBe(3);
  expect(station.states()).toEqual(Array(3).fill("complete"));
});

test("a station that stops and starts again sends only what is left", async () => {
  const hub = fakeHub();
  const encounters = [encounter({}, texts("a", 30))];
  const first = setUp(encounters, hub);
  const handle = first.run();
  await new Promise((resolve) => setImmediate(resolve));
  await first.engine.stop(0);
  await handle.done;
  expect(first.station.runs.get(handle.task.run) ?? { state: "running" }).toEqual({ state: "running" });
  const second = setUp(encounters, hub);
  await second.finish(second.run());
  expect(second.station.states()).toEqual(Array(30).fill("complete"));
  const puts = hub.calls.filter((call) => call.startsWith("put"));
  expect(puts.length).toBeLessThanOrEqual(30 + 2);
});

test("a station stops at once, however much stands in line", async () => {
  const { engine, run } = setUp([
    encounter({}, texts("a", 400)),
    encounter({ locality: "Active Pass" }, texts("b", 400)),
  ]);
  const handle = run();
  await new Promise((resolve) => setImmediate(resolve));
  await engine.stop(0);
  await handle.done;
});

test("a person pauses, resumes and cancels", async () => {
  const { clock, station, run, hub, finish } = setUp([encounter({}, texts("a", 40))]);
  const handle = run();
  handle.pause();
  await clock.advance(60_000);
  const puts = hub.calls.filter((call) => call.startsWith("put")).length;
  expect(puts).toBeLessThan(3);
  expect(station.runs.get(handle.task.run)).toMatchObject({ state: "paused", reasons: ["user"] });
  handle.resume();
  await finish(handle);
  expect(station.states()).toEqual(Array(40).fill("complete"));

  const other = setUp([encounter({}, texts("z", 40))]);
  const cancelled = other.run();
  await new Promise((resolve) => setImmediate(resolve));
  cancelled.cancel();
  await cancelled.done;
  expect(other.station.runs.get(cancelled.task.run)).toEqual({ state: "cancelled" });
  await other.finish(other.run());
  expect(other.station.states()).toEqual(Array(40).fill("complete"));
});

test("an encounter that is a question stays, and the others go on", async () => {
  const hub = fakeHub();
  const first = setUp([encounter({}, ["x", "y"])], hub);
  await first.finish(first.run());
  // Shares one photograph, but day, place and photographer are another's.
  const unsure = encounter({ eventDate: "2023-01-02", locality: "Elsewhere", recordedBy: "AW" }, ["x", "new"]);
  const second = setUp([unsure, encounter({ locality: "Active Pass" }, ["p"])], hub);
  const plan = await second.clock.until(second.engine.plan(second.station.task()));
  expect(plan).toMatchObject({ create: 1, fill: 0, ask: 1, upload: 1, questions: [{ why: "sharesPhotographs" }] });
  await second.finish(second.run());
  expect(second.station.states()).toEqual(["pending", "pending", "complete"]);
  expect(hub.encounters.size).toBe(2);

  unsure.answer = { choice: "apart" };
  await second.finish(second.run());
  expect(second.station.states()).toEqual(["complete", "complete", "complete"]);
  expect(hub.encounters.size).toBe(3);
});

test("two manifests of one station at once come to the same end as one after the other", async () => {
  const hub = fakeHub();
  const clock = fakeClock();
  const cards = [encounter({}, ["a", "b"]), encounter({}, ["c", "d"])];
  const station = season(clock, hub, cards);
  const { ledger } = station.ports;
  const [first, second] = [station.task(), station.task()];
  const of = (manifest: string) => (manifest === first.manifest ? cards.slice(0, 1) : cards.slice(1));
  Object.assign(ledger, {
    encounters: (manifest: string) => of(manifest),
    dueEncounters: (manifest: string) =>
      of(manifest)
        .filter(({ images }) => images.some(({ record }) => record.state === "pending"))
        .map(({ id }) => id),
    boundElsewhere: (manifest: string, ids: string[]) =>
      new Set(
        cards
          .filter((card) => !of(manifest).includes(card) && ids.includes(card.hubEncounterId ?? ""))
          .map((card) => card.hubEncounterId),
      ),
  });
  const engine = createEngine(station.ports, { settings: withTransfers(2), onStatus: () => {} });
  const runs = [engine.start(first), engine.start(second)];
  await clock.until(Promise.all(runs.map((run) => run.done)));
  // One delivered; the other, with the same day, place and photographer, is a question and not a silent merge.
  expect(hub.encounters.size).toBe(1);
  expect(station.states().sort()).toEqual(["complete", "complete", "pending", "pending"]);
  const asking = cards.find(({ images }) => images[0]?.record.state === "pending");
  if (asking) asking.answer = { choice: "apart" };
  const again = [engine.start(station.task("sync")), engine.start({ ...second, run: station.task().run })];
  await clock.until(Promise.all(again.map((run) => run.done)));
  expect(hub.encounters.size).toBe(2);
  expect(station.states()).toEqual(Array(4).fill("complete"));
});

test("what kept a correction from being made is told of by how the run ends, unless a later round has made it", async () => {
  for (const [more, end] of [
    [[], { state: "failed", error: { code: "NOT_THE_HUB", detail: null } }],
    [["new"], { state: "done" }],
  ] as const) {
    const first = encounter({}, ["a0", "a1"]);
    const encounters = [first];
    const { hub, run, finish } = setUp(encounters);
    await finish(run());
    const off = { ...encounter({}, more), answer: { choice: "apart" } } as FakeEncounter;
    off.images.push(...first.images.splice(1));
    encounters.push(off);
    let failures = 4;
    hub.fault = (call) => (call === "findOrCreate" && failures-- > 0 ? new LandfallError("NOT_THE_HUB") : undefined);
    expect(await finish(run())).toEqual(end);
  }
});
