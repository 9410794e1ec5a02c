/** What a run says of why it waits, while that changes. */
import { type ErrorCode, LandfallError } from "@landfall/protocol";
import { expect, test } from "vitest";
import { createEngine } from "../src/index.ts";
import { fakeClock } from "./fakes/clock.ts";
import { fakeHub } from "./fakes/hub.ts";
import { encounter, withTransfers } from "./fakes/photographs.ts";
import { season } from "./fakes/season.ts";

/** A run, and what is noted of it once the hub has answered with this for a while. */
function setUp() {
  const clock = fakeClock();
  const hub = fakeHub();
  const station = season(clock, hub, [encounter({}, ["a"])]);
  const engine = createEngine(station.ports, { settings: withTransfers(1), onStatus: () => {} });
  const task = station.task();
  const handle = engine.start(task);
  const become = async (code: ErrorCode | undefined) => {
    hub.fault = () => (code === undefined ? undefined : new LandfallError(code));
    await clock.advance(150_000);
    return station.runs.get(task.run);
  };
  return { clock, handle, become };
}

const waits = (reasons: readonly string[], code: ErrorCode) => ({
  state: "paused",
  reasons,
  error: expect.objectContaining({ code }),
});

test("a population that is closed is still why, after the way to the hub was away for a while", async () => {
  const { clock, handle, become } = setUp();
  expect(await become("POPULATION_CLOSED")).toEqual(waits(["auth"], "POPULATION_CLOSED"));
  // What only a person can mend comes first, also while there is no way to the hub.
  expect(await become("HUB_OFFLINE")).toEqual(waits(["auth", "offline"], "POPULATION_CLOSED"));
  expect(await become("POPULATION_CLOSED")).toEqual(waits(["auth"], "POPULATION_CLOSED"));
  expect(await become(undefined)).toEqual({ state: "done" });
  await clock.until(handle.done);
});

test("a hub that is not able to answer is said to be there as soon as nobody else answers in its place", async () => {
  const { become } = setUp();
  expect(await become("NOT_THE_HUB")).toEqual(waits(["unavailable"], "NOT_THE_HUB"));
  expect(await become("HUB_UNAVAILABLE")).toEqual(waits(["unavailable"], "HUB_UNAVAILABLE"));
  expect(await become("NOT_THE_HUB")).toEqual(waits(["unavailable"], "NOT_THE_HUB"));
  expect(await become(undefined)).toEqual({ state: "done" });
});
