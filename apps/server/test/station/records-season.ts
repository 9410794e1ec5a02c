/** A season on a real station, with an encounter of which everything is known and a photograph whose name is an attack. */
import { renameSync } from "node:fs";
import { dirname, join } from "node:path";
import type { EncounterRow, FieldPatch, LocationPrecision, ManifestId, PopulationId } from "@landfall/protocol";
import { drawSeason } from "../../../../fixtures/index.ts";
import type { Scope } from "./records-files.ts";
import { openStation, type TestStation, temporaryFolder } from "./support.ts";

export const attack = "=cmd|' ∕C calc'!A1.jpg";

export interface Season {
  readonly station: TestStation;
  readonly folder: string;
  readonly manifest: ManifestId;
  readonly population: PopulationId;
  readonly scope: Scope;
  readonly encounters: () => Promise<EncounterRow[]>;
  readonly edit: (encounter: EncounterRow | undefined, fields: FieldPatch) => Promise<unknown>;
  readonly approve: () => Promise<unknown>;
  readonly tellPlaces: (locationPrecision: LocationPrecision) => Promise<unknown>;
}

/** Encounters a day apart from the first of May 2024 on, of two photographs each. */
export async function aSeason(encounters = 3): Promise<Season> {
  const folder = temporaryFolder("records");
  const drawn = await drawSeason(folder, { encounters, imagesPerEncounter: 2, seed: "records", size: 64 });
  const [first = ""] = drawn.flatMap(({ images }) => images.map(({ path }) => path));
  renameSync(first, join(dirname(first), attack));
  return ofFolder(folder);
}

export async function ofFolder(folder: string): Promise<Season> {
  const station = await openStation();
  const job = await station.scan({ folders: [folder], population: "Residents" });
  const manifest = job.result?.manifestId as ManifestId;
  const population = (await station.ask("snapshot", {})).populations[0]?.id as PopulationId;
  const id = { params: { id: manifest } };
  return {
    station,
    folder,
    manifest,
    population,
    scope: { of: { manifest }, status: "approved" },
    encounters: async () =>
      (await station.ask("encounters", { ...id, query: { filter: "all", offset: 0, limit: 100 } })).items,
    edit: (encounter, fields) =>
      station.ask("editEncounter", { params: { id: encounter?.id as EncounterRow["id"] }, body: fields }),
    approve: () => station.ask("approve", { ...id, body: {} }),
    tellPlaces: (locationPrecision) =>
      station.ask("setLocationPrecision", { params: { id: population }, body: { locationPrecision } }),
  };
}
