/** Values that become longer than a field holds when they are understood. */
import type { ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { season } from "./delivered.ts";
import { openStation } from "./support.ts";

test("a name that stands for more people than a field holds, and a list of more animals, are kept as they were written", async () => {
  const { folder } = await season(1, 1, "long values");
  const station = await openStation();
  const job = await station.scan({ folders: [folder], population: "Residents" });
  const population = { id: job.populationId };
  const people = Array.from({ length: 20 }, (_, at) => `Photographer of the Ship ${at + 10}`);
  await station.ask("setAliases", { params: population, body: { aliases: [{ name: "crew", people }] } });
  await station.ask("setIdentifiers", {
    params: population,
    body: { examples: ["T0651"], corrections: [], forget: [] },
  });
  const query = { filter: "all", offset: 0, limit: 10 } as const;
  const rows = async () => (await station.ask("encounters", { params: { id: await latest() }, query })).items;
  const latest = async () =>
    (await station.ask("scanJob", { params: { id: job.id } })).result?.manifestId as ManifestId;
  const [row] = await rows();
  const animals = Array.from({ length: 650 }, (_, at) => `T${1000 + at}`).join(",");
  expect(animals.length).toBeLessThan(4000);
  await station.ask("editEncounter", { params: { id: row?.id as never }, body: { recordedBy: "crew" } });
  expect((await rows())[0]?.values.recordedBy).toBe("crew");
  await station.ask("editEncounter", { params: { id: row?.id as never }, body: { organismName: animals } });
  expect((await rows())[0]?.values.organismName).toBe(animals);
});
