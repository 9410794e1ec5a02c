/** Photographs that were delivered, and whose files were then deleted. */
import { copyFileSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { season } from "./delivered.ts";
import { openStation, openTestHub, type TestStation, temporaryFolder } from "./support.ts";

async function deliveredSeason() {
  const { hub, key } = await openTestHub();
  const { folder, files } = await season(2, 3, "gone");
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.url, key } });
  const scan = () => station.scan({ folders: [folder], population: "Residents" });
  const first = (await scan()).result?.manifestId as ManifestId;
  await station.ask("approve", { params: { id: first }, body: {} });
  await station.synced(first);
  return { station, folder, files, scan, first };
}

const rowsOf = async (station: TestStation, id: ManifestId) =>
  (await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 100 } })).items;

const codes = (row: Awaited<ReturnType<typeof rowsOf>>[0] | undefined) =>
  (row?.findings ?? []).map(({ code, count }) => [code, count]).filter(([code]) => code === "DELIVERED_GONE");

test("they stay photographs of their encounters, with their receipts, and it is said how many are gone; nothing is withdrawn", async () => {
  const { station, files, scan, first } = await deliveredSeason();
  for (const file of files.slice(0, 2)) rmSync(file);
  const after = await scan();
  const id = after.result?.manifestId as ManifestId;
  expect(after.result?.files).toMatchObject({ found: 4, images: 4 });
  expect(after.result?.findings.find(({ code }) => code === "DELIVERED_GONE")).toMatchObject({ count: 2 });
  expect(after.result?.changes).toMatchObject({ same: 2, changed: 0, gone: 0, approved: 2 });
  const rows = await rowsOf(station, id);
  expect(rows.map(({ review, sync, imageCount }) => [review, sync, imageCount])).toEqual([
    ["approved", "synced", 3],
    ["approved", "synced", 3],
  ]);
  expect(codes(rows[0])).toEqual([["DELIVERED_GONE", 2]]);
  expect(await station.ask("plan", { params: { id } })).toMatchObject({
    create: 0,
    fill: 0,
    upload: 0,
    move: 0,
    withdraw: 0,
  });
  const report = async (of: ManifestId) => {
    const { images } = await station.ask("report", { params: { id: of }, query: { after: 0, limit: 100 } });
    return images.map(({ sha256, state, receipt }) => [sha256, state, receipt]).sort();
  };
  expect(await report(id)).toEqual(await report(first));
  expect(await station.verified(id)).toMatchObject({ images: 6, verified: 6 });
  expect(await station.verified(id, { scope: "files" })).toMatchObject({ verified: 4, missing: 2 });

  // Another scan knows them still, and makes no new version for it.
  expect((await scan()).result).toMatchObject({ manifestId: id, changes: { isNew: false } });
});

test("an encounter that is opened again is approved without them, and what is left of it is corrected on the hub", async () => {
  const { station, files, scan, first } = await deliveredSeason();
  rmSync(files[0] as string);
  const [open] = await rowsOf(station, first);
  const edited = async (row: typeof open, locality: string) => {
    await station.ask("reopen", { params: { id: row?.id as never } });
    await station.ask("editEncounter", { params: { id: row?.id as never }, body: { locality } });
    return station.ask("approve", { params: { id: row?.manifestId as ManifestId }, body: {} });
  };
  // No scan has found it yet.
  expect(await edited(open, "Haro Strait")).toMatchObject({ approved: 1, incomplete: 0 });
  expect(codes((await rowsOf(station, first))[0])).toEqual([["DELIVERED_GONE", 1]]);
  const id = (await scan()).result?.manifestId as ManifestId;
  expect(await edited((await rowsOf(station, id))[0], "Boundary Pass")).toMatchObject({ approved: 1, incomplete: 0 });
  expect(await station.synced(id)).toMatchObject({ state: "done", result: { images: { missing: 0, changed: 0 } } });
  expect((await rowsOf(station, id)).map(({ sync }) => sync)).toEqual(["synced", "synced"]);
});

test("where another photograph has its name now, both are there, and no picture is shown in place of another", async () => {
  const { station, files, scan } = await deliveredSeason();
  const other = await season(1, 1, "another photograph");
  copyFileSync(other.files[0] as string, files[0] as string);
  const after = await scan();
  const rows = await rowsOf(station, after.result?.manifestId as ManifestId);
  expect(rows.reduce((sum, { imageCount }) => sum + imageCount, 0)).toBe(7);
  const row = rows.find((each) => codes(each)?.length === 1);
  const images = await station.ask("images", { params: { id: row?.id as never }, query: { offset: 0, limit: 10 } });
  const gone = images.items.find(({ findings }) => findings.includes("DELIVERED_GONE"));
  expect(gone).toMatchObject({ fileName: basename(files[0] as string), state: "complete" });
  expect(await station.station.picture(row?.id as never, gone?.sha256 as never, "thumbnail")).toBeUndefined();
});

test("what was never delivered goes with its file; what was moved, or is back, is not gone", async () => {
  const { station, folder, files, scan } = await deliveredSeason();
  const [moved, away] = files as [string, string];
  renameSync(moved, join(folder, basename(moved)));
  const aside = join(temporaryFolder("aside"), "away");
  renameSync(away, aside);
  const gone = async () => (await rowsOf(station, (await scan()).result?.manifestId as ManifestId)).flatMap(codes);
  expect(await gone()).toEqual([["DELIVERED_GONE", 1]]);
  renameSync(aside, away);
  expect(await gone()).toEqual([]);

  const fresh = await season(1, 2, "never delivered");
  const alone = await openStation();
  const again = () => alone.scan({ folders: [fresh.folder], population: "Residents" });
  await again();
  rmSync(fresh.files[0] as string);
  const [left] = await rowsOf(alone, (await again()).result?.manifestId as ManifestId);
  expect(left).toMatchObject({ imageCount: 1, changes: { imagesRemoved: 1 } });
});
