import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { copyFile, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { drawImages } from "../fixtures/index.ts";
import type { ManifestId } from "../packages/protocol/src/index.ts";
import { asNobody, breakReading, fillUp, smallDisk, whyNoMount, whyNoOtherUser } from "./support/disks.ts";
import { type FaultProxy, startFaultProxy } from "./support/fault-proxy.ts";
import { landfall, removeFolders, startTestHub, type TestHub, tempFolder } from "./support/landfall.ts";
import { filesIn, originalsHeld } from "./support/photographs.ts";
import { checkout, endAll, landfallBin } from "./support/process.ts";
import {
  isOver,
  retryToEnd,
  type StationHere,
  scanAndApprove,
  stationHere,
  stopStationsHere,
  syncToEnd,
  untilRun,
} from "./support/station.ts";

vi.setConfig({ testTimeout: 180_000 });

const images = 4;
/** Too large to be read at once: hashed in a pass of its own, and sent in blocks. */
const largeBytes = 52_000_000;
let hub: TestHub;
let proxy: FaultProxy;
let season: string;
let files: string[];

beforeAll(async () => {
  proxy = await startFaultProxy(() => hub.port);
  hub = await startTestHub({ publicUrl: proxy.url });
});
beforeEach(async () => {
  proxy.decide = () => ({ kind: "pass" });
  season = await tempFolder("season");
  // Every test brings photographs of its own to the one hub.
  await drawImages(season, images, { bytes: 50_000, marks: season });
  files = [...(await filesIn(season)).keys()].sort();
});
afterEach(stopStationsHere);
afterAll(async () => {
  await endAll();
  await proxy.close();
  await removeFolders();
});

async function connected(data?: string): Promise<StationHere> {
  const station = await stationHere(data);
  await station.client.connect({ body: { hub: proxy.url, key: hub.key } });
  return station;
}
const approved = (station: StationHere, folder = season): Promise<ManifestId> =>
  scanAndApprove(station, folder, path.basename(folder));
const aLargeOne = async (bytes = largeBytes): Promise<{ folder: string; file: string }> => {
  const folder = await tempFolder("large");
  const [image] = await drawImages(folder, 1, { bytes, marks: folder });
  return { folder, file: image?.path ?? "" };
};

const first = (): string => files[0] ?? "";

/** How many of the files here the hub holds, by what its bytes are. */
async function arrived(folder = season): Promise<number> {
  const held = new Set(await originalsHeld(hub.data));
  return [...(await filesIn(folder)).values()].filter((sha256) => held.has(sha256)).length;
}
/** What needs a person, as the dashboard says it. */
async function causes({ client }: StationHere) {
  return (await client.problems()).actionable.flatMap((group) => group.causes);
}
const altered = (bytes: Buffer): Buffer => Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1) ? 0 : 1])]);

/** The same length and other bytes, at once and whole, as a program that saves does. */
async function replaceWith(file: string, bytes: Buffer): Promise<void> {
  const draft = path.join(path.dirname(path.dirname(file)), `draft-${path.basename(path.dirname(file))}`);
  await writeFile(draft, bytes);
  await rename(draft, file);
}

