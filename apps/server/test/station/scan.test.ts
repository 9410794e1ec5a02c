import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ManifestId, StationEvent } from "@landfall/protocol";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { drawOddities, drawSeason } from "../../../../fixtures/index.ts";
import { openStation, type TestStation, temporaryFolder } from "./support.ts";

async function exported(station: TestStation, id: ManifestId, limit = 7) {
  const all = [];
  for (let after: number | null = 0; after !== null; ) {
    const { entries, next }: Awaited<ReturnType<typeof page>> = await page(station, id, after, limit);
    all.push(...entries);
    after = next;
  }
  return all;
}
const page = (station: TestStation, id: ManifestId, after: number, limit: number) =>
  station.ask("export", { params: { id }, query: { after, limit } });

const encounters = async (station: TestStation, id: ManifestId) =>
  (await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 100 } })).items;

describe("scanning", () => {
  test("an empty mount point where a drive was is no new version, and no decision is lost", async () => {
    const folder = temporaryFolder("drive");
    await drawSeason(folder, { encounters: 2, imagesPerEncounter: 1, seed: "drive" });
    const station = await openStation();
    const scan = () => station.scan({ folders: [folder], population: "Residents", name: "Drive" });
    const first = (await scan()).result?.manifestId as ManifestId;
    const [one, other] = await encounters(station, first);
    if (!one || !other) throw new Error("two encounters");
    await station.ask("editEncounter", { params: { id: one.id }, body: { locality: "Typed by a person" } });
    await station.ask("deny", { params: { id: other.id } });
    const away = `${folder}-away`;
    renameSync(folder, away);
    mkdirSync(folder);
    expect(await scan()).toMatchObject({ state: "failed", error: { code: "SOURCE_AWAY" } });
    rmSync(folder, { recursive: true });
    renameSync(away, folder);
    const again = (await scan()).result?.manifestId as ManifestId;
    const rows = await encounters(station, again);
    expect(rows.map(({ values, review }) => [values.locality, review])).toEqual([
      ["Typed by a person", "pending"],
      [other.values.locality, "denied"],
    ]);
  });

  test("a paused scan waits, goes on where it was, and can be cancelled while it waits", async () => {
    const folder = temporaryFolder("paused");
    await drawSeason(folder, { encounters: 1, imagesPerEncounter: 3, seed: "paused" });
    const station = await openStation();
    const body = { folders: [folder], population: "Residents", name: "Paused" };
    const isOver = (id: string, state: string) =>
      station.change(
        (change) => change.type === "scanJob" && change.scanJob.id === id && change.scanJob.state === state,
      );

    const first = await station.ask("scan", { body });
    expect(await station.ask("pauseScan", { params: { id: first.id } })).toMatchObject({
      state: "running",
      isPaused: true,
    });
    expect((await station.ask("cancelScan", { params: { id: first.id } })).state).toBe("cancelled");

    const second = await station.ask("scan", { body: { ...body, name: "Again" } });
    await station.ask("pauseScan", { params: { id: second.id } });
    // The same answer twice, and nothing of the folder is taken in meanwhile.
    expect(await station.ask("pauseScan", { params: { id: second.id } })).toMatchObject({
      isPaused: true,
      files: { found: 0 },
    });
    expect((await station.ask("resumeScan", { params: { id: second.id } })).isPaused).toBe(false);
    await isOver(second.id, "done");
    const done = await station.ask("pauseScan", { params: { id: second.id } });
    expect(done).toMatchObject({ state: "done", isPaused: false, files: { images: 3 } });
  });

  test("makes a draft of everything found, each file in one bucket, and tells of it on the way", async () => {
    const folder = temporaryFolder("scan");
    const season = await drawSeason(folder, { encounters: 3, imagesPerEncounter: 4, seed: "scan" });
    const station = await openStation();
    const job = await station.scan({ folders: [folder], population: "Residents", name: "Summer" });
    expect(job).toMatchObject({
      state: "done",
      name: "Summer",
      files: { found: 12, images: 12, unreadable: 0, ignored: 0 },
      result: { version: 1, encounters: 3, complete: 3, incomplete: 0 },
    });
    const id = job.result?.manifestId as ManifestId;
    const rows = await encounters(station, id);
    expect(rows.map(({ values }) => [values.eventDate, values.locality, values.recordedBy])).toEqual(
      season.map(({ eventDate, locality, recordedBy }) => [eventDate, locality, recordedBy]),
    );
    const snapshot = await station.ask("snapshot", {});
    expect(snapshot.populations).toMatchObject([
      { name: "Residents", onHub: false, manifests: [{ id, status: "draft", images: { pending: 12 } }] },
    ]);
    expect(snapshot.asOf).toBe((station.station.stream.since(0, 1_000) as StationEvent[]).length);
    expect(new Set(station.changes().map((change) => change.type))).toEqual(
      new Set(["population", "scanJob", "manifest"]),
    );
  });

  test("exports one entry for every file, as the file states it, however it is paged", async () => {
    const folder = temporaryFolder("odd");
    const oddities = await drawOddities(folder);
    const station = await openStation();
    const job = await station.scan({ folders: [folder], population: "Residents" });
    const id = job.result?.manifestId as ManifestId;
    const entries = await exported(station, id);
    expect(entries).toHaveLength(job.files.found);
    expect(entries).toEqual(await exported(station, id, 1000));
    for (const { path, bucket, reason, mediaType, findings } of oddities) {
      const entry = entries.find(({ filePath }) => filePath === path);
      expect(entry, path).toMatchObject({ bucket, reason, mediaType, findings: expect.arrayContaining([...findings]) });
      expect(Boolean(entry?.encounter), path).toBe(bucket === "image");
    }
    const good = entries.find(({ filePath }) => filePath === "good.jpg");
    const sha256 = createHash("sha256")
      .update(readFileSync(join(folder, "good.jpg")))
      .digest("hex");
    expect(good).toMatchObject({
      sha256,
      localTime: "2024-07-15T10:11:12",
      offset: null,
      timeSource: "DateTimeOriginal",
    });
    const suspect = entries.find(({ filePath }) => filePath === "date zero.jpg");
    expect(suspect).toMatchObject({ localTime: null, findings: expect.arrayContaining(["DATE_ZERO"]) });
  });

  test("again reads only what has changed, and goes on from the version before", async () => {
    const folder = temporaryFolder("again");
    const [first] = await drawSeason(folder, { encounters: 2, imagesPerEncounter: 3, seed: "again" });
    const station = await openStation();
    const request = { folders: [folder], population: "Residents" };
    const changed = first?.images[0]?.path as string;
    const unchanged = first?.images[1]?.path as string;
    const secretly = first?.images[1]?.sha256 as string;
    utimesSync(unchanged, 1_700_000_000, 1_700_000_000);
    const one = await station.scan(request);
    const before = await encounters(station, one.result?.manifestId as ManifestId);
    writeFileSync(changed, Buffer.concat([readFileSync(changed), Buffer.from("more")]));
    // Other bytes under the same size and time: whoever reads the file again would notice.
    writeFileSync(unchanged, Buffer.alloc(readFileSync(unchanged).length));
    utimesSync(unchanged, 1_700_000_000, 1_700_000_000);
    const two = await station.scan(request);
    expect(two).toMatchObject({ id: one.id, result: { version: 2, encounters: 2 } });
    const hashes = (await exported(station, two.result?.manifestId as ManifestId)).map((each) => each.sha256);
    expect(hashes).toContain(secretly);
    expect(hashes).not.toContain(first?.images[0]?.sha256);
    const after = await encounters(station, two.result?.manifestId as ManifestId);
    expect(after.map((each) => each.eventID)).toEqual(before.map((each) => each.eventID));
    const shown = (await station.ask("snapshot", {})).populations[0]?.manifests;
    expect(shown?.map((each) => each.version)).toEqual([2]);
  });

  test("that fails or is cancelled leaves the version before untouched", async () => {
    const folder = temporaryFolder("cancelled");
    await drawSeason(folder, { encounters: 2, imagesPerEncounter: 30, seed: "cancel" });
    const station = await openStation();
    const request = { folders: [folder], population: "Residents", name: "Season" };
    const one = await station.scan(request);
    const running = await station.ask("scan", { body: request });
    await expect(station.ask("scan", { body: request })).rejects.toMatchObject({ code: "ALREADY_RUNNING" });
    expect(await station.ask("cancelScan", { params: { id: running.id } })).toMatchObject({ state: "cancelled" });
    expect(await station.ask("manifest", { params: { id: one.result?.manifestId as ManifestId } })).toMatchObject({
      version: 1,
      status: "draft",
    });
    rmSync(folder, { recursive: true });
    await expect(station.ask("scan", { body: request })).rejects.toMatchObject({ code: "SOURCE_AWAY" });
  });

  test("under an unknown time zone is refused before anything is read", async () => {
    const station = await openStation();
    const body = { folders: [temporaryFolder("zone")], population: "Residents", timezone: "Mars/Olympus" };
    await expect(station.ask("scan", { body })).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
    expect((await station.ask("snapshot", {})).populations).toEqual([]);
  });

  test("stops with the station, which leaves nothing to be swept up", async () => {
    const folder = temporaryFolder("stopped");
    await drawSeason(folder, { encounters: 2, imagesPerEncounter: 30, seed: "stop" });
    const station = await openStation();
    const { id } = await station.ask("scan", { body: { folders: [folder], population: "Residents" } });
    await station.stop();
    expect(existsSync(join(station.dataFolder, "station.db-wal"))).toBe(false);
    const next = await openStation({ dataFolder: station.dataFolder });
    expect(await next.ask("scanJob", { params: { id } })).toMatchObject({ state: "cancelled" });
    expect((await next.scan({ folders: [folder], population: "Residents" })).state).toBe("done");
  });
});

