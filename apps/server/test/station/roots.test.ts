import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ManifestId, ScanRequest } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { openStation, openTestHub, type TestStation, temporaryFolder } from "./support.ts";

/** Two drives with a day each. */
async function twoDrives() {
  const place = temporaryFolder("drives");
  const [first, second] = [join(place, "first"), join(place, "second")];
  await drawSeason(first, { encounters: 1, imagesPerEncounter: 2, seed: "first" });
  await drawSeason(second, { encounters: 1, imagesPerEncounter: 3, seed: "second", firstDay: 1 });
  const station = await openStation();
  const scan = (folders: string[], more: Partial<ScanRequest> = {}) =>
    station.scan({ folders, population: "Residents", ...more });
  return { place, first, second, station, scan };
}

const rows = async (station: TestStation, id: ManifestId | undefined) =>
  (
    await station.ask("encounters", {
      params: { id: id as ManifestId },
      query: { filter: "all", offset: 0, limit: 100 },
    })
  ).items;

describe("a drive that is not there", () => {
  test("is away and never deleted: the others are scanned, and what is known of it stays, until it is back", async () => {
    const { first, second, station, scan } = await twoDrives();
    const before = await scan([first, second]);
    renameSync(second, `${second}-elsewhere`);
    await drawSeason(first, { encounters: 1, imagesPerEncounter: 1, seed: "more", firstDay: 2 });
    const without = await scan([first, second]);
    expect(without.id).toBe(before.id);
    expect(without.result?.away).toMatchObject([{ folder: second, files: 3 }]);
    expect((await rows(station, without.result?.manifestId)).map((row) => row.imageCount)).toEqual([2, 3, 1]);
    renameSync(`${second}-elsewhere`, second);
    const back = await scan([first, second]);
    expect(back.result?.away).toEqual([]);
    expect(back.result?.files).toMatchObject({ found: 6, images: 6 });
    const ids = async (of: typeof back) => (await rows(station, of.result?.manifestId)).map(({ eventID }) => eventID);
    expect((await ids(back)).slice(0, 2)).toEqual(await ids(before));
  });

  test("is away too where only its empty mount point is left", async () => {
    const { first, second, scan } = await twoDrives();
    await scan([first, second]);
    renameSync(second, `${second}-elsewhere`);
    mkdirSync(second);
    expect((await scan([first, second])).result?.away).toMatchObject([{ folder: second, files: 3 }]);
  });

  test("is asked for when no other folder is there, and a folder that was never known is refused", async () => {
    const { place, first, second, scan } = await twoDrives();
    await scan([first]);
    renameSync(first, `${first}-elsewhere`);
    await expect(scan([first])).rejects.toMatchObject({ code: "SOURCE_AWAY" });
    await expect(scan([second, join(place, "never")])).rejects.toMatchObject({ code: "FOLDER_NOT_FOUND" });
  });
});