describe("the researcher's disk", () => {
  test("a file that cannot be read to its end is named, its neighbours arrive, and Retry sends it when it can be read again", async () => {
    const { folder, file } = await aLargeOne();
    await drawImages(path.join(folder, "more"), images, { bytes: 50_000, marks: `${folder} more` });
    const station = await connected();
    const manifest = await approved(station, folder);
    const heal = breakReading(file, 30_000_000);
    const failed = await syncToEnd(station, manifest);
    expect(failed).toMatchObject({ state: "done", result: { images: { complete: images, failed: 1 } } });
    expect(await causes(station)).toEqual([
      expect.objectContaining({
        code: "FILE_UNREADABLE",
        count: 1,
        files: [file],
        hint: expect.stringMatching(/retry/),
      }),
    ]);
    heal();
    const sentBefore = proxy.putBytes;
    expect(await retryToEnd(station, manifest)).toMatchObject({ result: { images: { complete: 1, failed: 0 } } });
    // The blocks that were acknowledged before the bad spot are not sent again.
    expect(proxy.putBytes - sentBefore).toBeLessThan(largeBytes - 20_000_000);
    expect(await arrived(folder)).toBe(images + 1);
  });

  test("a small file that is replaced between its reading and the last byte arrives as it was approved", async () => {
    const station = await connected();
    const manifest = await approved(station);
    const originals = new Map(await Promise.all(files.map(async (file) => [file, await readFile(file)] as const)));
    // By the time that a PUT has come, the file has been read.
    proxy.decide = ({ method }) => {
      if (method === "PUT") for (const [file, bytes] of originals) fs.writeFileSync(file, altered(bytes));
      return { kind: "pass" };
    };
    const run = await syncToEnd(station, manifest);
    proxy.decide = () => ({ kind: "pass" });
    for (const [file, bytes] of originals) await writeFile(file, bytes);
    const { complete, changed } = run.result.images;
    expect(complete).toBeGreaterThan(0);
    expect(complete + changed).toBe(images);
    expect(await arrived()).toBe(complete);
    if (changed > 0) await retryToEnd(station, manifest);
    expect(await arrived()).toBe(images);
  });

  test("a large file that is replaced while it travels is never put together, and is `changed`; put back, it goes on", async () => {
    const { folder, file } = await aLargeOne();
    const station = await connected();
    const manifest = await approved(station, folder);
    const original = await readFile(file);
    let replaced: Promise<void> | undefined;
    proxy.decide = ({ method }) => {
      if (method === "PUT") replaced ??= replaceWith(file, altered(original));
      return { kind: "pass" };
    };
    expect(await syncToEnd(station, manifest)).toMatchObject({ result: { images: { complete: 0, changed: 1 } } });
    await replaced;
    expect(await causes(station)).toEqual([
      expect.objectContaining({ code: "FILE_CHANGED", files: [file], hint: expect.stringMatching(/./) }),
    ]);
    expect(await arrived(folder)).toBe(0);
    await replaceWith(file, original);
    proxy.decide = () => ({ kind: "pass" });
    expect(await retryToEnd(station, manifest)).toMatchObject({ result: { images: { complete: 1, changed: 0 } } });
    expect(await arrived(folder)).toBe(1);
  });

  test("a file that was replaced between scan and sync is not sent: neither the new bytes nor the old", async () => {
    const station = await connected();
    const manifest = await approved(station);
    const original = await readFile(first());
    await replaceWith(first(), altered(original));
    const sentBefore = proxy.putBytes;
    expect(await syncToEnd(station, manifest)).toMatchObject({
      result: { images: { complete: images - 1, changed: 1 } },
    });
    expect(proxy.putBytes - sentBefore).toBe(50_000 * (images - 1));
    await replaceWith(first(), original);
    await retryToEnd(station, manifest);
    expect(await arrived()).toBe(images);
  });

  test("a drive that is unplugged in the middle of a run is named as away; plugged in again, Retry sends the rest", async () => {
    const station = await connected();
    const manifest = await approved(station);
    const away = `${season}.away`;
    onTestFinished(() => rm(away, { recursive: true, force: true }));
    let unplugged = false;
    proxy.decide = ({ method }) => {
      if (method === "PUT" && !unplugged) {
        unplugged = true;
        fs.renameSync(season, away);
      }
      return { kind: "pass" };
    };
    await station.client.sync({ params: { id: manifest }, body: { transfers: 1 } });
    const run = await syncToEnd(station, manifest);
    const { complete, missing } = run.result.images;
    expect(missing).toBeGreaterThan(0);
    expect(complete + missing).toBe(images);
    expect(await causes(station)).toEqual([
      expect.objectContaining({
        code: "SOURCE_AWAY",
        count: missing,
        hint: expect.stringMatching(/drive|card|connect/i),
      }),
    ]);
    await rename(away, season);
    const sentBefore = proxy.putBytes;
    expect(await retryToEnd(station, manifest)).toMatchObject({
      result: { images: { complete: missing, missing: 0 } },
    });
    expect(proxy.putBytes - sentBefore).toBe(50_000 * missing);
    expect(await arrived()).toBe(images);
  });
});

