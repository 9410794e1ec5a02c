/** What identifies a record is the same in every export, whatever is corrected and however often the folders are scanned. */
import { copyFileSync, mkdirSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { EncounterRow, ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { linesIn, type Scope } from "./records-files.ts";
import { openStation, temporaryFolder } from "./support.ts";

test("identifiers stay through corrections, moved files and new versions of a manifest", async () => {
  const folder = temporaryFolder("stable");
  const drawn = await drawSeason(folder, { encounters: 3, imagesPerEncounter: 2, seed: "stable", size: 64 });
  const station = await openStation();
  const scan = async () =>
    (await station.scan({ folders: [folder], population: "Residents" })).result?.manifestId as ManifestId;
  const rows = async (id: ManifestId): Promise<EncounterRow[]> =>
    (await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 10 } })).items;
  const edit = async (row: EncounterRow | undefined, body: object) => {
    const params = { id: row?.id as EncounterRow["id"] };
    if (row?.review === "approved") await station.ask("reopen", { params });
    return station.ask("editEncounter", { params, body: body as never });
  };
  const approve = (id: ManifestId) => station.ask("approve", { params: { id }, body: {} });
  const first = await scan();
  const named = { organismName: "T065A, T002B", individualCount: 4, scientificName: "Orcinus orca" };
  await edit((await rows(first))[0], named);
  await approve(first);
  const population = (await station.ask("snapshot", {})).populations[0]?.id;
  const scope = { of: { population }, status: "approved" } as Scope;
  const identifiers = async () => {
    const ids = async (format: "dwca" | "camtrap-dp", table: string, column: string) =>
      (await linesIn(station, scope, format, table)).map((line) => line[column]).sort();
    return {
      events: await ids("dwca", "event.csv", "eventID"),
      media: await ids("dwca", "multimedia.csv", "mediaID"),
      occurrences: await ids("dwca", "occurrence.csv", "occurrenceID"),
      deployments: await ids("camtrap-dp", "deployments.csv", "deploymentID"),
      files: await ids("camtrap-dp", "media.csv", "mediaID"),
      observations: await ids("camtrap-dp", "observations.csv", "observationID"),
    };
  };
  const before = await identifiers();
  expect(before.deployments).toEqual(before.events);
  expect(before.files).toEqual(before.media);
  expect(await identifiers()).toEqual(before);

  for (const row of await rows(first)) await edit(row, { locality: "Boundary Pass", eventRemarks: "calm" });
  await edit((await rows(first))[0], { individualCount: 5, organismName: "T002B | T065A" });
  await approve(first);
  expect(await identifiers()).toEqual(before);

  const [renamed = "", moved = ""] = drawn.map(({ images }) => images[0]?.path ?? "");
  renameSync(renamed, join(dirname(renamed), "renamed.jpg"));
  mkdirSync(join(folder, "sorted"));
  renameSync(dirname(moved), join(folder, "sorted", basename(dirname(moved))));
  const more = { encounters: 1, imagesPerEncounter: 1, seed: "more", size: 64 };
  const [added] = await drawSeason(temporaryFolder("added"), more);
  copyFileSync(added?.images[0]?.path ?? "", join(dirname(renamed), "added.jpg"));
  const second = await scan();
  expect(second).not.toBe(first);
  await approve(second);
  const after = await identifiers();
  expect(after).toMatchObject({ events: before.events, occurrences: before.occurrences });
  expect(after.observations).toEqual(before.observations);
  expect(after.media).toHaveLength(before.media.length + 1);
  expect(after.media).toEqual(expect.arrayContaining(before.media));
});
