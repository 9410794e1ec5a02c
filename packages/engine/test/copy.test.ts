import { LandfallError } from "@landfall/protocol";
import { expect, test } from "vitest";
import { createEngine } from "../src/index.ts";
import { fakeClock } from "./fakes/clock.ts";
import { fakeHub } from "./fakes/hub.ts";
import { encounter, type FakeImage, farImage, image, withTransfers } from "./fakes/photographs.ts";
import { season } from "./fakes/season.ts";

function setUp(images: FakeImage[], hub = fakeHub()) {
  const clock = fakeClock();
  const one = { ...encounter({}, []), images };
  const station = season(clock, hub, [one]);
  const engine = createEngine(station.ports, { settings: withTransfers(2), onStatus: () => {} });
  const sync = async (kind: "sync" | "retry" = "sync") => {
    const handle = engine.start(station.task(kind));
    await clock.until(handle.done);
  };
  return {
    hub,
    station,
    engine,
    sync,
    images,
    count: (call: string) => hub.calls.filter((each) => each === call).length,
  };
}

const states = (images: readonly FakeImage[]) => images.map(({ record }) => record.state);
const troubles = (images: readonly FakeImage[]) =>
  images.map(({ record }) => ("trouble" in record ? record.trouble.code : null));

test("what lies in a container is copied by the hub, and what lies on a disk is sent", async () => {
  const { hub, station, sync, images, count } = setUp([farImage("a"), image("b"), farImage("c")]);
  await sync();
  expect(states(images)).toEqual(["complete", "complete", "complete"]);
  expect(count("copy")).toBe(2);
  expect(hub.calls.filter((call) => call.startsWith("put"))).toEqual([`put ${images[1]?.sha256}`]);
  expect(station.marks.bytesSent).toBe(1);
});

test("the plan tells them apart", async () => {
  const { engine, station } = setUp([farImage("a"), image("b"), farImage("c")]);
  expect(await engine.plan(station.task())).toMatchObject({ upload: 1, copy: 2, alreadyThere: 0, bytes: 1 });
});

test("a long copy is asked for until it is done, under one link", async () => {
  const { hub, sync, images, count } = setUp([farImage("a")]);
  hub.slowCopies = 3;
  await sync();
  expect(states(images)).toEqual(["complete"]);
  expect([count("copy"), count("link a.jpg")]).toEqual([4, 1]);
});

test("a copy that fails is tried again three times, then in rounds; the hub is not taken for gone", async () => {
  const { hub, station, sync, images, count } = setUp([farImage("a")]);
  let failures = 5;
  hub.fault = (call) => (call === "copy" && failures-- > 0 ? new LandfallError("COPY_FAILED") : undefined);
  await sync();
  expect(count("copy")).toBe(6);
  expect(states(images)).toEqual(["complete"]);
  expect(station.history.some(({ state }) => state === "paused")).toBe(false);
});

test("a reply that was lost after the hub copied costs no second copy", async () => {
  const { hub, sync, images } = setUp([farImage("a")]);
  let lost = 1;
  hub.lostReply = (call) => (call === "copy" && lost-- > 0 ? new LandfallError("CONNECTION_LOST") : undefined);
  await sync();
  expect(states(images)).toEqual(["complete"]);
  expect(hub.blobs.size).toBe(1);
});

test("a link that was refused is made anew once; refused again it is an error that waits for a person", async () => {
  const { hub, sync, images, count } = setUp([farImage("a"), image("b")]);
  let refusals = 1;
  hub.fault = (call) => (call === "copy" && refusals-- > 0 ? new LandfallError("SOURCE_REFUSED") : undefined);
  await sync();
  expect(states(images)).toEqual(["complete", "complete"]);
  expect(count("link a.jpg")).toBe(2);

  const other = setUp([farImage("a"), image("b")]);
  other.hub.fault = (call) => (call === "copy" ? new LandfallError("SOURCE_REFUSED") : undefined);
  await other.sync();
  expect(states(other.images)).toEqual(["failed", "complete"]);
  expect(other.count("link a.jpg")).toBe(2);
});

test.each([
  ["SOURCE_CHANGED", "changed"],
  ["SOURCE_MISSING", "missing"],
  ["SOURCE_NOT_ALLOWED", "failed"],
] as const)("%s leaves the image %s, and its neighbour goes on", async (code, state) => {
  const { hub, sync, images, count } = setUp([farImage("a"), image("b")]);
  hub.fault = (call) => (call === "copy" ? new LandfallError(code) : undefined);
  await sync();
  expect(states(images)).toEqual([state, "complete"]);
  expect(troubles(images)).toEqual([code, null]);
  expect(count("copy")).toBe(1);
});
