import { copyFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EncounterRow, ManifestId, ScanJobId, Sha256, SheetField, SheetMapping } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { drawSheetDriven, sheetDrivenRows, sheetDrivenWorkbook } from "../../../../fixtures/index.ts";
import { openStation, type TestStation, temporaryFolder } from "./support.ts";

const rows = async (station: TestStation, id: ManifestId | null | undefined): Promise<EncounterRow[]> =>
  (
    await station.ask("encounters", {
      params: { id: id as ManifestId },
      query: { filter: "all", offset: 0, limit: 100 },
    })
  ).items;
const sources = (station: TestStation, id: ScanJobId) => station.ask("sources", { params: { id } });

/** Scenario G, read with its sheet and track. */
async function readSeason(more: { sheets?: string[]; tracks?: string[] } = {}) {
  const folder = temporaryFolder("sheets");
  const season = await drawSheetDriven(folder);
  const station = await openStation({ allowedRoots: [folder] });
  const request = { folders: [season.photos], population: "Residents", name: "2022", timezone: "America/Vancouver" };
  const job = await station.scan({ ...request, sheets: [season.sheet], tracks: [season.track], ...more });
  const edit = async (change: (rows: (typeof sheetDrivenRows)[number][]) => void) => {
    const edited = sheetDrivenRows.map((row) => [...row]);
    change(edited);
    writeFileSync(season.sheet, await sheetDrivenWorkbook(edited));
  };
  return { station, season, request, job, folder, edit, manifest: job.result?.manifestId };
}

