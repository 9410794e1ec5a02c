import { LandfallError } from "@landfall/protocol";
import { expect, test } from "vitest";
import { createEngine } from "../src/index.ts";
import { fakeClock } from "./fakes/clock.ts";
import { fakeHub } from "./fakes/hub.ts";
import { encounter, withTransfers } from "./fakes/photographs.ts";
import { season } from "./fakes/season.ts";

async function syncWith(photographers: readonly string[], hub = fakeHub()) {
  const clock = fakeClock();
  const station = season(clock, hub, [encounter({}, ["a0", "a1"])]);
  for (const name of photographers) station.photographers.add(name);
  const engine = createEngine(station.ports, { settings: withTransfers(2), onStatus: () => {} });
  const handle = engine.start(station.task());
  await clock.until(handle.done);
  return { station, calls: hub.calls, end: station.runs.get(handle.task.run) };
}

test("photographers are on the hub before an encounter names them; one that fails keeps nothing waiting", async () => {
  const { station, calls, end } = await syncWith(["Bill Wood", "?"]);
  expect(end).toEqual({ state: "done" });
  expect(calls.indexOf("resolvePhotographers")).toBeLessThan(calls.indexOf("findOrCreate"));
  expect(calls.filter((call) => call === "resolvePhotographers")).toHaveLength(1);
  expect([...station.photographers]).toEqual([]);
  expect(station.states()).toEqual(["complete", "complete"]);
});

test("names go a thousand at a time, and nothing is asked where there is nothing to tell", async () => {
  const names = Array.from({ length: 1001 }, (_, at) => `Person ${at}`);
  const asked = async (of: readonly string[]) =>
    (await syncWith(of)).calls.filter((call) => call === "resolvePhotographers").length;
  expect(await asked(names)).toBe(2);
  expect(await asked([])).toBe(0);
});

test("a hub that has no place for people takes the encounters all the same", async () => {
  const hub = fakeHub();
  hub.fault = (call) => (call === "resolvePhotographers" ? new LandfallError("NOT_FOUND") : undefined);
  const { station, end } = await syncWith(["Bill Wood"], hub);
  expect(end).toEqual({ state: "done" });
  expect([...station.photographers]).toEqual(["Bill Wood"]);
  expect(station.states()).toEqual(["complete", "complete"]);
});

test("a reply that is lost is asked for again", async () => {
  const hub = fakeHub();
  let lost = 0;
  hub.lostReply = (call) =>
    call === "resolvePhotographers" && lost++ === 0 ? new LandfallError("HUB_UNAVAILABLE") : undefined;
  const { station, end } = await syncWith(["Bill Wood"], hub);
  expect(end).toEqual({ state: "done" });
  expect([...station.photographers]).toEqual([]);
});
