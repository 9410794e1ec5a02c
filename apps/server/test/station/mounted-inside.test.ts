/** Drives inside a folder that is scanned, and cards that are called alike. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ManifestId } from "@landfall/protocol";
import { expect, onTestFinished, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { openStation, openTestHub, type TestStation, temporaryFolder } from "./support.ts";

const mount = (...args: string[]) => spawnSync("mount", args).status === 0;
const unmount = (folder: string) => spawnSync("umount", ["-l", folder]).status === 0;

/** Mounts a new disk. */
function disk(): string | null {
  const folder = temporaryFolder("disk");
  if (!mount("-t", "tmpfs", "-o", "size=32m", "tmpfs", folder)) return null;
  onTestFinished(() => void unmount(folder));
  return folder;
}

/** A folder with a day of its own, and a drive with another, which can be unplugged. */
async function folderWithDrive() {
  const drive = disk();
  if (drive === null) throw new Error("nothing may be mounted here");
  const media = temporaryFolder("media");
  const place = join(media, "someone", "EOS_DIGITAL");
  mkdirSync(place, { recursive: true });
  await drawSeason(join(media, "laptop"), { encounters: 1, imagesPerEncounter: 2, seed: "first" });
  await drawSeason(drive, { encounters: 1, imagesPerEncounter: 3, seed: "second", firstDay: 1 });
  const plugIn = () => {
    mkdirSync(place, { recursive: true });
    expect(mount("--bind", drive, place)).toBe(true);
  };
  plugIn();
  onTestFinished(() => void unmount(place));
  const station = await openStation();
  const scan = () => station.scan({ folders: [media], population: "Residents" });
  return { drive, media, place, plugIn, station, scan };
}

const rowsOf = async (station: TestStation, id: ManifestId | undefined) =>
  (
    await station.ask("encounters", {
      params: { id: id as ManifestId },
      query: { filter: "all", offset: 0, limit: 100 },
    })
  ).items;

const mayMount = () => {
  const folder = mkdtempSync(join(tmpdir(), "landfall-mount-"));
  const may = mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", folder) && unmount(folder);
  rmdirSync(folder);
  return may;
};

test.runIf(mayMount())(
  "a drive that is unplugged is away, with its mount point or without, and what was decided stays",
  async () => {
    const { hub, key } = await openTestHub();
    const { place, plugIn, station, scan } = await folderWithDrive();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const before = await scan();
    const second = (await rowsOf(station, before.result?.manifestId))[1];
    if (!second) throw new Error("an encounter");
    await station.ask("editEncounter", { params: { id: second.id }, body: { locality: "Typed by a person" } });

    unmount(place);
    const without = await scan();
    expect(without.result).toMatchObject({ away: [{ folder: place, files: 3 }], changes: { isNew: false } });
    const id = without.result?.manifestId as ManifestId;
    expect(await rowsOf(station, id)).toMatchObject([
      { imageCount: 2 },
      { imageCount: 3, values: { locality: "Typed by a person" } },
    ]);

    rmdirSync(place);
    expect((await scan()).result).toMatchObject({ away: [{ folder: place, files: 3 }], changes: { isNew: false } });
    expect(await station.ask("checkManifest", { params: { id } })).toMatchObject({
      files: { images: 5, missing: 0, away: 3 },
    });
    await station.ask("approve", { params: { id }, body: {} });
    const run = await station.synced(id);
    expect(run.result?.images).toMatchObject({ complete: 2, missing: 3 });
    const { actionable } = await station.ask("problems", {});
    expect(actionable).toMatchObject([{ causes: [{ code: "SOURCE_AWAY", count: 3 }] }]);

    plugIn();
    expect((await scan()).result).toMatchObject({
      away: [],
      files: { found: 5, images: 5 },
      changes: { isNew: false },
    });
    expect((await station.synced(id)).result?.images).toMatchObject({ complete: 3, missing: 0 });
  },
);

test.runIf(mayMount())(
  "a folder that took its place is read like any other, and files deleted from a drive are gone",
  async () => {
    const { drive, place, station, scan } = await folderWithDrive();
    await scan();
    for (const name of readdirSync(drive)) rmSync(join(drive, name), { recursive: true });
    writeFileSync(join(drive, "notes.txt"), "cleared");
    const cleared = await scan();
    expect(cleared.result).toMatchObject({ away: [], changes: { gone: 1 } });
    expect(await rowsOf(station, cleared.result?.manifestId)).toHaveLength(1);

    unmount(place);
    await drawSeason(place, { encounters: 1, imagesPerEncounter: 1, seed: "third", firstDay: 2 });
    expect((await scan()).result).toMatchObject({ away: [], files: { images: 3 } });
    rmSync(place, { recursive: true });
    expect((await scan()).result).toMatchObject({ away: [], files: { images: 2 } });
  },
);

