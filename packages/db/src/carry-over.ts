/** What a new version of a manifest keeps of the versions before it: eventIDs, and decisions that still apply. */
import { FieldSource, fieldNames, type ManifestId, type ScanJobId } from "@landfall/protocol";
import { applySet, type DraftEncounter } from "@landfall/survey";
import { type StationDatabase, statement } from "./database.ts";
import { type EncounterRecord, encounterRecords } from "./encounter.ts";
import { sameEncounters } from "./event-ids.ts";
import type { Fields } from "./fields.ts";

/** Whether an earlier version of this scan job found photographs. */
export const hadPhotographs = (db: StationDatabase, scanJob: ScanJobId): boolean =>
  statement(
    db,
    "SELECT 1 FROM manifest AS m JOIN encounter AS e ON e.manifest = m.id WHERE m.scan_job = ? LIMIT 1",
  ).get(scanJob) !== undefined;

/** For each draft, the encounter of an earlier version that it goes on from. */
export function earlierEncounters(
  db: StationDatabase,
  scanJob: ScanJobId,
  drafts: readonly DraftEncounter[],
): (EncounterRecord | undefined)[] {
  const versions = statement<{ id: ManifestId }>(
    db,
    `SELECT id FROM manifest WHERE scan_job = ?
     AND (status = 'approved' OR version = (
       SELECT MAX(version) FROM manifest AS m
       WHERE m.scan_job = ? AND EXISTS (SELECT 1 FROM encounter AS e WHERE e.manifest = m.id)))
     ORDER BY version DESC`,
  ).all(scanJob, scanJob);
  const byEvent = new Map<string, EncounterRecord>();
  for (const { id } of versions) {
    for (const of of encounterRecords(db, "e.manifest = ? ORDER BY e.ordinal", id)) {
      if (!byEvent.has(of.eventID)) byEvent.set(of.eventID, of);
    }
  }
  const earlier = [...byEvent.values()].map((of) => ({ key: of, sha256: picturesOf(db, of.pk) }));
  return sameEncounters(
    drafts.map((draft) => draft.images.map((image) => pictureOf(db, image.sha256))),
    earlier,
  );
}

/**
 * What an image is known by from version to version: its picture and time, where the picture can be told apart from what is said
 * about it.
 */
function pictureOf(db: StationDatabase, sha256: string): string {
  const row = statement<{ picture: string }>(
    db,
    `SELECT picture_sha256 || ' ' || COALESCE(json_extract(metadata, '$.localTime'), path_text) AS picture
     FROM file WHERE sha256 = ? AND picture_sha256 IS NOT NULL ORDER BY pk LIMIT 1`,
  ).get(sha256);
  return row?.picture ?? sha256;
}

const picturesOf = (db: StationDatabase, encounter: number): string[] =>
  statement<{ sha256: string }>(db, "SELECT sha256 FROM image WHERE encounter = ?")
    .all(encounter)
    .map((row) => pictureOf(db, row.sha256));

const rank = (source: FieldSource | undefined): number => (source ? FieldSource.options.indexOf(source) : -1);

/** A person's values stay, unless the new reading was given a value of a source that may replace them. */
export function carryFields(draft: Fields, earlier: EncounterRecord | undefined): Fields {
  let fields = draft;
  for (const name of fieldNames) {
    const kept = earlier?.provenance[name];
    const value = earlier?.values[name];
    if (!kept || value === null || value === undefined) continue;
    const { source } = kept;
    if (source !== "set" && source !== "override" && source !== "manual") continue;
    if (rank(source) > rank(fields.provenance[name]?.source)) {
      fields = applySet(fields.values, fields.provenance, { [name]: value }, source);
    }
  }
  return fields;
}
