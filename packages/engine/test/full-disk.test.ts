/** The station's own disk is full while a run is at work. In SQLite itself: test/disk-faults.test.ts. */
import { LandfallError } from "@landfall/protocol";
import { expect, test } from "vitest";
import { type Budget, createEngine, type Ledger } from "../src/index.ts";
import { fakeClock } from "./fakes/clock.ts";
import { fakeHub } from "./fakes/hub.ts";
import { encounter, withTransfers } from "./fakes/photographs.ts";
import { season } from "./fakes/season.ts";

const writing = ["applyImages", "applyRun", "acknowledgeBlock", "bind", "corrected", "opening", "spend"] as const;

const texts = (count: number) => Array.from({ length: count }, (_, at) => `a${at}`);

/** Images of two or three bytes. `disk.isFull` makes the ledger refuse what this says. @param bodyMs each on the wire */
function setUp({ images, budget = null, bodyMs = 1_000 }: { images: number; budget?: Budget | null; bodyMs?: number }) {
  const clock = fakeClock();
  const hub = fakeHub();
  const station = season(clock, hub, [encounter({}, texts(images))]);
  station.limits.budget = budget;
  const disk = { isFull: (_method: string, _args: readonly unknown[]): boolean => false };
  const { ledger } = station.ports;
  const refusing = writing.map((name) => [
    name,
    (...args: unknown[]) => {
      if (disk.isFull(name, args)) throw new LandfallError("DISK_FULL");
      return (ledger[name] as (...args: unknown[]) => unknown)(...args);
    },
  ]);
  const putBlob: typeof hub.putBlob = async (target, body, options) => {
    await clock.sleep(bodyMs, options.signal);
    await hub.putBlob(target, body, options);
    options.onSent(body.bytes);
  };
  const ports = { ...station.ports, putBlob, ledger: { ...ledger, ...Object.fromEntries(refusing) } as Ledger };
  const engine = createEngine(ports, { settings: withTransfers(1), onStatus: () => {} });
  const task = station.task();
  return { clock, hub, station, disk, engine, task, run: () => station.runs.get(task.run) };
}

const limits = (more: Partial<Budget>): Budget => ({ bytes: null, ms: null, spentBytes: 0, spentMs: 0, ...more });

test("what a run spent while the disk was full is counted when there is room, and nothing is sent again for it", async () => {
  const { clock, hub, station, disk, engine, task } = setUp({
    images: 30,
    budget: limits({ bytes: 1e6, ms: 3_600_000 }),
  });
  const handle = engine.start(task);
  await clock.advance(8_000);
  disk.isFull = () => true;
  await clock.advance(7_000);
  disk.isFull = () => false;
  await clock.until(handle.done);
  expect(station.states()).toEqual(Array(30).fill("complete"));
  expect(hub.calls.filter((call) => call.startsWith("put "))).toHaveLength(30);
  const sent = texts(30).reduce((sum, text) => sum + text.length, 0);
  expect(station.limits.budget?.spentBytes).toBe(sent);
  expect(station.marks.bytesSent).toBe(sent);
});

test("the time that passed while the disk was full counts as any other", async () => {
  const spentMs = async (fullForMs: number) => {
    const { clock, station, disk, engine, task } = setUp({
      images: 3,
      budget: limits({ ms: 3_600_000 }),
      bodyMs: 30_000,
    });
    const handle = engine.start(task);
    await clock.advance(8_000);
    // No image arrives within this time: only the time is to be noted.
    disk.isFull = () => fullForMs > 0;
    await clock.advance(fullForMs);
    disk.isFull = () => false;
    await clock.until(handle.done);
    return station.limits.budget?.spentMs ?? 0;
  };
  const plain = await spentMs(0);
  expect(plain).toBeGreaterThan(60_000);
  expect(await spentMs(10_000)).toBe(plain);
});

test("a run whose end could not be written is over as soon as there is room", async () => {
  const { clock, disk, engine, task, run } = setUp({ images: 3 });
  let refused = 0;
  disk.isFull = (method, [, event]) =>
    method === "applyRun" && (event as { type: string }).type === "finished" && refused++ < 3;
  const handle = engine.start(task);
  await clock.until(handle.done);
  expect(refused).toBeGreaterThan(3);
  expect(run()).toEqual({ state: "done" });
});

test("a cancel that cannot be written is refused, and the run goes on when there is room", async () => {
  const { clock, disk, engine, task, run, station } = setUp({ images: 20 });
  const handle = engine.start(task);
  await clock.advance(5_000);
  disk.isFull = () => true;
  expect(() => handle.cancel()).toThrow(expect.objectContaining({ code: "DISK_FULL" }));
  disk.isFull = () => false;
  await clock.until(handle.done);
  expect(run()).toEqual({ state: "done" });
  expect(station.states()).toEqual(Array(20).fill("complete"));
});
