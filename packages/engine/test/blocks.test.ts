import { LandfallError } from "@landfall/protocol";
import { expect, test } from "vitest";
import { blockBytesFor, createEngine, stepImage, transferKind } from "../src/index.ts";
import { fakeClock } from "./fakes/clock.ts";
import { fakeHub } from "./fakes/hub.ts";
import { encounter, image, withTransfers } from "./fakes/photographs.ts";
import { season } from "./fakes/season.ts";

const mebibyte = 2 ** 20;

/** A 40 MiB photograph: ten blocks of 4 MiB while the link is not known. */
function setUp(hub = fakeHub(), one = encounter({}, [])) {
  if (one.images.length === 0) one.images.push(image("raw", 40 * mebibyte));
  const clock = fakeClock();
  const station = season(clock, hub, [one]);
  const engine = createEngine(station.ports, { settings: withTransfers(2), onStatus: () => {} });
  return { clock, hub, one, station, engine, run: () => engine.start(station.task()) };
}
const blocksPut = (calls: readonly string[]) => calls.filter((call) => call.startsWith("block "));

test("a large image goes in blocks, each once, and becomes one blob", async () => {
  const { clock, hub, station, run } = setUp();
  await clock.until(run().done);
  expect(station.states()).toEqual(["complete"]);
  expect(blocksPut(hub.calls)).toHaveLength(10);
  expect(hub.calls.filter((call) => call === "blocklist")).toHaveLength(1);
  expect(station.marks.bytesSent).toBe(40 * mebibyte);
});

test("a link that breaks at every second block still delivers it, and sends no acknowledged block again", async () => {
  const { clock, hub, station, run } = setUp();
  let calls = 0;
  hub.fault = (call) => (call === "block" && ++calls % 2 === 0 ? new LandfallError("CONNECTION_LOST") : undefined);
  await clock.until(run().done);
  expect(station.states()).toEqual(["complete"]);
  const [acknowledged] = [...hub.staged.values()];
  expect(new Set(acknowledged).size).toBe(10);
  expect(acknowledged).toHaveLength(10);
  // It never had to wait for a round: what progresses has its retries anew.
  expect(station.ports.clock.now() - Date.UTC(2024, 6, 15)).toBeLessThan(120_000);
});

test("a station that is stopped goes on at the next block on another day", async () => {
  const hub = fakeHub();
  const first = setUp(hub);
  hub.fault = (call) => {
    if (call === "block" && blocksPut(hub.calls).length === 5) void first.engine.stop(0);
    return undefined;
  };
  await first.run().done;
  hub.fault = () => undefined;
  const before = new Set(hub.staged.values().next().value);
  expect(before.size).toBeGreaterThan(2);
  const again = season(fakeClock(Date.UTC(2024, 6, 16)), hub, [first.one]);
  Object.assign(again.ports, { ledger: first.station.ports.ledger });
  const engine = createEngine(again.ports, { settings: withTransfers(2), onStatus: () => {} });
  hub.calls.length = 0;
  await (again.ports.clock as ReturnType<typeof fakeClock>).until(engine.start(again.task()).done);
  expect(first.station.states()).toEqual(["complete"]);
  expect(blocksPut(hub.calls).length).toBeLessThanOrEqual(10 - before.size + 1);
});

test("a link that expires in the middle is renewed as often as it takes, while something arrives in between", async () => {
  const { clock, hub, station, run } = setUp();
  let calls = 0;
  hub.fault = (call) => (call === "block" && ++calls % 3 === 0 ? new LandfallError("SAS_REFUSED") : undefined);
  await clock.until(run().done);
  expect(station.states()).toEqual(["complete"]);
  expect([...hub.staged.values()][0]).toHaveLength(10);
});

test("a link that is refused again before anything arrived is an error", async () => {
  const { clock, hub, station, run } = setUp();
  hub.fault = (call) => (call === "block" ? new LandfallError("SAS_REFUSED") : undefined);
  await clock.until(run().done);
  expect(station.states()).toEqual(["failed"]);
  expect(blocksPut(hub.calls)).toHaveLength(2);
});

test("blocks that the store has dropped are sent again", async () => {
  const { clock, hub, station, run } = setUp();
  let dropped = false;
  hub.fault = (call) => {
    if (call === "blocklist" && !dropped) {
      dropped = true;
      hub.staged.clear();
    }
    return undefined;
  };
  await clock.until(run().done);
  expect(station.states()).toEqual(["complete"]);
  // The link is known to be fast by now, so the second time they are blocks of 8 MiB.
  expect(blocksPut(hub.calls)).toHaveLength(10 + 5);
});

test("blocks that were read from a file that had changed are sent again once the approved one is back", async () => {
  const { clock, hub, one, station, engine } = setUp();
  const { readSource } = station.ports;
  let isChanged = true;
  const prove = async () => {
    if (isChanged) throw new LandfallError("FILE_CHANGED", { detail: "raw" });
  };
  const ports = {
    ...station.ports,
    readSource: async (...of: Parameters<typeof readSource>) => ({ ...(await readSource(...of)), prove }),
  };
  const first = createEngine(ports, { settings: withTransfers(2), onStatus: () => {} });
  await clock.until(first.start(station.task()).done);
  expect(station.states()).toEqual(["changed"]);
  expect(hub.calls).not.toContain("blocklist");
  const sent = blocksPut(hub.calls).length;

  isChanged = false;
  for (const each of one.images) each.record = stepImage(each.record, { type: "retried" });
  await clock.until(engine.start(station.task("retry")).done);
  expect(station.states()).toEqual(["complete"]);
  expect(blocksPut(hub.calls)).toHaveLength(2 * sent);
});

test("a block lasts about a quarter of a minute, from 256 KiB to 8 MiB", () => {
  expect(blockBytesFor(null)).toBe(4 * mebibyte);
  expect(blockBytesFor(1)).toBe(mebibyte / 4);
  expect(blockBytesFor(100_000)).toBe(mebibyte);
  expect(blockBytesFor(100_000_000)).toBe(8 * mebibyte);
});

test("one PUT where it is quick, blocks where the image is large or the link slow", () => {
  expect(transferKind(2_000_000, null)).toBe("single");
  expect(transferKind(2_000_000, 1_000_000)).toBe("single");
  expect(transferKind(2_000_000, 30_000)).toBe("blocks");
  expect(transferKind(200_000, 1_000)).toBe("single");
  expect(transferKind(60_000_000, 10_000_000)).toBe("blocks");
});
