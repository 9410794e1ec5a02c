import { writeFileSync } from "node:fs";
import type { ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawSheetDriven, sheetDrivenRows, sheetDrivenWorkbook } from "../../../../fixtures/index.ts";
import { openStation, openTestHub, temporaryFolder } from "./support.ts";

test("what a sheet says is delivered with its encounters, and an edited sheet corrects it there without sending an image", async () => {
  const { hub, key } = await openTestHub();
  const season = await drawSheetDriven(temporaryFolder("sheets-sync"));
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.url, key } });
  const request = {
    folders: [season.photos],
    population: "Residents",
    name: "2022",
    timezone: "America/Vancouver",
    sheets: [season.sheet],
    tracks: [season.track],
  };
  const approveAll = async () => {
    const id = (await station.scan(request)).result?.manifestId as ManifestId;
    await station.ask("approve", { params: { id }, body: { set: { locality: "Unknown Bay", recordedBy: "BW" } } });
    return id;
  };
  const plan = (id: ManifestId) => station.ask("plan", { params: { id } });

  const first = await approveAll();
  const run = await station.synced(first);
  expect(run.result.images).toMatchObject({ complete: 7, failed: 0 });
  expect(await plan(first)).toMatchObject({ create: 0, fill: 0, update: 0, upload: 0, ask: 0 });

  // Read again and nothing else: nothing is to be sent.
  const same = await approveAll();
  expect(await plan(same)).toMatchObject({ create: 0, update: 0, upload: 0, ask: 0 });

  const edited = sheetDrivenRows.map((row) =>
    row.map((cell) => (cell === "travel" ? "forage" : cell === 3 ? 4 : cell)),
  );
  writeFileSync(season.sheet, await sheetDrivenWorkbook(edited));
  const second = await approveAll();
  const { corrections, ...sums } = await plan(second);
  expect(sums).toMatchObject({ create: 0, update: 2, upload: 0, ask: 0 });
  expect(corrections.flatMap(({ update }) => update)).toEqual([
    { field: "behavior", from: "travel", to: "forage" },
    { field: "individualCount", from: 3, to: 4 },
  ]);
  const again = await station.synced(second);
  expect(again.result).toMatchObject({ bytesSent: 0, corrected: { updated: 2 } });
  expect(await plan(second)).toMatchObject({ update: 0, upload: 0, ask: 0 });
});
