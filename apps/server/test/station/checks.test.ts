/** What is looked at before approval: pictures that are not whole, files that are gone or changed. */
import { readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawBroken, overwritten } from "../../../../fixtures/broken.ts";
import { drawSeason } from "../../../../fixtures/index.ts";
import { openStation, type TestStation, temporaryFolder } from "./support.ts";

const folderName = "2024-07-15_Haro Strait/BW";

async function scanBroken(station: TestStation) {
  const root = join(temporaryFolder("photos"), "Season");
  const folder = join(root, folderName);
  const drawn = await drawBroken(folder);
  const job = await station.scan({ population: "Residents", folders: [root] });
  const manifest = job.result?.manifestId as ManifestId;
  const page = async () => {
    const query = { filter: "all", offset: 0, limit: 100 } as const;
    return (await station.ask("encounters", { params: { id: manifest }, query })).items;
  };
  const only = async () => (await page())[0] as NonNullable<Awaited<ReturnType<typeof page>>[0]>;
  const decoded = async (state = "idle") => {
    await station.ask("checkManifest", { params: { id: manifest } });
    await expect
      .poll(() => station.ask("pictureChecks", {}), { interval: 50, timeout: 60_000 })
      .toMatchObject({ left: 0, state });
  };
  const approve = () => station.ask("approve", { params: { id: manifest }, body: {} });
  return { root, folder, drawn, manifest, only, decoded, approve };
}

test("a broken photograph blocks its encounter by name, until it is left out or delivered as it is", async () => {
  const station = await openStation();
  const { root, drawn, only, decoded, approve } = await scanBroken(station);
  await decoded();
  const row = await only();
  expect(row.review).toBe("incomplete");
  const blocking = row.findings.filter(({ severity }) => severity === "blocking");
  expect(blocking.flatMap(({ images }) => images.map(({ fileName }) => fileName)).sort()).toEqual(drawn.broken);
  const refused = await approve();
  expect(refused).toMatchObject({ approved: 0, incomplete: 1 });
  const [reason] = refused.leftOut;
  expect(reason).toMatchObject({ finding: "TRUNCATED", encounters: 1 });
  expect(reason?.examples).toContain("IMG_0002.JPG");
  expect(reason?.hint).toContain("leave it out");

  const [first, ...others] = blocking.flatMap(({ images }) => images.map(({ sha256 }) => sha256));
  await station.ask("leaveOut", { params: { id: row.id }, body: { images: [first as never], reason: "cut off" } });
  expect((await only()).review).toBe("incomplete");
  await station.ask("keepAsIs", { params: { id: row.id }, body: { images: others, keep: true } });
  const kept = await only();
  expect(kept).toMatchObject({ review: "pending" });
  expect(kept.findings.find(({ code }) => code === "KEPT_AS_IS")).toMatchObject({ severity: "note", count: 2 });

  // A later version keeps what was said, and what decoding came to.
  const later = (await station.scan({ population: "Residents", folders: [root] })).result?.manifestId as ManifestId;
  const { items } = await station.ask("encounters", {
    params: { id: later },
    query: { filter: "pending", offset: 0, limit: 10 },
  });
  expect(items[0]?.findings.map(({ code }) => code)).toContain("KEPT_AS_IS");
  const done = await station.ask("approve", { params: { id: later }, body: {} });
  expect(done).toMatchObject({ approved: 1, incomplete: 0, leftOut: [], undecoded: 0, away: 0, unlicensed: 1 });
  await station.ask("undoReshaping", { params: { id: done.undo as never } });
  const set = { license: "public" } as const;
  expect(await station.ask("approve", { params: { id: later }, body: { set } })).toMatchObject({ unlicensed: 0 });
});

test("decoding finds what the structure of a file hides, at every image of these bytes, and goes with a rescan", async () => {
  const station = await openStation();
  const { root, folder, manifest, only, decoded } = await scanBroken(station);
  const whole = readFileSync(join(folder, "IMG_0001.JPG"));
  for (const name of ["IMG_0002.JPG", "IMG_0003.JPG", "IMG_0004.JPG"]) rmSync(join(folder, name));
  writeFileSync(join(folder, "IMG_0005.JPG"), overwritten(whole));
  utimesSync(join(folder, "IMG_0005.JPG"), 1_720_000_000, 1_720_000_000);
  const again = await station.scan({ population: "Residents", folders: [root] });
  const id = again.result?.manifestId as ManifestId;
  expect(id).not.toBe(manifest);
  await decoded();
  const query = { filter: "warnings", offset: 0, limit: 10 } as const;
  const [row] = (await station.ask("encounters", { params: { id }, query })).items;
  expect(row?.findings.find(({ code }) => code === "PICTURE_DAMAGED")).toMatchObject({ count: 1 });
  expect(row?.review).toBe("pending");
  expect((await only()).review).toBe("incomplete");
  const third = await station.scan({ population: "Residents", folders: [root] });
  expect(third.result?.findings.find(({ code }) => code === "PICTURE_DAMAGED")).toMatchObject({ count: 1 });
});