describe("a season whose sheet says it all", () => {
  test("becomes encounters with places, photographers and animals, and nothing is left unsaid", async () => {
    const { station, job, manifest } = await readSeason();
    const encounters = await rows(station, manifest);
    expect(
      encounters.map(({ values, encounterNumber, imageCount }) => [
        values.eventDate,
        encounterNumber,
        values.locality,
        values.recordedBy,
        values.vernacularName ?? null,
        imageCount,
      ]),
    ).toEqual([
      ["2022-05-03", 1, "Haro Strait", "BW", "Killer whale", 2],
      ["2022-05-03", 1, "Haro Strait", "AW", "Killer whale", 1],
      ["2022-05-03", 2, "Active Pass", "BW", "Killer whale", 2],
      ["2022-05-13", 1, "Johnstone Strait", "JT", "Humpback whale", 1],
      ["2022-05-20", null, null, null, null, 1],
    ]);
    const [first, second, , tracked] = encounters;
    expect(first?.values).toMatchObject({
      decimalLatitude: 48.5521,
      decimalLongitude: -123.1786,
      parentEventID: "2022-05-03 encounter 1",
      organismName: "T065A, T002B",
      groupSizeMin: 5,
      groupSizeMax: 7,
    });
    expect(second?.values).toMatchObject({ parentEventID: "2022-05-03 encounter 1", decimalLatitude: 48.5521 });
    expect(second?.values).not.toHaveProperty("groupSizeMin");
    expect(first?.provenance.locality).toMatchObject({ source: "sheet", place: "sightings_2022.xlsx, sheet 2, row 4" });
    expect(tracked?.values).toMatchObject({ decimalLatitude: 50.52, decimalLongitude: -126.6 });
    expect(tracked?.provenance.decimalLatitude).toMatchObject({
      source: "gpx",
      place: "boat.gpx at 2022-05-13T17:20:00Z",
    });
    expect(job.result?.sources).toMatchObject({
      sheets: [{ name: "sightings_2022.xlsx", tableName: "Sightings", rows: 4, used: 3, photographs: 6, problems: 0 }],
      tracks: [{ name: "boat.gpx", placed: 1 }],
      withoutRow: 1,
      offered: [],
    });
    const { entries } = await station.ask("export", {
      params: { id: manifest as ManifestId },
      query: { after: 0, limit: 100 },
    });
    expect(entries.filter(({ trackPosition }) => trackPosition !== null)).toMatchObject([
      {
        filePath: "2022-05-13/E1/IMG_0004.JPG",
        decimalLatitude: null,
        trackPosition: { decimalLatitude: 50.52, decimalLongitude: -126.6, place: "boat.gpx at 2022-05-13T17:20:00Z" },
      },
    ]);
    const view = await sources(station, job.id);
    expect(view.tables[0]?.match?.unused).toEqual([
      { place: "sightings_2022.xlsx, sheet 2, row 7", text: expect.stringContaining("Robson Bight") },
    ]);
    expect(view.withoutRow).toEqual([{ because: "noRow", count: 1, examples: ["2022-05-20/IMG_0005.JPG"] }]);
    expect(view.tables[0]).toMatchObject({ headerRow: 3, provenOrder: "dayFirst", isMapped: false });
  });

  test("is read again when its sheet was edited: what is other is shown, what a person typed stays", async () => {
    const { station, request, edit, manifest, job } = await readSeason();
    const [first, , third] = await rows(station, manifest);
    if (!first || !third) throw new Error("three encounters");
    await station.ask("editEncounter", { params: { id: first.id }, body: { locality: "Typed by a person" } });
    await station.ask("deny", { params: { id: third.id } });
    await edit((sheet) => {
      sheet[0] = (sheet[0] ?? []).map((cell) =>
        cell === "Haro Strait" ? "Haro Strait, south" : cell === "travel" ? "forage" : cell,
      );
      sheet.push(["20/05/2022", 1, null, null, null, null, "Stuart Channel", "BW", null, null, null, null, null]);
      sheet.splice(3, 1);
    });
    // Named once, the sheet belongs to the job.
    const again = await station.scan(request);
    const after = await rows(station, again.result?.manifestId);
    expect(after.map(({ values, review }) => [values.locality, values.behavior ?? null, review])).toEqual([
      ["Typed by a person", "forage", "pending"],
      ["Haro Strait, south", null, "pending"],
      ["Active Pass", "rest", "denied"],
      ["Johnstone Strait", null, "pending"],
      ["Stuart Channel", null, "pending"],
    ]);
    expect(after[0]?.provenance.locality).toMatchObject({
      source: "manual",
      conflicts: [{ value: "Haro Strait, south" }],
    });
    expect(after.map(({ eventID }) => eventID).slice(0, 4)).toEqual(
      (await rows(station, manifest)).map(({ eventID }) => eventID).slice(0, 4),
    );
    const { changes } = (await sources(station, job.id)).sources[0] ?? {};
    expect(changes?.counts).toEqual({ added: 1, removed: 1, changed: 2 });
    expect(changes?.changed).toContainEqual({
      place: "sightings_2022.xlsx, sheet 2, row 4",
      field: "behavior",
      from: "travel",
      to: "forage",
    });
  });

  test("says of a group once what its row says, also where a person has split its encounter", async () => {
    const { station, request, manifest } = await readSeason();
    const [, , third] = await rows(station, manifest);
    if (!third) throw new Error("three encounters");
    const { items } = await station.ask("images", { params: { id: third.id }, query: { offset: 0, limit: 10 } });
    await station.ask("splitEncounter", { params: { id: third.id }, body: { images: [items[1]?.sha256 as Sha256] } });
    const said = (all: EncounterRow[]) =>
      all.filter(({ values }) => values.locality === "Active Pass").map(({ values }) => values.individualCount ?? null);
    expect(said(await rows(station, manifest))).toEqual([3, null]);
    const again = await station.scan(request);
    const after = await rows(station, again.result?.manifestId);
    expect(said(after)).toEqual([3, null]);
    expect(again.result).toMatchObject({
      encounters: after.length,
      incomplete: after.length - (again.result?.complete ?? 0),
    });
    const shared = after.flatMap(({ values }) => values.parentEventID ?? []);
    expect(shared.filter((each) => each === "2022-05-03 encounter 2")).toHaveLength(2);
  });

  test("keeps what its sheet said while the sheet is away, and says that it is", async () => {
    const { station, request, season, job } = await readSeason();
    rmSync(season.sheet);
    const again = await station.scan(request);
    expect((await rows(station, again.result?.manifestId))[0]?.values.locality).toBe("Haro Strait");
    expect((await sources(station, job.id)).sources[0]?.error).toMatchObject({ code: "SHEET_NOT_FOUND" });
    const none = await station.scan({ ...request, sheets: [] });
    expect((await rows(station, none.result?.manifestId))[0]?.values.locality).toBeNull();
  });
});

