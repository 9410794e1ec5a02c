/** A folder that is scanned with the drives that are mounted inside it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
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
