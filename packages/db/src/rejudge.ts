/** What blocks an approval may be other rules in a later version of this program: what nobody has decided about follows them. */
import { type EncounterId, type PopulationId, settledDates, settledPositions } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";
import { deriveAll } from "./encounter-findings.ts";
import { judgedBy } from "./judge.ts";
import { rederiveReviews } from "./rederive.ts";

/** Judges anew what was judged by earlier rules, or only in part by what a person said last. What is approved or denied stays so. */
export function rejudgeOutdated(db: StationDatabase): void {
  write(db, () => {
    const outdated = statement<{ id: PopulationId }>(db, "SELECT id FROM population WHERE judged <> ?").all(judgedBy);
    for (const { id } of outdated) {
      deriveAll(db, withSettled(db, id));
      rederiveReviews(db, id);
    }
  });
}

/** Their files state positions that once were only warned of, also those of images that are left out, or dates of which a person has spoken. */
const withSettled = (db: StationDatabase, population: PopulationId): EncounterId[] =>
  statement<{ id: EncounterId }>(
    db,
    `SELECT e.id FROM encounter AS e JOIN manifest AS m ON m.id = e.manifest JOIN scan_job AS j ON j.id = m.scan_job
     WHERE j.population = ? AND m.status <> 'superseded' AND EXISTS (SELECT 1 FROM json_each(e.findings) AS f JOIN json_each(?) AS open ON open.value = f.value ->> 'code')`,
  )
    .all(population, JSON.stringify([...Object.keys(settledPositions), ...Object.keys(settledDates)]))
    .map(({ id }) => id);
