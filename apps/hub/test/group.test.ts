import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { openCalm } from "../src/worker/calm.ts";
import { inGroups } from "../src/worker/group.ts";

describe("results of jobs", () => {
  it("that end within a moment are written together", async () => {
    const written: (readonly number[])[] = [];
    const end = inGroups<number>(async (items) => void written.push(items));
    await Promise.all([end(1), end(2), end(3)]);
    await end(4);
    expect(written).toEqual([[1, 2, 3], [4]]);
  });

  it("are written one by one where one of them cannot be, and only that one is refused", async () => {
    const written: number[] = [];
    const end = inGroups<number>(async (items) => {
      if (items.includes(2)) throw new Error("not this one");
      written.push(...items);
    });
    const ended = await Promise.allSettled([end(1), end(2), end(3)]);
    expect(ended.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(written.sort()).toEqual([1, 3]);
  });
});

describe("work in the background", () => {
  const never = new AbortController().signal;

  it("begins at once while nobody sends", async () => {
    await openCalm({ calmMs: 60_000 }).come(never);
  });

  it("waits while stations send, but never for longer than its patience, and then goes on until all is done", async () => {
    const calm = openCalm({ calmMs: 60_000, patienceMs: 30 });
    calm.disturb();
    await calm.come(never);
    calm.disturb();
    await calm.come(never);
    calm.rest();
    calm.disturb();
    const waits = await Promise.race([calm.come(never).then(() => "began"), delay(1, "waits")]);
    expect(waits).toBe("waits");
  });

  it("has its own patience, also where another has found everything done meanwhile", async () => {
    const calm = openCalm({ calmMs: 60_000, patienceMs: 30 });
    calm.disturb();
    const come = calm.come(never);
    calm.rest();
    await come;
  });

  it("waits for nothing when the hub stops", async () => {
    const stopping = new AbortController();
    const calm = openCalm({ calmMs: 60_000, patienceMs: 60_000 });
    calm.disturb();
    const come = calm.come(stopping.signal);
    stopping.abort();
    await come;
  });
});
