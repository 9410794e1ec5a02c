import { stat } from "node:fs/promises";
import { afterAll, expect, test } from "vitest";
import { drawSeason } from "../fixtures/index.ts";
import { landfall, newStation, removeFolders, startTestHub, tempFolder } from "./support/landfall.ts";
import { filesIn } from "./support/photographs.ts";
import { endAll } from "./support/process.ts";

afterAll(async () => {
  await endAll();
  await removeFolders();
});

test("a season reaches a hub whose blobs lie in Azure's emulator, and a second sync sends nothing", async () => {
  const hub = await startTestHub({ args: ["--blobs", "azurite"] });
  const season = await tempFolder("season");
  await drawSeason(season, { encounters: 2, imagesPerEncounter: 6, seed: "azurite" });
  const station = await newStation(hub.url, hub.key);
  const { manifestId } = (await landfall(station, "scan", season, "--population", "Orcas")).json;
  await landfall(station, "approve", manifestId);
  const synced = await landfall(station, "sync", manifestId);
  expect(synced).toMatchObject({ code: 0, json: { encounters: { synced: 2 }, images: { complete: 12, failed: 0 } } });
  const sizes = await Promise.all([...(await filesIn(season)).keys()].map(async (file) => (await stat(file)).size));
  expect(synced.json.bytesSent).toBe(sizes.reduce((sum, size) => sum + size, 0));
  expect(await landfall(station, "verify", manifestId)).toMatchObject({ code: 0, json: { images: 12, verified: 12 } });
  expect(await landfall(station, "sync", manifestId)).toMatchObject({
    json: { images: { alreadyThere: 12 }, bytesSent: 0 },
  });
  await hub.program().stop();
});