test.runIf(mayMount())(
  "a drive that is mounted under another name inside the folder is that drive, and no copy",
  async () => {
    const { drive, place, media, station, scan } = await folderWithDrive();
    const second = (await rowsOf(station, (await scan()).result?.manifestId))[1];
    await station.ask("editEncounter", {
      params: { id: second?.id as never },
      body: { locality: "Typed by a person" },
    });
    unmount(place);
    const renamed = join(media, "someone", "EOS_DIGITAL1");
    mkdirSync(renamed);
    expect(mount("--bind", drive, renamed)).toBe(true);
    onTestFinished(() => void unmount(renamed));
    const { result } = await scan();
    expect(result).toMatchObject({
      away: [],
      relinked: [{ from: place, to: renamed }],
      files: { found: 5, images: 5 },
    });
    expect(await rowsOf(station, result?.manifestId)).toMatchObject([
      { imageCount: 2 },
      { imageCount: 3, values: { locality: "Typed by a person" } },
    ]);
  },
);

/** Two cards that are mounted at the same place, one at a time; the second counts its photographs from one again. */
async function twoCards(place: string) {
  const [first, second] = [disk(), disk()];
  if (first === null || second === null) throw new Error("nothing may be mounted here");
  await drawSeason(first, { encounters: 2, imagesPerEncounter: 2, seed: "first" });
  await drawSeason(second, { encounters: 1, imagesPerEncounter: 3, seed: "second", firstDay: 3 });
  mkdirSync(place, { recursive: true });
  const insert = (card: string) => {
    unmount(place);
    expect(mount("--bind", card, place)).toBe(true);
  };
  onTestFinished(() => void unmount(place));
  return { first, second, insert };
}

test.runIf(mayMount()).each(["", "EOS_DIGITAL"])(
  "a card takes nothing away of the one that was in its place: '%s'",
  async (below) => {
    const { hub, key } = await openTestHub();
    const folder = temporaryFolder("media");
    const place = join(folder, below);
    const { first, second, insert } = await twoCards(place);
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const scan = async () => {
      const { result } = await station.scan({ folders: [folder], population: "Residents" });
      if (!result) throw new Error("a result");
      const images = (await rowsOf(station, result.manifestId)).map((row) => [row.imageCount, row.values.locality]);
      return { id: result.manifestId, away: result.away, images };
    };
    insert(first);
    const before = await scan();
    const [one] = await rowsOf(station, before.id);
    await station.ask("editEncounter", { params: { id: one?.id as never }, body: { locality: "Typed by a person" } });

    insert(second);
    const kept = [
      [2, "Typed by a person"],
      [2, "Active Pass"],
    ];
    const away = [{ folder: place, files: 4, isReplaced: true }];
    const swapped = await scan();
    expect(swapped).toMatchObject({ away, images: [...kept, [3, "Haro Strait"]] });
    expect(await scan()).toMatchObject({ id: swapped.id, away });
    expect(await station.ask("checkManifest", { params: { id: swapped.id } })).toMatchObject({
      files: { images: 7, changed: 0, missing: 0, away: 4 },
    });
    await station.ask("approve", { params: { id: swapped.id }, body: {} });
    expect((await station.synced(swapped.id)).result?.images).toMatchObject({ complete: 3, missing: 4 });

    insert(first);
    // What is delivered of the second card is gone from here, and no photograph of either is lost.
    const back = await scan();
    expect(back).toMatchObject({ away: [], images: [...kept, [3, "Haro Strait"]] });
    expect((await station.synced(back.id)).result?.images).toMatchObject({ complete: 4, missing: 0 });
  },
);

test.runIf(mayMount())("no picture of a card is shown for one of the card before that has its name", async () => {
  const place = temporaryFolder("card");
  const { first, second, insert } = await twoCards(place);
  for (const card of [first, second]) {
    const [folder] = readdirSync(card) as [string];
    const [file] = readdirSync(join(card, folder)) as [string];
    mkdirSync(join(card, "DCIM"));
    renameSync(join(card, folder, file), join(card, "DCIM", "IMG_0001.JPG"));
    rmSync(join(card, folder), { recursive: true });
  }
  insert(first);
  const station = await openStation();
  const scan = () => station.scan({ folders: [place], population: "Residents" });
  await scan();
  // Each size once: what was shown is kept.
  const picturesOf = async (id: ManifestId | undefined, size: "thumbnail" | "preview") => {
    const found = [];
    for (const row of await rowsOf(station, id)) {
      const { items } = await station.ask("images", { params: { id: row.id }, query: { offset: 0, limit: 10 } });
      for (const { sha256 } of items) found.push(await station.station.picture(row.id, sha256, size));
    }
    return found.map((each) => each !== undefined);
  };
  expect(await picturesOf((await scan()).result?.manifestId, "thumbnail")).toEqual([true, true, true]);
  insert(second);
  const { result } = await scan();
  expect(result?.away).toMatchObject([{ files: 3, isReplaced: true }]);
  expect((await picturesOf(result?.manifestId, "preview")).filter((isShown) => isShown)).toHaveLength(1);
});

test.runIf(mayMount())("photographs of a card that were renamed are those that were there", async () => {
  const place = temporaryFolder("card");
  const { first, insert } = await twoCards(place);
  insert(first);
  const station = await openStation();
  const scan = () => station.scan({ folders: [place], population: "Residents" });
  await scan();
  for (const [at, folder] of readdirSync(first).entries())
    renameSync(join(first, folder), join(first, `${at} ${folder}`));
  expect((await scan()).result).toMatchObject({ away: [], files: { images: 4 }, encounters: 2 });
});