describe("a drive under another name", () => {
  test("is known by what lies in it: the same job goes on, nothing is read again, decisions stay, and it syncs from there", async () => {
    const { hub, key } = await openTestHub();
    const { place, first, second, station, scan } = await twoDrives();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const before = await scan([first, second]);
    const [one] = await rows(station, before.result?.manifestId);
    if (!one) throw new Error("an encounter");
    await station.ask("editEncounter", { params: { id: one.id }, body: { locality: "Typed by a person" } });
    const now = join(place, "E");
    renameSync(first, now);
    const after = await scan([now, second]);
    expect(after).toMatchObject({ id: before.id, name: before.name, folders: [now, second] });
    expect(after.result?.relinked).toEqual([{ from: first, to: now }]);
    const id = after.result?.manifestId as ManifestId;
    expect((await rows(station, id))[0]?.values.locality).toBe("Typed by a person");
    await station.ask("approve", { params: { id }, body: {} });
    expect((await station.synced(id)).result?.images).toMatchObject({ complete: 5, missing: 0 });
  });

  test("is known by what the latest scan of it found, whatever was renamed or deleted before", async () => {
    const { place, first, second, scan } = await twoDrives();
    const before = await scan([first, second]);
    const [folder] = readdirSync(second) as [string];
    const [name, , last] = readdirSync(join(second, folder)) as [string, string, string];
    renameSync(join(second, folder, name), join(second, folder, `renamed ${name}`));
    rmSync(join(second, folder, last));
    await scan([first, second]);
    const now = join(place, "F");
    renameSync(second, now);
    expect(await scan([now])).toMatchObject({ id: before.id, folders: [first, now] });
  });

  test("goes on with its whole job where it is scanned alone, unless another name is given", async () => {
    const { place, first, second, scan } = await twoDrives();
    const before = await scan([first, second]);
    const now = join(place, "E");
    renameSync(second, now);
    const after = await scan([now]);
    expect(after).toMatchObject({ id: before.id, name: before.name, folders: [first, now] });
    expect(after.result).toMatchObject({ files: { images: 5 }, relinked: [{ from: second, to: now }], away: [] });
    const later = join(place, "F");
    renameSync(now, later);
    expect(await scan([later], { name: "Alone" })).toMatchObject({
      folders: [later],
      result: { files: { images: 3 } },
    });
  });

  /** A drive with two years, each a scan of its own, and the sheet of the second beside them. */
  async function driveOfYears() {
    const { place, station, scan } = await twoDrives();
    const [drive, renamed] = [join(place, "E"), join(place, "F")];
    for (const year of ["2023", "2024"])
      await drawSeason(join(drive, year), { encounters: 1, imagesPerEncounter: 1, seed: year });
    const sheet = join(drive, "sightings.csv");
    writeFileSync(sheet, "Date,Place\n2024-07-15,Haro Strait\n");
    await scan([join(drive, "2023")]);
    const later = await scan([join(drive, "2024")], { sheets: [sheet] });
    renameSync(drive, renamed);
    return { station, scan, later, drive, renamed };
  }

  test("has its other folders and its sheets known again with the first of them", async () => {
    const { station, scan, later, drive, renamed } = await driveOfYears();
    expect((await scan([join(renamed, "2023")])).result?.relinked).toEqual(
      ["2023", "2024"].map((year) => ({ from: join(drive, year), to: join(renamed, year) })),
    );
    const again = await station.scan({ folders: [join(renamed, "2024")], population: "Residents" });
    expect([again.id, again.result?.relinked, again.result?.changes?.isNew]).toEqual([later.id, [], false]);
    const { sources } = await station.ask("sources", { params: { id: later.id } });
    expect(sources).toMatchObject([{ path: join(renamed, "sightings.csv"), error: null }]);
  });

  test("has only those folders known again that hold what they held", async () => {
    const { scan, drive, renamed } = await driveOfYears();
    rmSync(join(renamed, "2024"), { recursive: true });
    await drawSeason(join(renamed, "2024"), { encounters: 2, imagesPerEncounter: 2, seed: "other", size: 320 });
    expect((await scan([join(renamed, "2023")])).result?.relinked).toEqual([
      { from: join(drive, "2023"), to: join(renamed, "2023") },
    ]);
  });

  test("is another drive when the first is still there, or when it holds something else", async () => {
    const { place, first, station, scan } = await twoDrives();
    const before = await scan([first]);
    const copy = join(place, "copy");
    cpSync(first, copy, { recursive: true, preserveTimestamps: true });
    expect((await scan([copy])).result?.relinked).toEqual([]);
    rmSync(first, { recursive: true });
    rmSync(copy, { recursive: true });
    await drawSeason(join(place, "other"), { encounters: 1, imagesPerEncounter: 3, seed: "other", size: 320 });
    const other = await scan([join(place, "other")]);
    expect(other.id).not.toBe(before.id);
    expect(other.result?.relinked).toEqual([]);
    await station.stop();
  });
});

