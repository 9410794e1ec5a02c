import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openNotices } from "../src/delivery/notices.ts";
import { openLog } from "../src/log.ts";
import { jobsTable } from "../src/queue/jobs-table.ts";
import type { JobKind, Queue } from "../src/queue/port.ts";
import { openStore, type Store } from "../src/store/open.ts";
import { inTransaction } from "../src/store/transaction.ts";
import { draw } from "../src/worker/draw.ts";
import { DrawingDiedError, openEasels } from "../src/worker/easels.ts";
import { type JobHandler, startWorker, type Worker } from "../src/worker/worker.ts";

const log = openLog("silent");

describe("the worker", () => {
  let folder: string;
  let store: Store;
  let queue: Queue;
  let worker: Worker | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "hub-worker-"));
    store = await openStore({ file: path.join(folder, "hub.sqlite") });
    queue = jobsTable(store);
  });
  afterEach(async () => {
    await worker?.stop();
    await store.db.deleteFrom("job").execute();
  });
  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const enqueueAs = (kind: JobKind, subjects: readonly string[]) =>
    inTransaction(store.db, (tx) => queue.enqueue(tx, kind, subjects));
  const enqueue = (...subjects: string[]) => enqueueAs("verify", subjects);
  const start = (verify: JobHandler, leaseMs = 30_000) => {
    worker = startWorker({ queue, log, leaseMs, pollMs: 20, handlers: { verify, variants: verify, check: verify } });
    return worker;
  };
  const complete: JobHandler = async (job) => void (await inTransaction(store.db, (tx) => queue.complete(tx, job)));
  const jobsLeft = async () => (await store.db.selectFrom("job").select("subject").execute()).length;

  it("does what it is woken for, two drawings at a time and no more", async () => {
    let atWork = 0;
    let most = 0;
    const { wake } = start(async (job, signal) => {
      most = Math.max(most, ++atWork);
      await new Promise(setImmediate);
      atWork--;
      await complete(job, signal);
    });
    await enqueueAs("variants", ["a", "b", "c", "d", "e"]);
    wake();
    await expect.poll(jobsLeft).toBe(0);
    expect(most).toBe(2);
  });

  it("tries a job again after trouble that passes", async () => {
    let tries = 0;
    await enqueue("a");
    start(async (job, signal) => {
      if (++tries === 1) throw Object.assign(new Error("the store is away"), { code: "ECONNREFUSED" });
      await complete(job, signal);
    });
    await expect.poll(jobsLeft).toBe(0);
    expect(tries).toBe(2);
  });

  it("keeps a job that takes longer than a lease, by renewing it", async () => {
    let tries = 0;
    await enqueue("a");
    start(async (job, signal) => {
      tries++;
      await setTimeout(4_000);
      await complete(job, signal);
    }, 1_500);
    await expect.poll(jobsLeft).toBe(0);
    expect(tries).toBe(1);
  });

  it("aborts the job in hand when it is stopped, and leaves it for the next worker at once", async () => {
    await enqueue("a");
    let begun = () => {};
    const atWork = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const first = start(async (_, signal) => {
      begun();
      await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    });
    await atWork;
    await first.stop();
    expect(await queue.lease(1_000)).toMatchObject({ subject: "a", attempts: 2 });
  });
});

describe("notices", () => {
  it("wake those who wait, and end all waiting when closed", async () => {
    const notices = openNotices();
    const { signal } = new AbortController();
    const waiting = notices.next(60_000, signal);
    notices.announce();
    await waiting;
    const others = Promise.all([notices.next(60_000, signal), notices.next(60_000, signal)]);
    notices.close();
    await others;
    await notices.next(60_000, signal);
    expect(notices.isClosed()).toBe(true);
  });

  it("let go of a caller that hangs up", async () => {
    const controller = new AbortController();
    const waiting = openNotices().next(60_000, controller.signal);
    controller.abort();
    await waiting;
  });
});

/** A square PNG of one bit per pixel: many pixels in few bytes. */
function blackPng(edge: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(edge, 0);
  header.writeUInt32BE(edge, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(edge * (1 + Math.ceil(edge / 8))));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

describe("drawing", () => {
  const { signal } = new AbortController();
  const png = (background: string, channels: 3 | 4 = 3) =>
    sharp({ create: { width: 40, height: 30, channels, background } })
      .png()
      .toBuffer();

  it("does not enlarge, and puts transparent pictures on white", async () => {
    const drawing = await draw(await png("#00000000", 4));
    expect(drawing).toMatchObject({ state: "ready", width: 40, height: 30 });
    if (drawing.state !== "ready") return;
    expect(await sharp(drawing.preview).metadata()).toMatchObject({ width: 40, height: 30, channels: 3 });
    expect((await sharp(drawing.preview).stats()).channels.every(({ mean }) => mean > 250)).toBe(true);
  });

  it("decodes no vector graphics, and calls no unknown type damaged", async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>`;
    for (const bytes of [Buffer.from(svg), randomBytes(500), Buffer.from("II*\0 as RAW files begin"), Buffer.alloc(0)])
      expect(await draw(bytes)).toEqual({ state: "noPreview", width: null, height: null });
  });

  it("refuses a picture of more pixels than any camera makes, by its header alone", async () => {
    const bomb = blackPng(15_000);
    expect((await sharp(bomb, { limitInputPixels: false }).metadata()).width).toBe(15_000);
    expect(bomb.length).toBeLessThan(2_000_000);
    expect(await draw(bomb)).toEqual({ state: "noPreview", width: 15_000, height: 15_000 });
  });

  it("happens in another process, one after the other in the same one", async () => {
    const easels = openEasels();
    try {
      for (const colour of ["#123", "#456"])
        expect(await easels.draw(await png(colour), signal)).toMatchObject({ state: "ready", width: 40 });
    } finally {
      await easels.stop();
    }
  });

  it("survives an image that ends its process, or never ends", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "hub-easel-"));
    const program = path.join(folder, "program.mjs");
    await writeFile(
      program,
      `process.on("message", ({ bytes }) => { if (bytes[0] === 1) process.kill(process.pid, "SIGKILL"); });`,
    );
    const easels = openEasels({ program, longestMs: 300 });
    try {
      await expect(easels.draw(Buffer.from([1]), signal)).rejects.toBeInstanceOf(DrawingDiedError);
      await expect(easels.draw(Buffer.from([2]), signal)).rejects.toBeInstanceOf(DrawingDiedError);
    } finally {
      await easels.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
