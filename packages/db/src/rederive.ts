/** A population that asks for other things changes what its encounters still need, and what is found of them. */
import type { ManifestId, PopulationId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { type EncounterRecord, encounterRecords } from "./encounter.ts";
import { storeStates } from "./encounter-states.ts";
import { reviewAfter, storeFields } from "./fields.ts";
import { warnsOf } from "./image-findings.ts";
import { type Judge, judgedBy, judgeOf } from "./judge.ts";
import { announceManifest } from "./manifest.ts";
import { atOnce } from "./slices.ts";

const allPopulations = (db: StationDatabase): PopulationId[] =>
  statement<{ id: PopulationId }>(db, "SELECT id FROM population")
    .all()
    .map(({ id }) => id);

/** A setting of the station has changed by which every population is judged. In the transaction of that change. */
export function markAllToJudge(db: StationDatabase): void {
  for (const id of allPopulations(db)) markToJudge(db, id);
}

/** Of every population. */
export function* rederivingAll(db: StationDatabase): Generator<void, void> {
  for (const id of allPopulations(db)) yield* rederiving(db, id);
}

/** All at once. Within a write. */
export const rederiveAll = (db: StationDatabase): void => atOnce(rederivingAll(db));

/** All at once. Within a write. */
export const rederiveReviews = (db: StationDatabase, population: PopulationId): void =>
  atOnce(rederiving(db, population));

/**
 * What is approved stays so, with what is found of it now. To be begun in the transaction of the change, which marks the population,
 * so that a station that is killed before the end judges all of it when it starts. A later change takes over: the earlier one ends.
 */
export function* rederiving(db: StationDatabase, population: PopulationId): Generator<void, void> {
  const mark = markToJudge(db, population);
  const manifests = statement<{ id: ManifestId }>(
    db,
    `SELECT m.id FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job
     WHERE j.population = ? AND m.status <> 'superseded'`,
  ).all(population);
  for (const { id } of manifests) {
    const judge = judgeOf(db, id);
    const encounters = statement<{ pk: number }>(db, "SELECT pk FROM encounter WHERE manifest = ?").all(id);
    for (const { pk } of encounters) {
      yield;
      if (judgedOf(db, population) !== mark) return;
      for (const of of encounterRecords(db, isCurrent, pk)) rederive(db, of, judge);
    }
    announceManifest(db, id);
  }
  statement(db, "UPDATE population SET judged = ? WHERE id = ?").run(judgedBy, population);
}

/** Meanwhile it may have gone, or be of a version that another one has taken the place of. */
const isCurrent =
  "e.pk = ? AND EXISTS (SELECT 1 FROM manifest AS m WHERE m.id = e.manifest AND m.status <> 'superseded')";

const judgedOf = (db: StationDatabase, population: PopulationId): number | undefined =>
  statement<{ judged: number }>(db, "SELECT judged FROM population WHERE id = ?").get(population)?.judged;

/** Below 0, and another mark than that of any change that is still at work. */
const markToJudge = (db: StationDatabase, population: PopulationId): number | undefined =>
  statement<{ judged: number }>(
    db,
    "UPDATE population SET judged = MIN(judged, 0) - 1 WHERE id = ? RETURNING judged",
  ).get(population)?.judged;

function rederive(db: StationDatabase, of: EncounterRecord, judge: Judge): void {
  if (of.review === "approved") {
    storeFindings(db, of, judge);
    return;
  }
  storeFields(db, of, of, judge);
  storeStates(db, of, { review: reviewAfter(of, of, judge) });
}

function storeFindings(db: StationDatabase, of: EncounterRecord, judge: Judge): void {
  const findings = judge.findings(of.findings, of);
  statement(db, "UPDATE encounter SET findings = ?, warns = ? WHERE pk = ?").run(
    JSON.stringify(findings),
    warnsOf(findings),
    of.pk,
  );
}