describe("pictures", () => {
  test("are small, upright and without metadata, by ids only", async () => {
    const folder = temporaryFolder("pictures");
    const [drawn] = await drawSeason(folder, { encounters: 1, imagesPerEncounter: 2, seed: "pictures" });
    const path = drawn?.images[0]?.path as string;
    // Lies on its side: stored 60 wide and 40 high, shown 40 wide.
    const lying = await sharp({ create: { width: 600, height: 400, channels: 3, background: "#357" } })
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Artist: "A. Diver" } })
      .jpeg()
      .toBuffer();
    writeFileSync(path, lying);
    const station = await openStation();
    const job = await station.scan({ folders: [folder], population: "Residents" });
    const id = job.result?.manifestId as ManifestId;
    const rows = await encounters(station, id);
    const sha256 = createHash("sha256").update(lying).digest("hex") as never;
    const holder = rows.find((row) => row.covers.includes(sha256));
    if (!holder) throw new Error("the picture's encounter");
    const thumbnail = await station.station.picture(holder.id, sha256, "thumbnail");
    const { width, height, exif, format } = await sharp(thumbnail?.bytes).metadata();
    expect({ width, height, exif, format }).toEqual({ width: 171, height: 256, exif: undefined, format: "jpeg" });
    expect(thumbnail?.mediaType).toBe("image/jpeg");
    const preview = await sharp((await station.station.picture(holder.id, sha256, "preview"))?.bytes).metadata();
    expect([preview.width, preview.height]).toEqual([400, 600]);
    // Kept, also when the file is away now.
    rmSync(path);
    expect(await station.station.picture(holder.id, sha256, "thumbnail")).toEqual(thumbnail);
    expect(await station.station.picture(crypto.randomUUID() as never, sha256, "thumbnail")).toBeUndefined();
    const other = rows.flatMap((row) => row.covers).find((each) => each !== sha256) as never;
    const otherHolder = rows.find((row) => row.covers.includes(other));
    writeFileSync(drawn?.images[1]?.path as string, "not a picture");
    expect(await station.station.picture(otherHolder?.id as never, other, "preview")).toBeUndefined();
  });
});
