import { expect, test } from "vitest";
import { createGatherer } from "../src/flow/gatherer.ts";
import { fakeClock } from "./fakes/clock.ts";

function setUp(write: (items: readonly string[]) => Promise<void>) {
  const clock = fakeClock();
  return { clock, gatherer: createGatherer<string>({ write, patience: (over) => clock.sleep(50, over) }) };
}

test("what comes within a moment is written at once, and each learns of it", async () => {
  const written: (readonly string[])[] = [];
  const { clock, gatherer } = setUp(async (items) => void written.push(items));
  const first = Promise.all([gatherer.add("a"), gatherer.add("b")]);
  await clock.advance(49);
  expect(written).toEqual([]);
  await clock.advance(1);
  await first;
  const third = gatherer.add("c");
  gatherer.flush();
  await third;
  await clock.advance(1_000);
  expect(written).toEqual([["a", "b"], ["c"]]);
});

test("what is refused is refused to its own batch alone", async () => {
  const full = new Error("the disk is full");
  const { gatherer } = setUp(async ([item]) => {
    if (item === "a") throw full;
  });
  const refused = expect(gatherer.add("a")).rejects.toBe(full);
  gatherer.flush();
  const taken = gatherer.add("b");
  gatherer.flush();
  await Promise.all([refused, taken]);
});
