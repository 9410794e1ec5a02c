/** What a sync says at its end is what `status` says right after: the same numbers in the same words. */
import { cp, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawSeason } from "../fixtures/index.ts";
import { landfall, newStation, removeFolders, startLandfall, startTestHub, tempFolder } from "./support/landfall.ts";
import { endAll, landfallBin, start } from "./support/process.ts";

let station: string;
let season: string;
let manifest: string;

beforeAll(async () => {
  const hub = await startTestHub();
  season = await tempFolder("season");
  await drawSeason(season, { encounters: 2, imagesPerEncounter: 3, seed: "agrees" });
  station = await newStation(hub.url, hub.key);
  await startLandfall(station, "start", "--port", "0").says(/sign-in\?code=/);
  manifest = await scan(season, "Season");
}, 120_000);

afterAll(async () => {
  await endAll();
  await removeFolders();
});

const scan = async (folder: string, name: string, ...more: string[]): Promise<string> =>
  (await landfall(station, "scan", folder, "--population", "Orcas", "--name", name, ...more)).json.manifestId;

const said = async (...args: string[]): Promise<string> =>
  (await start([landfallBin, ...args, "--data", station]).ended).stdout;

/** What the sync says of the manifest altogether; `status` has to say it, too. @returns that, and the first line of `status` */
async function synced(of = manifest): Promise<[altogether: string | undefined, first: string | undefined]> {
  const altogether = /^Altogether: (.*)\.$/m.exec(await said("sync", of))?.[1];
  const status = await said("status");
  const line = status.split("\n").find((each) => each.startsWith(`  ${of}`)) ?? "";
  expect(line).toContain(altogether ?? "nothing");
  return [altogether, status.split("\n")[0]];
}

async function aFile(): Promise<string> {
  const names = await readdir(season, { recursive: true });
  return path.join(season, names.filter((name) => name.endsWith(".JPG")).sort()[0] ?? "");
}

test("where all arrives, where nothing is to do, and where images are left out or have failed", async () => {
  await landfall(station, "approve", manifest);
  const all = "2 of 2 approved encounters synced, 6 of 6 images delivered";
  expect(await synced()).toEqual([all, "6 photographs delivered."]);
  expect(await synced()).toEqual([all, "6 photographs delivered."]);

  const { encounters } = (await landfall(station, "review", manifest, "--images")).json;
  const [first, second] = encounters;
  await landfall(station, "exclude", first.id, "--image", first.files[0].sha256);
  const [before] = await synced();
  expect(before).toBe("1 of 1 approved encounter synced, 5 of 5 images delivered, 1 left out");
  await landfall(station, "approve", manifest);
  const [left] = await synced();
  expect(left).toBe("2 of 2 approved encounters synced, 5 of 5 images delivered, 1 left out");

  await landfall(station, "reset", manifest);
  await landfall(station, "reopen", manifest, "--encounter", second.id);
  expect(await synced()).toEqual([
    "1 of 1 approved encounter synced, 2 of 5 images delivered, 3 not approved, 1 left out",
    "2 photographs delivered.",
  ]);
});

test("where images are there already, each photograph counts once, also with two manifests of it", async () => {
  const copy = path.join(await tempFolder("copy"), "Copy");
  await cp(season, copy, { recursive: true, preserveTimestamps: true });
  const again = await scan(copy, "Again");
  await landfall(station, "approve", again);
  await landfall(station, "approve", manifest);
  await synced();
  expect(await synced(again)).toEqual([
    "2 of 2 approved encounters synced, 6 of 6 images delivered",
    "6 photographs delivered (as 11 images of encounters).",
  ]);
});

test("where a file is gone, what is still to be delivered", async () => {
  const folder = path.join(await tempFolder("more"), "More");
  await drawSeason(folder, { encounters: 1, imagesPerEncounter: 3, seed: "more" });
  const more = await scan(folder, "More", "--override", "locality=Cattle Pass");
  await landfall(station, "approve", more);
  season = folder;
  await rm(await aFile());
  const [altogether] = await synced(more);
  expect(altogether).toBe("0 of 1 approved encounter synced, 2 of 3 images delivered, 1 still to be delivered");
});
