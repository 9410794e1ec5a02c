/** Encounters of the station that are one on the hub are one in the records too, and each image of it is told once. */
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { EncounterId, ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { linesIn, type Scope } from "./records-files.ts";
import { openStation, openTestHub, temporaryFolder } from "./support.ts";

test("a delivered photograph in the folder of another year is a question; joined by a person, it is told once", async () => {
  const { hub, key } = await openTestHub();
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.url, key } });
  const first = temporaryFolder("first");
  const [drawn] = await drawSeason(first, { encounters: 1, imagesPerEncounter: 2, seed: "joined", size: 64 });
  const approved = async (folder: string): Promise<ManifestId> => {
    const job = await station.scan({ folders: [folder], population: "Residents" });
    const id = job.result?.manifestId as ManifestId;
    await station.ask("approve", { params: { id }, body: {} });
    return id;
  };
  await station.synced(await approved(first));

  const second = temporaryFolder("second");
  const other = join(second, "2033-06-30_Haro Strait South", "BW");
  mkdirSync(other, { recursive: true });
  copyFileSync(drawn?.images[0]?.path ?? "", join(other, "copied.jpg"));
  const id = await approved(second);
  const params = { id };
  const [encounter] = (await station.ask("encounters", { params, query: { filter: "all", offset: 0, limit: 10 } }))
    .items;
  const plan = await station.ask("plan", { params });
  expect(plan).toMatchObject({ create: 0, fill: 0, ask: 1, questions: [{ why: "sharesPhotographs" }] });

  const [candidate] = plan.questions[0]?.candidates ?? [];
  const hubEncounterId = candidate?.encounter.id as never;
  await station.ask("answer", {
    params: { id: encounter?.id as EncounterId },
    body: { choice: "join", hubEncounterId },
  });
  await station.synced(id);
  const population = (await station.ask("snapshot", {})).populations[0]?.id as never;
  const scope: Scope = { of: { population }, status: "synced" };
  const events = await linesIn(station, scope, "csv", "encounters.csv");
  expect(events.map(({ hubEncounterID }) => hubEncounterID)).toEqual([hubEncounterId]);
  const images = await linesIn(station, scope, "csv", "images.csv");
  expect(images.map(({ eventID }) => eventID)).toEqual(Array(2).fill(events[0]?.eventID));
  expect(new Set(images.map(({ hashValue }) => hashValue)).size).toBe(2);
  const left = await linesIn(station, scope, "csv", "not-exported.csv");
  expect(left).toMatchObject([
    { table: "encounter", eventID: encounter?.eventID, reason: expect.stringContaining(events[0]?.eventID ?? "none") },
    {
      table: "image",
      eventID: encounter?.eventID,
      fileName: "copied.jpg",
      reason: expect.stringContaining("told once"),
    },
  ]);
  const summary = await station.ask("populationRecords", {
    params: { id: population },
    query: { status: "synced", format: "csv" },
  });
  expect(summary).toMatchObject({ encounters: 1, images: 2 });
  const joined = summary.notExported.find(({ encounters }) => encounters === 1);
  expect(joined).toMatchObject({
    reason: "On the hub it is one encounter with another, which stands for both here.",
    first: [{ eventDate: encounter?.values.eventDate, locality: encounter?.values.locality }],
  });
  expect(JSON.stringify(summary.notExported.map(({ reason }) => reason))).not.toMatch(/[0-9a-f]{8}-/);
});