describe("the station's own disk", () => {
  test("an older copy of the station's database, put back against a newer hub, converges without sending a byte", async () => {
    const data = await tempFolder("station");
    const older = path.join(await tempFolder("backup"), "station.db");
    // Goes in blocks.
    const { folder } = await aLargeOne(9_000_000);
    let station = await connected(data);
    const [small, large] = [await approved(station), await approved(station, folder)];
    await station.stop();
    await copyFile(path.join(data, "station.db"), older);
    station = await stationHere(data);
    await syncToEnd(station, small);
    await syncToEnd(station, large);
    await station.stop();

    for (const rest of ["station.db-wal", "station.db-shm"]) await rm(path.join(data, rest), { force: true });
    await copyFile(older, path.join(data, "station.db"));
    const heldBefore = await originalsHeld(hub.data);
    const sentBefore = proxy.putBytes;
    station = await stationHere(data);
    expect(await station.client.plan({ params: { id: small } })).toMatchObject({ create: 0, upload: 0 });
    expect(await syncToEnd(station, small)).toMatchObject({
      result: { images: { complete: 0, alreadyThere: images }, bytesSent: 0 },
    });
    expect(await syncToEnd(station, large)).toMatchObject({
      result: { images: { complete: 0, alreadyThere: 1 }, bytesSent: 0 },
    });
    expect(proxy.putBytes - sentBefore).toBe(0);
    expect(await originalsHeld(hub.data)).toEqual(heldBefore);
  });

  test("a damaged database says so, names the file, and says how to go on; a copy put back goes on", async () => {
    const data = await tempFolder("station");
    const station = await connected(data);
    const manifest = await approved(station);
    await station.stop();
    const file = path.join(data, "station.db");
    const backup = await readFile(file);
    const says = async () => {
      const { code, json, stdout, stderr } = await landfall(data, "sync", manifest);
      expect(code).toBe(1);
      expect(json).toMatchObject({ code: "DATA_DAMAGED" });
      expect(stderr).toContain(file);
      expect(stderr).toMatch(/copy/);
      expect(stdout + stderr).not.toMatch(/at .*\.ts:\d+/);
    };
    // The header, and everything after it.
    await writeFile(file, Buffer.concat([Buffer.alloc(100, 0x5a), backup.subarray(100)]));
    await says();
    await writeFile(file, Buffer.concat([backup.subarray(0, 4096), Buffer.alloc(backup.length - 4096, 0x5a)]));
    await says();
    await writeFile(file, backup);
    expect(await landfall(data, "sync", manifest)).toMatchObject({ code: 0, json: { encounters: { synced: 1 } } });
  });

  const noMount = whyNoMount();
  test.skipIf(noMount !== undefined)(
    `while the disk is full the run is paused, nothing is lost, and with room it goes on${noMount ? ` (not here: ${noMount})` : ""}`,
    async () => {
      const data = await smallDisk(4 * 2 ** 20);
      const station = await connected(data);
      const manifest = await approved(station);
      const ballast = path.join(data, "ballast");
      let full = false;
      proxy.decide = ({ method }) => {
        if (method === "PUT" && !full) {
          full = true;
          fillUp(ballast);
        }
        return { kind: "pass" };
      };
      const { id } = await station.client.sync({ params: { id: manifest }, body: {} });
      const before = await station.client.snapshot();
      expect(before.hub.state).toBe("reachable");
      await untilRun(station, id, ({ nextAttemptAt }) => nextAttemptAt !== null);
      await rm(ballast);
      // A person made room and presses Sync; unasked it goes on within a minute.
      await station.client.sync({ params: { id: manifest }, body: {} });
      const run = await untilRun(station, id, isOver);
      expect(run).toMatchObject({ state: "done", result: { images: { complete: images, failed: 0 } } });
      expect(await arrived()).toBe(images);
    },
  );

  test.skipIf(noMount !== undefined)(
    `a data folder on a disk that cannot be written to is named before anything is begun${noMount ? ` (not here: ${noMount})` : ""}`,
    async () => {
      const data = await tempFolder("station");
      const station = await connected(data);
      const manifest = await approved(station);
      await station.stop();
      const locked = await tempFolder("locked");
      execFileSync("mount", ["--bind", data, locked]);
      onTestFinished(() => void execFileSync("umount", ["-l", locked]));
      execFileSync("mount", ["-o", "remount,bind,ro", locked]);
      const refused = await landfall(locked, "sync", manifest);
      expect(refused).toMatchObject({ code: 3, json: { code: "DATA_FOLDER_UNWRITABLE" } });
      expect(refused.stderr).toContain(locked);
      expect(await arrived()).toBe(0);
      expect(await landfall(data, "sync", manifest)).toMatchObject({ code: 0, json: { encounters: { synced: 1 } } });
    },
  );

  const noOther = whyNoOtherUser();
  test.skipIf(noOther !== undefined)(
    `a data folder of another person is named, and left as it is${noOther ? ` (not here: ${noOther})` : ""}`,
    async () => {
      const data = await tempFolder("station");
      const station = await connected(data);
      await station.stop();
      await fs.promises.chmod(data, 0o755);
      const before = await filesIn(data);
      let answer = "";
      try {
        execFileSync("setpriv", [...asNobody, process.execPath, landfallBin, "status", "--data", data, "--json"], {
          cwd: checkout,
          encoding: "utf8",
          stdio: ["ignore", "pipe", "pipe"],
        });
      } catch (error) {
        answer = (error as { stdout: string }).stdout;
      }
      expect(JSON.parse(answer.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({ code: "DATA_FOLDER_UNWRITABLE" });
      expect(await filesIn(data)).toEqual(before);
    },
  );
});