describe("a backup drive", () => {
  test("is one line, its files are further places of the same images, and its folders' names make no encounters", async () => {
    const { place, first, station, scan } = await twoDrives();
    const backup = join(place, "z-backup");
    cpSync(first, join(backup, "2019-01-01_Old Bay", "untitled"), { recursive: true, preserveTimestamps: true });
    const { result } = await scan([first, backup]);
    expect(result?.copies).toEqual([{ folder: backup, of: first, images: 2 }]);
    expect(result?.findings.filter(({ code }) => code === "SAME_BYTES")).toEqual([]);
    const encounters = await rows(station, result?.manifestId);
    expect(encounters.map(({ values, imageCount, findings }) => [values.locality, imageCount, findings])).toEqual([
      ["Haro Strait", 2, []],
    ]);
    rmSync(first, { recursive: true });
    const { hub, key } = await openTestHub();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const id = result?.manifestId as ManifestId;
    await station.ask("approve", { params: { id }, body: {} });
    expect((await station.synced(id)).result?.images).toMatchObject({ complete: 2, missing: 0 });
  });

  test("counts nothing twice: cameras, people and what patterns are tried on", async () => {
    const { place, first, station, scan } = await twoDrives();
    const backup = join(place, "backup");
    cpSync(first, backup, { recursive: true, preserveTimestamps: true });
    const { id, populationId } = await scan([first, backup]);
    const params = { id: populationId };
    const { items } = await station.ask("cameras", { params });
    expect(items.map(({ camera, images }) => [camera.folder, images])).toEqual([[first, 2]]);
    const { camera } = items[0] ?? {};
    if (!camera) throw new Error("a camera");
    const body = { camera: { ...camera, folder: place }, person: "Bill Wood", isFirst: false };
    expect(await station.ask("setCameraPerson", { params, body })).toMatchObject({ images: 2 });
    expect((await station.ask("people", { params })).names.map(({ images }) => images)).toEqual([2]);
    expect((await station.ask("patterns", { params: { id } })).images).toBe(2);
  });

  test("is the folder that was named later, whatever it is called, also in later readings and while the original is away", async () => {
    const { place, first, scan } = await twoDrives();
    const backup = join(place, "a backup");
    cpSync(first, backup, { recursive: true, preserveTimestamps: true });
    const job = await scan([first, backup]);
    const isCopy = [{ folder: backup, of: first, images: 2 }];
    expect(job).toMatchObject({ folders: [first, backup], result: { copies: isCopy } });
    expect(await scan(job.folders)).toMatchObject({ id: job.id, folders: [first, backup], result: { copies: isCopy } });
    renameSync(first, `${first} away`);
    expect(await scan(job.folders)).toMatchObject({ id: job.id, folders: [first, backup], result: { copies: isCopy } });
    renameSync(`${first} away`, first);
    const turned = await scan([backup, first]);
    expect(turned).toMatchObject({ id: job.id, folders: [backup, first] });
    expect(turned.result?.copies).toEqual([{ folder: first, of: backup, images: 2 }]);
  });
});

describe("a scan's folders", () => {
  test("are added and taken out: decisions stay, what was taken out is gone from the next version, and nothing is read twice", async () => {
    const { first, second, station, scan } = await twoDrives();
    const job = await scan([first], { name: "Season" });
    const params = { id: job.id };
    await station.ask("approve", { params: { id: job.result?.manifestId as ManifestId }, body: {} });
    const set = async (folders: string[]) => {
      const { asOf } = await station.ask("snapshot", {});
      await station.ask("setScanFolders", { params, body: { folders } });
      await station.change(
        (each) => each.type === "scanJob" && each.scanJob.id === job.id && each.scanJob.state === "done",
        asOf,
      );
      return station.ask("scanJob", { params });
    };
    const more = await set([first, second]);
    expect(more).toMatchObject({ id: job.id, folders: [first, second], result: { version: 2, encounters: 2 } });
    expect((await rows(station, more.result?.manifestId)).map(({ review }) => review)).toEqual(["approved", "pending"]);
    const less = await set([second]);
    expect(less).toMatchObject({ folders: [second], result: { version: 3, encounters: 1, changes: { gone: 1 } } });
    const { entries } = await station.ask("activity", { query: { limit: 20 } });
    expect(entries.filter(({ action }) => action === "foldersSet").map(({ detail }) => detail)).toEqual([
      second,
      `${first}, ${second}`,
    ]);
  });

  test("are added to where a drive is back under another name: it takes the place of the one that it was, and is read", async () => {
    const { place, first, second, station, scan } = await twoDrives();
    const { id, folders } = await scan([first, second]);
    const now = join(place, "renamed");
    renameSync(second, now);
    await drawSeason(now, { encounters: 1, imagesPerEncounter: 1, seed: "taken since", firstDay: 2 });
    const params = { id };
    const started = await station.ask("setScanFolders", { params, body: { folders: [...folders, now] } });
    expect(started.folders).toEqual([first, now]);
    const view = () => station.ask("scanJob", { params });
    await expect.poll(async () => (await view()).state, { interval: 20, timeout: 30_000 }).toBe("done");
    expect(await view()).toMatchObject({ folders: [first, now], files: { found: 6 }, result: { away: [] } });
  });

  test("outside of the allowed ones are not added by a browser, and nothing is changed then", async () => {
    const { first, second, station, scan } = await twoDrives();
    const { id } = await scan([first]);
    const body = { folders: [first, second] };
    await expect(station.ask("setScanFolders", { params: { id }, body }, "browser")).rejects.toMatchObject({
      code: "FOLDER_NOT_ALLOWED",
    });
    expect((await station.ask("scanJob", { params: { id } })).folders).toEqual([first]);
  });
});
