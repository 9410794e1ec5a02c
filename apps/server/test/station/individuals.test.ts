import { cpSync } from "node:fs";
import { join } from "node:path";
import type { ManifestId } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { drawScenario, type Scenario } from "../../../../fixtures/index.ts";
import { openStation, openTestHub, type TestStation, temporaryFolder } from "./support.ts";

async function readScenario(scenario: Scenario) {
  const folder = temporaryFolder("individuals");
  await drawScenario(scenario, folder);
  const station = await openStation();
  const job = await station.scan({ folders: [folder], population: "Residents", name: "Season" });
  return { station, folder, id: job.populationId, manifest: job.result?.manifestId as ManifestId };
}

const rows = async (station: TestStation, id: ManifestId) =>
  (await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 100 } })).items;
const animals = async (station: TestStation, id: ManifestId) =>
  (await rows(station, id)).map(({ values }) => values.organismName ?? null);
const none = { corrections: [], forget: [] };

describe("individuals of a population", () => {
  test("are read once a person has said how identifiers are written, which is tried before; decisions are kept", async () => {
    const { station, id, manifest } = await readScenario("E");
    expect(await station.ask("individuals", { params: { id } })).toMatchObject({
      pattern: null,
      individuals: [],
      near: [],
    });
    const body = { ...none, examples: ["T002B", "J047"] };
    expect(await station.ask("previewIdentifiers", { params: { id }, body })).toEqual({
      pattern: "[JT]\\d{3}[A-Z]?",
      found: 2,
      examples: ["T002B", "T065A"],
      near: 0,
    });
    expect(await animals(station, manifest)).toEqual([null]);

    const [row] = await rows(station, manifest);
    if (!row) throw new Error("an encounter");
    await station.ask("editEncounter", { params: { id: row.id }, body: { locality: "Typed by a person" } });
    const { individuals, regrouped } = await station.ask("setIdentifiers", { params: { id }, body });
    expect(individuals.individuals).toEqual([
      { name: "T002B", state: "new", reason: null, encounters: 1 },
      { name: "T065A", state: "new", reason: null, encounters: 1 },
    ]);
    const read = regrouped[0]?.manifestId as ManifestId;
    const [after] = await rows(station, read);
    expect([after?.values.organismName, after?.values.locality, after?.eventID]).toEqual([
      "T002B | T065A",
      "Typed by a person",
      row.eventID,
    ]);
    expect((await station.ask("setIdentifiers", { params: { id }, body })).regrouped).toEqual([]);

    if (!after) throw new Error("an encounter");
    const typed = { organismName: "T065A, J047, a calf" };
    const edited = await station.ask("editEncounter", { params: { id: after.id }, body: typed });
    expect(edited.values.organismName).toBe("T065A | J047 | a calf");
    expect(edited.provenance.organismName).toMatchObject({ source: "manual", verbatim: "T065A, J047, a calf" });
  });

  test("what is nearly an identifier is offered, taken when a person says so, and not offered again where it is none", async () => {
    const { station, folder, id } = await readScenario("C");
    // Copies are no further photographs.
    cpSync(join(folder, "Salish Sea"), join(folder, "selection", "Salish Sea"), { recursive: true });
    await station.scan({ folders: [folder], population: "Residents", name: "Season" });
    const first = await station.ask("setIdentifiers", { params: { id }, body: { ...none, examples: ["T002B"] } });
    expect(first.individuals.individuals).toEqual([]);
    expect(first.individuals.near).toEqual([
      {
        text: "T65As",
        individual: "T065A",
        images: 3,
        encounters: 0,
        examples: ["05-06-2024 - T65As - J. Smith", "15-07-2024 - T65As - J. Smith"],
      },
    ]);
    const taken = await station.ask("setIdentifiers", {
      params: { id },
      body: { ...none, corrections: [{ text: "T65As", individual: "T065A" }] },
    });
    expect(taken.individuals.near).toEqual([]);
    expect(await animals(station, taken.regrouped[0]?.manifestId as ManifestId)).toEqual(["T065A", "T065A"]);
    const isNone = await station.ask("setIdentifiers", {
      params: { id },
      body: { ...none, corrections: [{ text: "T65As", individual: null }] },
    });
    expect(isNone.individuals).toMatchObject({ near: [], individuals: [] });
    const forgotten = await station.ask("setIdentifiers", { params: { id }, body: { ...none, forget: ["t65as"] } });
    expect(forgotten.individuals.near).toHaveLength(1);
  });

  test("are ensured on the hub before an encounter names them, and told as created, then found", async () => {
    const { hub, key } = await openTestHub();
    const { station, id } = await readScenario("D");
    await station.ask("connect", { body: { hub: hub.url, key } });
    const { regrouped } = await station.ask("setIdentifiers", {
      params: { id },
      body: { ...none, examples: ["T002B", "J047"] },
    });
    const manifest = regrouped[0]?.manifestId as ManifestId;
    expect(await animals(station, manifest)).toEqual(["T002B", "T002B"]);
    const [row] = await rows(station, manifest);
    if (!row) throw new Error("an encounter");
    const { items } = await station.ask("images", { params: { id: row.id }, query: { offset: 0, limit: 10 } });
    expect(items.map(({ side, individuals }) => [side, individuals])).toEqual([
      ["left", ["T002B"]],
      ["right", ["T002B"]],
    ]);
    await station.ask("approve", { params: { id: manifest }, body: { set: { locality: "Haro Strait" } } });
    await station.synced(manifest);
    expect((await station.ask("individuals", { params: { id } })).individuals).toEqual([
      { name: "T002B", state: "created", reason: null, encounters: 2 },
    ]);
    const second = await readScenario("D");
    await second.station.ask("connect", { body: { hub: hub.url, key } });
    const again = await second.station.ask("setIdentifiers", {
      params: { id: second.id },
      body: { ...none, examples: ["T002B"] },
    });
    const theirs = again.regrouped[0]?.manifestId as ManifestId;
    await second.station.ask("approve", { params: { id: theirs }, body: { set: { locality: "Haro Strait" } } });
    await second.station.synced(theirs);
    expect((await second.station.ask("individuals", { params: { id: second.id } })).individuals).toMatchObject([
      { name: "T002B", state: "found" },
    ]);
  });
});
