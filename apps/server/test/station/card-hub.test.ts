import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { check } from "./check-card.ts";
import { delivered, season } from "./delivered.ts";
import { openStation, openTestHub } from "./support.ts";

async function deliveredCard(seed: string) {
  const opened = await openTestHub();
  const { folder, files } = await season(2, 2, seed);
  const station = await openStation();
  await station.ask("connect", { body: { hub: opened.hub.url, key: opened.key } });
  const manifest = await delivered(station, folder);
  return { ...opened, folder, files, station, manifest };
}

test("a card whose photographs the hub has lost is not safe to erase, and the next sync sends them again", async () => {
  const { dataFolder, folder, files, station, manifest } = await deliveredCard("lost since");
  const blobs = join(dataFolder, "hub", "blobs");
  expect(await check(station, folder)).toMatchObject({ safe: true, proven: files.length, unasked: null });
  for (const entry of readdirSync(blobs, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) rmSync(join(entry.parentPath, entry.name));

  const no = await check(station, folder);
  expect(no).toMatchObject({ state: "done", safe: false, proven: 0, problems: files.length, unasked: null });
  expect(new Set(no.list.map(({ reason }) => reason))).toEqual(new Set(["LOST"]));

  await station.synced(manifest);
  expect(await check(station, folder)).toMatchObject({ safe: true, proven: files.length });
});

test("where the hub cannot be asked the answer is not now, with the reason; unasked it is as of a time, and no yes", async () => {
  const { hub, folder, files, station } = await deliveredCard("not asked");
  const offline = await check(station, folder, true);
  expect(offline).toMatchObject({ state: "done", safe: false, proven: files.length, problems: 0, unasked: null });
  expect(Date.parse(offline.signedAsOf ?? "")).toBeLessThanOrEqual(Date.now());

  await hub.stop();
  expect(await check(station, folder)).toMatchObject({
    state: "done",
    safe: false,
    proven: files.length,
    problems: 0,
    signedAsOf: null,
    unasked: { code: "HUB_OFFLINE" },
  });
  expect((await check(station, folder, true)).signedAsOf).toBe(offline.signedAsOf);
});
