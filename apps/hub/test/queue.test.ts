import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { jobsTable } from "../src/queue/jobs-table.ts";
import type { Queue } from "../src/queue/port.ts";
import { openStore, type Store } from "../src/store/open.ts";
import { inTransaction } from "../src/store/transaction.ts";
import { storeMakers } from "./support/stores.ts";

const leaseMs = 30_000;

describe.each(storeMakers)("the queue on $name", (maker) => {
  let store: Store;
  let other: Store;
  let clock: number;
  let queue: Queue;
  let otherQueue: Queue;

  beforeAll(async () => {
    await maker.start();
    const place = await maker.place();
    store = await openStore(place);
    other = await openStore(place);
    queue = jobsTable(store, () => clock);
    otherQueue = jobsTable(other, () => clock);
  });
  beforeEach(async () => {
    clock = 1_000_000;
    await store.db.deleteFrom("job").execute();
  });
  afterAll(async () => {
    await store?.close();
    await other?.close();
    await maker.stop();
  });
  const enqueue = (kind: "verify" | "variants", ...subjects: string[]) =>
    inTransaction(store.db, (tx) => queue.enqueue(tx, kind, subjects));
  const complete = (job: Parameters<Queue["complete"]>[1]) => inTransaction(store.db, (tx) => queue.complete(tx, job));

  it("hands out verification before variants, and each in the order it came", async () => {
    await enqueue("variants", "a");
    await enqueue("verify", "b", "c");
    const order = [];
    for (let job = await queue.lease(leaseMs); job; job = await queue.lease(leaseMs)) order.push(job.subject);
    expect(order).toEqual(["b", "c", "a"]);
  });

  it("holds the same work once", async () => {
    await enqueue("verify", "a", "a");
    await enqueue("verify", "a");
    expect(await queue.lease(leaseMs)).toMatchObject({ subject: "a", attempts: 1 });
    expect(await queue.lease(leaseMs)).toBeUndefined();
  });

  it("forgets work whose transaction did not commit", async () => {
    const failed = inTransaction(store.db, async (tx) => {
      await queue.enqueue(tx, "verify", ["a"]);
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    expect(await queue.lease(leaseMs)).toBeUndefined();
  });

  it("hands no job to two workers, in one process or in two", async () => {
    const subjects = Array.from({ length: 30 }, () => randomUUID());
    await enqueue("verify", ...subjects);
    const worker = async (of: Queue): Promise<string[]> => {
      const taken = [];
      for (let job = await of.lease(leaseMs); job; job = await of.lease(leaseMs)) taken.push(job.subject);
      return taken;
    };
    const taken = (await Promise.all([worker(queue), worker(otherQueue), worker(queue), worker(otherQueue)])).flat();
    expect(taken.sort()).toEqual([...subjects].sort());
  });

  it("brings a job back when the lease of its worker ends, and then the first worker's result counts for nothing", async () => {
    await enqueue("verify", "a");
    const first = await queue.lease(leaseMs);
    clock += leaseMs - 1;
    expect(await otherQueue.lease(leaseMs)).toBeUndefined();
    clock += 1;
    const second = await otherQueue.lease(leaseMs);
    expect(second).toMatchObject({ subject: "a", attempts: 2 });
    if (!first || !second) throw new Error("not leased");
    expect(await queue.renew(first, leaseMs)).toBe(false);
    expect(await complete(first)).toBe(false);
    expect(await complete(second)).toBe(true);
    expect(await queue.lease(leaseMs)).toBeUndefined();
  });

  it("keeps a job with a worker that renews its lease", async () => {
    await enqueue("verify", "a");
    const job = await queue.lease(leaseMs);
    if (!job) throw new Error("not leased");
    clock += leaseMs - 1;
    expect(await queue.renew(job, leaseMs)).toBe(true);
    clock += leaseMs - 1;
    expect(await otherQueue.lease(leaseMs)).toBeUndefined();
  });

  it("tries a postponed job again after its time, and lets others go first", async () => {
    await enqueue("verify", "a", "b");
    const job = await queue.lease(leaseMs);
    if (!job) throw new Error("not leased");
    await queue.postpone(job, "ECONNREFUSED", 5_000);
    expect(await queue.lease(leaseMs)).toMatchObject({ subject: "b" });
    expect(await queue.lease(leaseMs)).toBeUndefined();
    clock += 5_000;
    expect(await queue.lease(leaseMs)).toMatchObject({ subject: "a", attempts: 2 });
  });

  it("frees every job at once when the only worker there was is known to be gone", async () => {
    await enqueue("verify", "a", "b");
    await queue.lease(leaseMs);
    const job = await queue.lease(leaseMs);
    if (!job) throw new Error("not leased");
    await queue.postpone(job, "trouble", 60_000);
    await queue.releaseAll();
    expect(await queue.lease(leaseMs)).toMatchObject({ subject: "a" });
    expect(await queue.lease(leaseMs)).toMatchObject({ subject: "b" });
  });
});
