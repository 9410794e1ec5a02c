import { cp, mkdir, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { drawSeason } from "../fixtures/index.ts";
import { landfall, removeFolders, tempFolder } from "./support/landfall.ts";
import { endAll } from "./support/process.ts";

afterAll(async () => {
  await endAll();
  await removeFolders();
});

test("a project goes to another machine by command: its drive has another name there, and nothing is to be done again", async () => {
  const data = await tempFolder("project");
  const drive = join(await tempFolder("project-drive"), "Season");
  await drawSeason(drive, { encounters: 3, imagesPerEncounter: 2, seed: "project" });
  const { json: scanned } = await landfall(data, "scan", drive, "--population", "Residents");
  const manifest: string = scanned.manifestId;
  expect(await landfall(data, "approve", manifest, "--set", "license=public")).toMatchObject({ code: 0 });
  const { json: before } = await landfall(data, "review", manifest, "--images");
  const file = join(await tempFolder("project-archive"), "season.landfall");
  expect(await landfall(data, "project", "export", file)).toMatchObject({ code: 0, json: { out: file } });

  const there = join(await tempFolder("project-there"), "Photographs");
  await mkdir(there, { recursive: true });
  await cp(drive, join(there, "Season"), { recursive: true, preserveTimestamps: true });
  await rm(drive, { recursive: true });
  const other = await tempFolder("project-other");
  const named = join(drive, "..").replace(homedir(), "~");
  const taken = await landfall(other, "project", "import", file, "--roots", `${named}=${there}`);
  expect(taken).toMatchObject({ code: 0, json: { manifests: 1, encounters: 3, images: 6 } });
  expect(taken.json.roots).toEqual([{ path: join(there, "Season"), isThere: true }]);
  expect((await landfall(other, "review", manifest, "--images")).json).toEqual(before);
  const [job] = (await landfall(other, "scans")).json.items;
  const again = await landfall(other, "scans", job.id, "--again");
  expect(again.json).toMatchObject({ manifestId: manifest, changes: { isNew: false, same: 3, approved: 3 } });

  expect(await landfall(other, "project", "import", file)).toMatchObject({ json: { code: "PROJECT_NOT_EMPTY" } });
  const nowhere = await tempFolder("project-empty");
  expect(await landfall(nowhere, "project", "import", join(nowhere, "no.landfall"))).toMatchObject({
    json: { code: "ARCHIVE_NOT_FOUND" },
  });
  expect(await landfall(nowhere, "project", "import", file, "--roots", "wrong")).toMatchObject({ code: 1 });
  expect(await landfall(nowhere, "project", "remove", file)).toMatchObject({ code: 1 });
}, 120_000);
