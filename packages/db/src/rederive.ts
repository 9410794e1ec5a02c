/** A population that asks for other fields changes what its encounters still need. */
import { type ManifestId, type PopulationId, PopulationSettings } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { encounterRecords } from "./encounter.ts";
import { storeStates } from "./encounter-states.ts";
import { reviewAfter, storeFields } from "./fields.ts";
import { announceManifest } from "./manifest.ts";

/** What a manifest's population asks for. */
export function settingsOf(db: StationDatabase, manifest: ManifestId): PopulationSettings {
  const row = statement<{ settings: string }>(
    db,
    `SELECT p.settings FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job
       JOIN population AS p ON p.id = j.population WHERE m.id = ?`,
  ).get(manifest);
  return PopulationSettings.parse(JSON.parse(row?.settings ?? "null"));
}

/** Only where nobody has approved yet; what is approved is frozen. */
export function rederiveReviews(db: StationDatabase, population: PopulationId): void {
  const manifests = statement<{ id: ManifestId }>(
    db,
    `SELECT m.id FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job
     WHERE j.population = ? AND m.status <> 'superseded'`,
  ).all(population);
  for (const { id } of manifests) {
    const settings = settingsOf(db, id);
    for (const of of encounterRecords(db, "e.manifest = ? AND e.review <> 'approved'", id)) {
      storeFields(db, of, of, settings);
      storeStates(db, of, { review: reviewAfter(of, of.values, settings) });
    }
    announceManifest(db, id);
  }
}
