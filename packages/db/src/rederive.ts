/** A population that asks for other things changes what its encounters still need, and what is found of them. */
import type { ManifestId, PopulationId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { type EncounterRecord, encounterRecords } from "./encounter.ts";
import { storeStates } from "./encounter-states.ts";
import { reviewAfter, storeFields } from "./fields.ts";
import { warnsOf } from "./image-findings.ts";
import { type Judge, judgeOf } from "./judge.ts";
import { announceManifest } from "./manifest.ts";

/** Of every population: a setting of the station has changed. Within a write. */
export function rederiveAll(db: StationDatabase): void {
  for (const id of statement<PopulationId>(db, "SELECT id FROM population").pluck().all() as PopulationId[])
    rederiveReviews(db, id);
}

/** What is approved stays so, with what is found of it now. Within a write. */
export function rederiveReviews(db: StationDatabase, population: PopulationId): void {
  const manifests = statement<{ id: ManifestId }>(
    db,
    `SELECT m.id FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job
     WHERE j.population = ? AND m.status <> 'superseded'`,
  ).all(population);
  for (const { id } of manifests) {
    const judge = judgeOf(db, id);
    for (const of of encounterRecords(db, "e.manifest = ?", id)) {
      if (of.review === "approved") {
        storeFindings(db, of, judge);
        continue;
      }
      storeFields(db, of, of, judge);
      storeStates(db, of, { review: reviewAfter(of, of, judge) });
    }
    announceManifest(db, id);
  }
}

function storeFindings(db: StationDatabase, of: EncounterRecord, judge: Judge): void {
  const findings = judge.findings(of.findings, of);
  statement(db, "UPDATE encounter SET findings = ?, warns = ? WHERE pk = ?").run(
    JSON.stringify(findings),
    warnsOf(findings),
    of.pk,
  );
}
