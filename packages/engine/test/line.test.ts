import { LandfallError, type ManifestId, type PopulationId, type RunId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { holderOf, lineUp } from "../src/flow/line.ts";
import { createEngine, type RunHandle, stepRun } from "../src/index.ts";
import { fakeClock } from "./fakes/clock.ts";
import { fakeHub } from "./fakes/hub.ts";
import { encounter, type FakeEncounter, type FakeImage, image, withTransfers } from "./fakes/photographs.ts";
import { season } from "./fakes/season.ts";

const texts = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

/** Several manifests of one station, each of a population of its own; `line` is the stored order. */
function manifests(of: FakeEncounter[][], transfers: 1 | 2 = 1) {
  const hub = fakeHub();
  const clock = fakeClock();
  const station = season(clock, hub, of.flat());
  const tasks = of.map(() => station.task());
  const own = (manifest: ManifestId) => of[tasks.findIndex((task) => task.manifest === manifest)] ?? [];
  const isDue = ({ images }: FakeEncounter, nowMs: number) =>
    images.some(({ record }) => record.state === "pending" || (record.state === "waiting" && record.dueAtMs <= nowMs));
  const line: RunId[] = tasks.map(({ run }) => run);
  const { nextDueMs } = station.ports.ledger;
  Object.assign(station.ports.ledger, {
    queue: () => line,
    encounters: own,
    takenBy: (manifest: ManifestId) =>
      new Map(own(manifest).flatMap(({ id, hubEncounterId }) => (hubEncounterId ? [[hubEncounterId, id]] : []))),
    dueEncounters: (manifest: ManifestId, nowMs: number) =>
      own(manifest)
        .filter((one) => isDue(one, nowMs))
        .map(({ id }) => id),
    nextDueMs: (manifest: ManifestId) =>
      own(manifest).some(({ images }) => images.some(({ record }) => record.state === "waiting"))
        ? nextDueMs(manifest)
        : null,
  });
  const engine = createEngine(station.ports, { settings: withTransfers(transfers), onStatus: () => {} });
  const reasons = ({ task }: RunHandle) => {
    const run = station.runs.get(task.run);
    return run?.state === "paused" ? run.reasons : [];
  };
  /** Names of the images in the order in which their bytes were put. */
  const puts = () => {
    const images = of.flat().flatMap((one) => one.images);
    return hub.calls.flatMap((call) => images.find(({ sha256 }) => call === `put ${sha256}`)?.text ?? []);
  };
  return { hub, clock, station, tasks, line, engine, reasons, puts };
}

const two = () => [
  [encounter({}, texts("a", 20))],
  [encounter({ locality: "Active Pass", eventDate: "2024-07-16" }, texts("b", 20))],
];

test("the first that can use the wire has it; what is not named stands behind, as it was started", () => {
  const [a, b, c] = ["a", "b", "c"] as unknown as [RunId, RunId, RunId];
  expect(holderOf([])).toBeNull();
  expect(holderOf([{ run: a, able: false }])).toBeNull();
  expect(
    holderOf([
      { run: a, able: false },
      { run: b, able: true },
      { run: c, able: true },
    ]),
  ).toBe(b);
  expect(lineUp([c, a], [a, b, c])).toEqual([c, a, b]);
  expect(lineUp([c, a], [b])).toEqual([b]);
});

test("one manifest is sent after the other, and the one behind says that it waits for its turn", async () => {
  const { clock, engine, tasks, reasons, puts, station } = manifests(two());
  const [first, second] = tasks.map(engine.start) as [RunHandle, RunHandle];
  expect([reasons(first), reasons(second)]).toEqual([[], ["queue"]]);
  await clock.until(Promise.all([first.done, second.done]));
  expect(puts()).toEqual([...texts("a", 20), ...texts("b", 20)]);
  expect(station.states()).toEqual(Array(40).fill("complete"));
});

test("how many travel at once is said for one run, until it is over or another number is set", async () => {
  const { clock, engine, tasks, station } = manifests([[encounter({}, texts("a", 20))]], 2);
  const [task] = tasks as [(typeof tasks)[number]];
  engine.limitRun(task.run, 1);
  const run = engine.start(task);
  expect(engine.transfers()).toBe(1);
  engine.follow(withTransfers(3));
  expect(engine.transfers()).toBe(3);
  engine.limitRun(task.run, 1);
  expect(engine.transfers()).toBe(1);
  await clock.until(run.done);
  expect(engine.transfers()).toBe(3);
  expect(station.states()).toEqual(Array(20).fill("complete"));
});

test("what is moved to the front goes on at once, and what was in flight ends", async () => {
  const { clock, engine, tasks, line, reasons, puts, hub } = manifests(two());
  const [first, second] = tasks.map(engine.start) as [RunHandle, RunHandle];
  const reordered = new Promise<ReturnType<typeof reasons>[]>((resolve) => {
    const put = hub.fault;
    hub.fault = (call, sha256) => {
      if (call === "put" && hub.calls.filter((each) => each.startsWith("put")).length === 5) {
        line.reverse();
        engine.reorder();
        resolve([reasons(first), reasons(second)]);
      }
      return put(call, sha256);
    };
  });
  expect(await clock.until(reordered)).toEqual([["queue"], []]);
  await clock.until(Promise.all([first.done, second.done]));
  const sent = puts();
  expect(sent.slice(0, 5)).toEqual(texts("a", 5));
  expect(sent.slice(5, 25)).toEqual(texts("b", 20));
  expect(sent.toSorted()).toEqual([...texts("a", 20), ...texts("b", 20)].toSorted());
});

test("a pause gives the wire to the next, also in the middle of a large image, and no block is sent twice", async () => {
  const of = two();
  of.flat()[0]?.images.unshift(image("large", 20 * 2 ** 20));
  const { clock, engine, tasks, reasons, hub, station } = manifests(of);
  const [first, second] = tasks.map(engine.start) as [RunHandle, RunHandle];
  hub.fault = (call) => {
    if (call === "block") first.pause();
    return undefined;
  };
  await clock.until(second.done);
  expect(reasons(first)).toEqual(["user"]);
  hub.fault = () => undefined;
  first.resume();
  await clock.until(first.done);
  expect(station.states()).toEqual(Array(41).fill("complete"));
  const blocks = hub.calls.filter((call) => call.startsWith("block "));
  expect(new Set(blocks).size).toBe(blocks.length);
});

test("what rests until a later round lets the next go on, and has its turn again when its time comes", async () => {
  const of = two();
  const { clock, engine, tasks, reasons, hub, station } = manifests(of);
  const image = of.flat()[0]?.images[0] as FakeImage;
  hub.fault = (call, sha256) =>
    call === "put" && sha256 === image.sha256 ? new LandfallError("CONNECTION_LOST") : undefined;
  const [first, second] = tasks.map(engine.start) as [RunHandle, RunHandle];
  await clock.until(second.done);
  expect(image.record.state).toBe("waiting");
  expect(reasons(first)).toEqual([]);
  hub.fault = () => undefined;
  await clock.until(first.done);
  expect(station.states()).toEqual(Array(40).fill("complete"));
});

test("receipts need no wire: while they are waited for, the next manifest is sent", async () => {
  const { clock, engine, tasks, hub, puts } = manifests(two());
  hub.slowReceipts = true;
  let held = 0;
  const commit = hub.client.commit;
  const late = Promise.withResolvers<void>();
  // The hub holds its answer about receipts until the second manifest is on its way.
  Object.assign(hub.client, {
    commit: async (...args: Parameters<typeof commit>) => {
      if (args[0].headers && "prefer" in args[0].headers && held++ === 0) await late.promise;
      return commit(...args);
    },
  });
  hub.fault = (call) => {
    if (call === "put" && puts().some((text) => text.startsWith("b"))) late.resolve();
    return undefined;
  };
  const [first, second] = tasks.map(engine.start) as [RunHandle, RunHandle];
  await clock.until(Promise.all([first.done, second.done]));
  expect(held).toBeGreaterThan(0);
});

test("a population that is closed on the hub holds up its own runs and no others", async () => {
  const of = two();
  const { clock, engine, tasks, reasons, hub, station } = manifests(of);
  const [closedTask] = tasks as [(typeof tasks)[number]];
  const findOrCreate = hub.client.findOrCreate;
  let closed = true;
  Object.assign(hub.client, {
    findOrCreate: async (...args: Parameters<typeof findOrCreate>) => {
      const population = args[0].params.id as PopulationId;
      if (closed && population === closedTask.population) throw new LandfallError("POPULATION_CLOSED");
      return findOrCreate(...args);
    },
  });
  const [first, second] = tasks.map(engine.start) as [RunHandle, RunHandle];
  await clock.until(second.done);
  expect(station.runs.get(second.task.run)).toEqual({ state: "done" });
  expect(reasons(first)).toEqual(["auth"]);
  closed = false;
  await clock.until(first.done);
  expect(station.states()).toEqual(Array(40).fill("complete"));
});

test("a population that the key lost holds up its own runs and no others, also while it is asked what is there", async () => {
  const of = two();
  const { clock, engine, tasks, reasons, hub, station } = manifests(of);
  const [lostTask] = tasks as [(typeof tasks)[number]];
  const match = hub.client.match;
  let lost = true;
  Object.assign(hub.client, {
    match: async (...args: Parameters<typeof match>) => {
      if (lost && args[0].params.id === lostTask.population) throw new LandfallError("POPULATION_FORBIDDEN");
      return match(...args);
    },
  });
  const [first, second] = tasks.map(engine.start) as [RunHandle, RunHandle];
  await clock.until(second.done);
  expect(station.runs.get(second.task.run)).toEqual({ state: "done" });
  expect(reasons(first)).toEqual(["auth"]);
  lost = false;
  await clock.until(first.done);
  expect(station.states()).toEqual(Array(40).fill("complete"));
});

test("what a run of a closed population would bring is no reason for another population's to wait", async () => {
  // Two populations seen on the same day, at the same place, by the same photographer.
  const of = [[encounter({}, texts("a", 3))], [encounter({}, texts("b", 3))]];
  const { clock, engine, tasks, hub, station } = manifests(of);
  const [closedTask] = tasks as [(typeof tasks)[number]];
  const findOrCreate = hub.client.findOrCreate;
  Object.assign(hub.client, {
    findOrCreate: async (...args: Parameters<typeof findOrCreate>) => {
      if (args[0].params.id === closedTask.population) throw new LandfallError("POPULATION_CLOSED");
      return findOrCreate(...args);
    },
  });
  const [first, second] = tasks.map(engine.start) as [RunHandle, RunHandle];
  await clock.until(second.done);
  expect(station.runs.get(second.task.run)).toEqual({ state: "done" });
  first.cancel();
  await clock.until(first.done);
});

test("a run that is moved behind one that waits for what it claimed still brings that first", async () => {
  // The same day, place and photographer: the second must not be planned while the first brings its own.
  const of = [[encounter({}, texts("a", 20))], [encounter({}, texts("a", 20))]];
  const { clock, engine, tasks, line, hub } = manifests(of);
  const [{ population }] = tasks as [(typeof tasks)[number]];
  const [first, second] = tasks.map((task) => engine.start({ ...task, population })) as [RunHandle, RunHandle];
  await new Promise<void>((resolve) => {
    hub.fault = (call) => {
      if (call === "put") resolve();
      return undefined;
    };
  });
  line.reverse();
  engine.reorder();
  await clock.until(Promise.all([first.done, second.done]));
  expect(hub.encounters.size).toBe(1);
  expect(hub.calls.filter((call) => call.startsWith("put"))).toHaveLength(20);
  expect(of.flat().flatMap(({ images }) => images.map(({ record }) => record.state))).toEqual(
    Array(40).fill("complete"),
  );
});

test("why a run waits keeps its error until only people and turns are left as reasons", () => {
  const error = { code: "HUB_OFFLINE", detail: null } as const;
  const offline = stepRun({ state: "running" }, { type: "paused", reason: "offline", error });
  const both = stepRun(offline, { type: "paused", reason: "queue", error: null });
  expect(both).toEqual({ state: "paused", reasons: ["offline", "queue"], error });
  expect(stepRun(both, { type: "resumed", reason: "offline" })).toEqual({
    state: "paused",
    reasons: ["queue"],
    error: null,
  });
});
