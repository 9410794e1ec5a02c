import type { ManifestId, RunView } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { openStation, openTestHub, type TestStation, temporaryFolder } from "./support.ts";

async function approved(
  station: TestStation,
  name: string,
  { encounters = 2, imagesPerEncounter = 3 } = {},
): Promise<ManifestId> {
  const folder = temporaryFolder("season");
  await drawSeason(folder, { encounters, imagesPerEncounter, seed: name });
  // Another place, so that no encounter is taken for one of another season.
  const override = { locality: `${name} Point` };
  const { result } = await station.scan({ folders: [folder], population: "Residents", name, override });
  const id = result?.manifestId as ManifestId;
  await station.ask("approve", { params: { id }, body: {} });
  return id;
}

const queueOf = async (station: TestStation) =>
  (await station.ask("queue", {})).items.map(({ manifestName, run }) => [manifestName, run.position]);

test("several manifests stand in a queue that a person changes, that survives a restart, and that is worked off", async () => {
  const { hub, key } = await openTestHub();
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.url, key } });
  const names = ["Spring", "Summer", "Autumn"];
  const ids: ManifestId[] = [];
  for (const name of names) ids.push(await approved(station, name));
  // Slow enough that all three are there to be looked at.
  await station.ask("changeSettings", { body: { network: { uploadCap: 8_000 } } });
  const runs: RunView[] = [];
  for (const id of ids) runs.push(await station.ask("sync", { params: { id }, body: {} }));
  expect(runs.map(({ reasons }) => reasons)).toEqual([[], ["queue"], ["queue"]]);
  expect(await queueOf(station)).toEqual([
    ["Spring", 1],
    ["Summer", 2],
    ["Autumn", 3],
  ]);
  const why = await station.ask("why", {});
  expect(why.manifests.find(({ manifestId }) => manifestId === ids[2])?.sentence).toBe(
    "Waits for its turn behind Spring.",
  );

  const autumn = runs[2] as RunView;
  const moved = await station.ask("moveRun", { params: { id: autumn.id }, body: { position: 1 } });
  expect(moved.items.map(({ manifestName }) => manifestName)).toEqual(["Autumn", "Spring", "Summer"]);
  expect((await station.ask("run", { params: { id: autumn.id } })).reasons).toEqual([]);
  expect((await station.ask("run", { params: { id: (runs[0] as RunView).id } })).reasons).toEqual(["queue"]);
  const { entries } = await station.ask("activity", { query: {} as never });
  expect(entries[0]).toMatchObject({ action: "syncMoved", detail: "now at place 1" });

  await station.stop();
  const again = await openStation({ dataFolder: station.dataFolder });
  expect(await queueOf(again)).toEqual([
    ["Autumn", 1],
    ["Spring", 2],
    ["Summer", 3],
  ]);
  await again.ask("changeSettings", { body: { network: { uploadCap: null } } });
  again.station.resume();
  for (const { id } of runs)
    await again.change((each) => each.type === "run" && each.run.id === id && each.run.state === "done");
  const ended = await Promise.all(runs.map(({ id }) => again.ask("run", { params: { id } })));
  expect(ended.map(({ position, result }) => [position, result.images.complete])).toEqual([
    [null, 6],
    [null, 6],
    [null, 6],
  ]);
  // The line is of the wire: a run whose receipts are awaited leaves it to the next, so that they may end otherwise.
  const sent = again
    .changes()
    .flatMap((each) => (each.type === "image" && each.to === "uploaded" ? [ids.indexOf(each.manifestId)] : []));
  expect(sent.filter((index, at) => index !== sent[at - 1])).toEqual([2, 0, 1]);
  expect(await queueOf(again)).toEqual([]);
  await expect(again.ask("moveRun", { params: { id: autumn.id }, body: { position: 1 } })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("an encounter is sent first by a sync that is asked to, and one of another manifest is refused", async () => {
  const { hub, key } = await openTestHub();
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.url, key } });
  const id = await approved(station, "Spring", { encounters: 8, imagesPerEncounter: 1 });
  const other = await approved(station, "Summer");
  const { items } = await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 10 } });
  const [last, oneBefore] = items.toReversed();
  const first = [last?.id as NonNullable<typeof last>["id"]];
  await expect(station.ask("sync", { params: { id: other }, body: { first } })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  const run = await station.ask("sync", { params: { id }, body: { first } });
  await station.settled(run.id);
  expect((await station.ask("encounter", { params: { id: first[0] as never } })).sendFirst).toBe(true);
  const arrived = station
    .changes()
    .flatMap((change) => (change.type === "image" && change.to === "uploaded" ? [change.encounterId] : []));
  // A few encounters are at work at once; by time it would have been the last to begin.
  expect(arrived).toHaveLength(8);
  expect(arrived.indexOf(first[0] as never)).toBeLessThan(arrived.indexOf(oneBefore?.id as never));
});