test("a pause keeps pictures from being decoded, and a person may ask for it all the same", async () => {
  const station = await openStation();
  await station.ask("changeSettings", { body: { checkPictures: false } });
  station.station.resume();
  const { decoded } = await scanBroken(station);
  expect(await station.ask("pictureChecks", {})).toMatchObject({ state: "paused", checked: 0 });
  await decoded("paused");
  expect(await station.ask("pictureChecks", {})).toMatchObject({ checked: 4 });
});

test("files that are gone or changed since the scan block, and come back; a touched file with the same bytes does not", async () => {
  const station = await openStation();
  const { root, folder, only, approve } = await scanBroken(station);
  const row = await only();
  const broken = row.findings.flatMap(({ images }) => images.map(({ sha256 }) => sha256));
  await station.ask("leaveOut", { params: { id: row.id }, body: { images: broken, reason: null } });
  const file = join(folder, "IMG_0001.JPG");
  const bytes = readFileSync(file);

  utimesSync(file, 1_730_000_000, 1_730_000_000);
  expect((await station.ask("checkEncounter", { params: { id: row.id } })).review).toBe("pending");

  writeFileSync(file, Buffer.concat([bytes, Buffer.alloc(1)]));
  const changed = await approve();
  expect(changed).toMatchObject({ approved: 0, incomplete: 1, leftOut: [{ finding: "FILE_CHANGED", encounters: 1 }] });
  expect(changed.leftOut[0]?.examples).toEqual(["IMG_0001.JPG"]);

  rmSync(file);
  expect((await approve()).leftOut).toMatchObject([{ finding: "FILE_MISSING", examples: ["IMG_0001.JPG"] }]);

  renameSync(root, `${root} away`);
  const away = await station.ask("checkEncounter", { params: { id: row.id } });
  expect(away.review).toBe("pending");
  expect(away.findings.map(({ code }) => code)).toContain("DRIVE_AWAY");
  renameSync(`${root} away`, root);

  writeFileSync(file, bytes);
  expect(await approve()).toMatchObject({ approved: 1, incomplete: 0, leftOut: [] });
});

test("a day in the future blocks until it is corrected", async () => {
  const station = await openStation();
  const { only, manifest } = await scanBroken(station);
  const row = await only();
  const broken = row.findings.flatMap(({ images }) => images.map(({ sha256 }) => sha256));
  await station.ask("leaveOut", { params: { id: row.id }, body: { images: broken, reason: null } });
  const edit = (eventDate: string) => station.ask("editEncounter", { params: { id: row.id }, body: { eventDate } });
  expect(await edit("2999-01")).toMatchObject({ review: "incomplete" });
  const refused = await station.ask("approve", { params: { id: manifest }, body: {} });
  expect(refused.leftOut).toMatchObject([
    { finding: "DAY_IN_FUTURE", encounters: 1, examples: ["2999-01 · Haro Strait · BW"] },
  ]);
  expect(await edit("2024-07-15")).toMatchObject({ review: "pending" });
});

test("a photograph that two versions of a manifest have is left to be checked once", async () => {
  const station = await openStation();
  await station.ask("changeSettings", { body: { checkPictures: false } });
  const folder = temporaryFolder("photos");
  const request = { population: "Residents", folders: [folder] };
  await drawSeason(folder, { encounters: 2, imagesPerEncounter: 3, seed: "left" });
  const id = (await station.scan(request)).result?.manifestId as ManifestId;
  await station.ask("approve", { params: { id }, body: {} });
  await station.ask("decide", { params: { id }, body: { decision: "reopen" } });
  await drawSeason(folder, { encounters: 2, imagesPerEncounter: 4, seed: "left" });
  expect((await station.scan(request)).result).toMatchObject({ version: 2 });
  station.station.resume();
  await expect.poll(() => station.ask("pictureChecks", {})).toMatchObject({ state: "paused", left: 8 });
});
