/** A delivered image keeps the name that it was delivered under, whatever copies are laid beside it. */
import { copyFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { linesIn } from "./records-files.ts";
import { openStation, openTestHub, temporaryFolder } from "./support.ts";

test("a copy that sorts before it takes the name over when the delivered file is gone, and not before", async () => {
  const { hub, key } = await openTestHub();
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.url, key } });
  const folder = temporaryFolder("name");
  const [drawn] = await drawSeason(folder, { encounters: 1, imagesPerEncounter: 1, seed: "name", size: 64 });
  const drawnAt = drawn?.images[0]?.path ?? "";
  const original = join(dirname(drawnAt), "TON_0007.jpg");
  renameSync(drawnAt, original);
  const scan = async () => {
    const job = await station.scan({ folders: [folder], population: "Residents" });
    const id = job.result?.manifestId as ManifestId;
    await station.ask("approve", { params: { id }, body: {} });
    return id;
  };
  await station.synced(await scan());
  const told = async (manifest: ManifestId) => {
    const images = await linesIn(station, { of: { manifest }, status: "approved" }, "csv", "images.csv");
    return images.map(({ fileName, filePath }) => [fileName, filePath?.slice(-(fileName?.length ?? 0))]);
  };
  copyFileSync(original, join(dirname(original), "TON_0007 copy.jpg"));
  for (const manifest of [await scan(), await scan()])
    expect(await told(manifest)).toEqual([["TON_0007.jpg", "TON_0007.jpg"]]);
  rmSync(original);
  expect(await told(await scan())).toEqual([["TON_0007 copy.jpg", "TON_0007 copy.jpg"]]);
});
