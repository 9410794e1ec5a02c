/** What photographs are grouped by, apart from the photographs: whether it is still what it was, and what is due to follow it. */
import type { ScanJobId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import type { Reading } from "./scan-job.ts";

const parts = [
  "SELECT rules FROM scan_job WHERE id = @job",
  "SELECT settings, default_photographer, identifiers, unresolved_names, area FROM population WHERE id = @population",
  "SELECT folded, name FROM person WHERE population = @population ORDER BY folded",
  "SELECT folded, people FROM photographer_alias WHERE population = @population ORDER BY folded",
  "SELECT folded, individual FROM identifier_correction WHERE population = @population ORDER BY folded",
  "SELECT * FROM clock WHERE population = @population ORDER BY id",
  "SELECT * FROM camera_person WHERE population = @population ORDER BY set_ms, camera",
  "SELECT path, day_month_order FROM root WHERE day_month_order IS NOT NULL ORDER BY pk",
  "SELECT path, read_ms FROM scan_source WHERE scan_job = @job ORDER BY pk",
  "SELECT * FROM sheet_mapping ORDER BY fingerprint",
];

/** The same text as long as a person has said nothing else by which the job's photographs would be grouped. */
export function groupedBy(db: StationDatabase, job: ScanJobId): string {
  const population = statement<{ population: string }>(db, "SELECT population FROM scan_job WHERE id = ?").get(job);
  return JSON.stringify(parts.map((part) => statement(db, part).all({ job, population: population?.population })));
}

/** With a change of what these were grouped by, in its transaction: done once a draft of the job is stored. */
export function markRegroupDue(db: StationDatabase, readings: readonly Reading[]): void {
  for (const { scanJob } of readings) statement(db, "UPDATE scan_job SET regroup_due = 1 WHERE id = ?").run(scanJob);
}

export const jobsToRegroup = (db: StationDatabase): ScanJobId[] =>
  statement<{ id: ScanJobId }>(db, "SELECT id FROM scan_job WHERE regroup_due = 1 ORDER BY rowid")
    .all()
    .map(({ id }) => id);
