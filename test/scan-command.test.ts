import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findAnsweringStation } from "../apps/server/src/cli/open-station.ts";
import { drawImages } from "../fixtures/index.ts";
import type { ScanJobId } from "../packages/protocol/src/index.ts";
import { landfall, removeFolders, startLandfall, tempFolder } from "./support/landfall.ts";
import { endAll } from "./support/process.ts";

const many = 3000;
let photographs: string;

beforeAll(async () => {
  photographs = join(await tempFolder("scan-command"), "2024-07-15_Haro Strait");
  await drawImages(photographs, many, { size: 64 });
}, 120_000);
afterAll(async () => {
  await endAll();
  await removeFolders();
});

test("Ctrl-C ends a scan, keeps what was read, says how to go on, and that goes on", async () => {
  const data = await tempFolder("scan-command");
  const scan = startLandfall(data, "scan", photographs, "--population", "Residents");
  await scan.says(/files? found/);
  scan.child.kill("SIGINT");
  const { code, stderr } = await scan.ended;
  expect(code).toBe(130);
  const [, id] = /go on with: landfall scans (\S+) --resume/.exec(stderr) ?? [];
  expect((await landfall(data, "scans")).json.items).toMatchObject([{ id, state: "cancelled" }]);
  const resumed = await landfall(data, "scans", id ?? "", "--resume");
  expect(resumed).toMatchObject({ code: 0, json: { version: 1, files: { found: many, images: many } } });
  expect((await landfall(data, "scans", id ?? "", "--again")).json).toMatchObject({ changes: { isNew: false } });
}, 120_000);

test("a scan of a running station is paused, survives the Ctrl-C of who asked for it, is cancelled, and goes on", async () => {
  const data = await tempFolder("scan-command");
  await startLandfall(data, "start", "--port", "0").says(/sign-in/);
  const scan = startLandfall(data, "scan", photographs, "--population", "Residents", "--name", "Season");
  const station = await findAnsweringStation(data);
  const running = async () => (await station?.client.snapshot({}))?.scanJobs.find(({ state }) => state === "running");
  await expect.poll(running, { interval: 5, timeout: 15_000 }).toBeDefined();
  // A command takes longer to start than so few photographs to be read.
  await station?.client.pauseScan({ params: { id: (await running())?.id as ScanJobId } });
  expect((await landfall(data, "scans", "--pause")).json).toMatchObject({ name: "Season", isPaused: true });
  scan.child.kill("SIGINT");
  expect(await scan.ended).toMatchObject({
    code: 130,
    stderr: expect.stringContaining("goes on in the running station"),
  });
  expect((await landfall(data, "scans", "Season")).json).toMatchObject({ state: "running", isPaused: true });
  expect((await landfall(data, "scans", "--cancel")).json).toMatchObject({ state: "cancelled" });
  expect((await landfall(data, "scans", "Season", "--resume")).json).toMatchObject({ files: { images: many } });
  expect(await landfall(data, "scans", "--cancel")).toMatchObject({ code: 1, json: { detail: "no scan is at work." } });
  expect(await landfall(data, "scans", "Nothing", "--pause")).toMatchObject({ json: { code: "NOT_FOUND" } });
}, 120_000);
