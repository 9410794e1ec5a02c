import { appendFile, readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawSeason } from "../fixtures/index.ts";
import { landfall, newStation, removeFolders, startTestHub, tempFolder } from "./support/landfall.ts";
import { landfallBin, start } from "./support/process.ts";

let station: string;
let manifest: string;

beforeAll(async () => {
  const hub = await startTestHub();
  const season = await tempFolder("season");
  await drawSeason(season, { encounters: 1, imagesPerEncounter: 1, seed: "in part" });
  const names = await readdir(season, { recursive: true });
  const photograph = names.find((name) => /\.jpe?g$/i.test(name)) as string;
  // Large enough to go in blocks.
  await appendFile(path.join(season, photograph), Buffer.alloc(20 * 2 ** 20, 7));
  station = await newStation(hub.url, hub.key);
  manifest = (await landfall(station, "scan", season, "--population", "Orcas")).json.manifestId;
  await landfall(station, "approve", manifest);
}, 60_000);
afterAll(removeFolders);

const inPart = "1 image is with the hub in part: the next sync goes on from there, and sends none of that again.";
const sync = (...args: string[]) => start([landfallBin, "sync", manifest, ...args, "--data", station]).ended;

test("a sync that is ended by its limit in the middle of an image says so, and the next one goes on from there", async () => {
  expect((await sync("--max-bytes", "12MB")).stdout).toContain(`sent. ${inPart}`);
  const whole = 20 * 2 ** 20;
  const { json } = await landfall(station, "sync", manifest, "--max-bytes", "none");
  expect(json.images.complete).toBe(1);
  expect(json).not.toHaveProperty("partly");
  // Of the run, which the second command has gone on with: nothing of the image was sent twice.
  expect(json.bytesSent).toBeGreaterThanOrEqual(whole);
  expect(json.bytesSent).toBeLessThan(whole + 2 ** 20);
}, 60_000);
