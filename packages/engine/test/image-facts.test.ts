import { LandfallError, noFacts } from "@landfall/protocol";
import { expect, test } from "vitest";
import { createEngine } from "../src/index.ts";
import { fakeClock } from "./fakes/clock.ts";
import { fakeHub } from "./fakes/hub.ts";
import { encounter, type FakeImage, withTransfers } from "./fakes/photographs.ts";
import { season } from "./fakes/season.ts";

/** Two photographs: a side is said of the first. */
function setUp(hub = fakeHub()) {
  const one = encounter({}, ["a", "b"]);
  const [a, b] = one.images as [FakeImage, FakeImage];
  a.facts = { ...noFacts, side: "left" };
  const clock = fakeClock();
  const station = season(clock, hub, [one]);
  const engine = createEngine(station.ports, { settings: withTransfers(2), onStatus: () => {} });
  const sync = async () => {
    hub.calls.length = 0;
    const handle = engine.start(station.task());
    await clock.until(handle.done);
    return station.runs.get(handle.task.run);
  };
  const said = () => [a, b].map(({ sha256 }) => hub.facts.get(sha256));
  return { hub, one, a, b, sync, said };
}

test("what is said of an image goes with it, and what is said later alone", async () => {
  const { hub, a, b, sync, said } = setUp();
  await sync();
  expect(said()).toEqual([{ ...noFacts, side: "left" }, noFacts]);
  a.facts = { ...a.facts, side: null, quality: 3 };
  b.facts = { ...b.facts, people: true };
  expect(await sync()).toEqual({ state: "done" });
  expect(said()).toEqual([
    { ...noFacts, quality: 3 },
    { ...noFacts, people: true },
  ]);
  expect(hub.calls).toEqual(["match", "known", "describeImages"]);
  await sync();
  expect(hub.calls).toEqual(["match", "known"]);
});

test("what another station has said since of the same image stays, where this one has not", async () => {
  const { hub, a, sync, said } = setUp();
  await sync();
  hub.facts.set(a.sha256, { side: "left", quality: 4, people: false });
  a.facts = { ...a.facts, people: true };
  await sync();
  expect(said()[0]).toEqual({ side: "left", quality: 4, people: true });
});

test("told again where the answer was lost, it is the same", async () => {
  const { hub, a, sync, said } = setUp();
  await sync();
  a.facts = { ...a.facts, quality: 1 };
  let lost = 1;
  hub.lostReply = (call) =>
    call === "describeImages" && lost-- > 0 ? new LandfallError("HUB_UNAVAILABLE") : undefined;
  expect(await sync()).toEqual({ state: "done" });
  expect(said()[0]).toMatchObject({ quality: 1 });
  expect(hub.calls.filter((call) => call === "describeImages")).toHaveLength(2);
});

test("a hub that keeps none of it is told nothing, and nothing stays due", async () => {
  const hub = fakeHub();
  hub.keepsFacts = false;
  const { a, sync } = setUp(hub);
  await sync();
  a.facts = { ...a.facts, people: true };
  expect(await sync()).toEqual({ state: "done" });
  expect(hub.calls).toEqual(["match", "known"]);
  expect(a.told).toEqual(a.facts);
});
