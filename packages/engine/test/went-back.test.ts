import { LandfallError } from "@landfall/protocol";
import { expect, test } from "vitest";
import { createEngine } from "../src/index.ts";
import { fakeClock } from "./fakes/clock.ts";
import { fakeHub } from "./fakes/hub.ts";
import { encounter, withTransfers } from "./fakes/photographs.ts";
import { season } from "./fakes/season.ts";

/** A sync at whose so-manyth call it is found that the hub was put back. Undefined where there are not so many. */
async function syncFoundAt(call: number) {
  const [clock, hub] = [fakeClock(), fakeHub()];
  const station = season(clock, hub, [encounter({}, ["a0", "a1"]), encounter({ locality: "Active Pass" }, ["b0"])]);
  station.photographers.add("Ann");
  let left = call;
  hub.fault = (name) => {
    if (name.startsWith("put") || left-- !== 0) return undefined;
    station.back.ms = clock.now();
    return new LandfallError("HUB_WENT_BACK");
  };
  const engine = createEngine(station.ports, { settings: withTransfers(2), onStatus: () => {} });
  const handle = engine.start(station.task("sync"));
  await clock.until(handle.done);
  return left >= 0 ? undefined : { hub, station, run: station.runs.get(handle.task.run) };
}

test("at whichever call it is found that the hub was put back, all is planned anew and delivered once", async () => {
  const usual = ["match", "known"];
  for (let call = 0; ; call++) {
    const found = await syncFoundAt(call);
    if (!found) {
      expect(call).toBeGreaterThan(8);
      return;
    }
    const { hub, station, run } = found;
    expect(run).toEqual({ state: "done" });
    expect(station.states()).toEqual(Array(3).fill("complete"));
    expect(hub.encounters.size).toBe(2);
    expect(hub.calls.filter((one) => one.startsWith("put"))).toHaveLength(3);
    // What was told before it was found is looked at again.
    for (const one of usual) expect(hub.calls.filter((name) => name === one).length).toBeGreaterThan(1);
  }
});