describe("sheets in the scanned folders", () => {
  test("are offered, used when a person says so without reading a photograph again, and then offered no more", async () => {
    const { station, season, request } = await readSeason();
    copyFileSync(season.sheet, join(season.photos, "sightings.xlsx"));
    copyFileSync(season.track, join(season.photos, "day.gpx"));
    const job = await station.scan({ ...request, name: "Offered", sheets: [], tracks: [] });
    const offered = job.result?.sources?.offered ?? [];
    expect(offered.map(({ kind, name }) => [kind, name])).toEqual([
      ["track", "day.gpx"],
      ["sheet", "sightings.xlsx"],
    ]);
    const paths = (kind: string) => offered.filter((each) => each.kind === kind).map((each) => each.path);
    const view = await station.ask(
      "setSources",
      { params: { id: job.id }, body: { sheets: paths("sheet"), tracks: paths("track") } },
      "browser",
    );
    expect([view.offered, view.tables.length, view.tracks[0]?.placed]).toEqual([[], 1, 1]);
    expect((await rows(station, view.manifestId))[0]?.values.locality).toBe("Haro Strait");
  });

  test("outside of the allowed folders are not read for a browser, through a link neither", async () => {
    const { station, season, job } = await readSeason();
    const outside = join(temporaryFolder("outside"), "secret.csv");
    writeFileSync(outside, "Date,Place\n2022-05-03,Haro\n");
    symlinkSync(outside, join(season.photos, "link.csv"));
    for (const path of [outside, join(season.photos, "link.csv")])
      await expect(
        station.ask("setSources", { params: { id: job.id }, body: { sheets: [path] } }, "browser"),
      ).rejects.toMatchObject({ code: "FOLDER_NOT_ALLOWED" });
  });
});

describe("what the columns are", () => {
  test("is said by a person once, and remembered for every sheet with that header", async () => {
    const { station, folder, request } = await readSeason();
    const path = join(folder, "odd.csv");
    writeFileSync(path, "When,Where exactly,Who,Folder\n04/05/2022,Haro,BW,2022-05-03/E2\n");
    const job = await station.scan({ ...request, name: "Odd", sheets: [path], tracks: [] });
    const [table] = (await sources(station, job.id)).tables;
    if (!table) throw new Error("a table");
    expect(table.columns.map(({ header, field }) => [header, field])).toEqual([
      ["When", null],
      ["Where exactly", null],
      ["Who", null],
      ["Folder", "folder"],
    ]);
    const columns: SheetField[] = ["eventDate", "locality", "recordedBy", "folder"];
    const map = (body: SheetMapping) => station.ask("mapSheet", { params: { fingerprint: table.fingerprint }, body });
    await map({ columns, dayMonthOrder: null });
    const waiting = await sources(station, job.id);
    expect(waiting.tables[0]?.match?.problems).toMatchObject([{ code: "DATE_EITHER", raw: "04/05/2022" }]);
    const { regrouped } = await map({ columns, dayMonthOrder: "monthFirst" });
    expect(regrouped.map(({ scanJobId }) => scanJobId)).toEqual([job.id]);
    const told = await sources(station, job.id);
    expect(told.tables[0]).toMatchObject({ isMapped: true, match: { problemCount: 0, used: 0 } });
    await map({ columns: [null, ...columns.slice(1)], dayMonthOrder: null });
    const localities = (await rows(station, (await sources(station, job.id)).manifestId)).map(
      ({ values }) => values.locality,
    );
    expect(localities).toContain("Haro");
    const another = join(folder, "odd 2.csv");
    writeFileSync(another, "WHEN,where exactly,Who?,Folder\n,Haro,BW,2022-05-03/E2\n");
    const next = await station.ask("setSources", { params: { id: job.id }, body: { sheets: [another] } });
    expect(next.tables[0]).toMatchObject({ isMapped: true, match: { used: 1 } });
  });

  test("of a sheet that says nothing known is asked, and the scan says that it is not used", async () => {
    const { station, folder, request } = await readSeason();
    const path = join(folder, "päivät.csv");
    writeFileSync(path, "Päivä,Paikka\n2022-05-20,Hanko\n");
    const job = await station.scan({ ...request, name: "Unknown", sheets: [path] });
    expect(job.result?.sources).toMatchObject({ notUnderstood: ["päivät.csv"], sheets: [] });
    const [table] = (await sources(station, job.id)).tables;
    expect(table).toMatchObject({ match: null, columns: [{ header: "Päivä" }, { header: "Paikka" }] });
    const params = { fingerprint: table?.fingerprint ?? "" };
    await station.ask("mapSheet", { params, body: { columns: ["eventDate", "locality"], dayMonthOrder: null } });
    expect((await sources(station, job.id)).tables[0]?.match).toMatchObject({ used: 1 });
  });

  test("of a sheet that cannot be read is told at once, and no photograph is read", async () => {
    const { station, folder, request } = await readSeason();
    const path = join(folder, "broken.xlsx");
    writeFileSync(path, "PK\u0003\u0004 nothing behind it");
    const job = await station.scan({ ...request, name: "Broken", sheets: [path] });
    expect(job).toMatchObject({ state: "failed", error: { code: "SHEET_UNREADABLE" }, files: { found: 0 } });
  });
});
