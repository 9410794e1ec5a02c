/** What was delivered and waits for approval again is missing from no record in silence. */
import { copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ManifestId, PopulationId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { linesIn, type Scope } from "./records-files.ts";
import { openStation, openTestHub, temporaryFolder } from "./support.ts";

test("an encounter that a new version has made pending again is listed, and its images are counted in the report", async () => {
  const { hub, key } = await openTestHub();
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.url, key } });
  const folder = temporaryFolder("before");
  const drawn = await drawSeason(folder, { encounters: 2, imagesPerEncounter: 2, seed: "before", size: 64 });
  const scan = async () =>
    (await station.scan({ folders: [folder], population: "Residents" })).result?.manifestId as ManifestId;
  const first = await scan();
  await station.ask("approve", { params: { id: first }, body: {} });
  await station.synced(first);

  const other = temporaryFolder("other");
  const [added] = await drawSeason(other, { encounters: 1, imagesPerEncounter: 1, seed: "added", size: 64 });
  const [changed] = drawn;
  const into = dirname(changed?.images[0]?.path ?? "");
  copyFileSync(added?.images[0]?.path ?? "", join(into, "added.jpg"));
  const id = await scan();
  const { totals } = await station.ask("report", { params: { id }, query: { after: 0, limit: 10 } });
  expect(totals).toMatchObject({ encounters: 1, images: 2, complete: 2, toApproveAgain: 2 });

  const population = (await station.ask("snapshot", {})).populations[0]?.id as PopulationId;
  const scope = (status: Scope["status"]): Scope => ({ of: { population }, status });
  const untold = async (status: Scope["status"]) =>
    (await linesIn(station, scope(status), "csv", "not-exported.csv")).map(
      ({ table, reason }) => `${table}: ${reason}`,
    );
  const said = (reason: string) => [`encounter: ${reason}`, `image: ${reason}`, `image: ${reason}`];
  const again = said("It was delivered before, and waits for approval again.");
  expect(await linesIn(station, scope("synced"), "csv", "images.csv")).toHaveLength(2);
  expect(await untold("synced")).toEqual(again);
  expect(await untold("approved")).toEqual(again);
  expect(await untold("all")).toEqual([]);

  await station.ask("approve", { params: { id }, body: {} });
  expect(await untold("synced")).toEqual(
    said("It was delivered before, and what has changed since waits for the next sync."),
  );
  await station.synced(id);
  expect(await untold("synced")).toEqual([]);
  expect(await linesIn(station, scope("synced"), "csv", "images.csv")).toHaveLength(5);
});
