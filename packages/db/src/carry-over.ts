/** What a new version of a manifest keeps of the versions before it: eventIDs, and decisions that still apply. */
import {
  type EncounterId,
  type FieldName,
  FieldSource,
  fieldNames,
  type Provenance,
  type ScanJobId,
  type Since,
} from "@landfall/protocol";
import { applySet } from "@landfall/survey";
import { changesBetween, isUnchanged } from "./changes.ts";
import { type StationDatabase, statement } from "./database.ts";
import { type EncounterRecord, encounterRecords } from "./encounter.ts";
import type { Fields } from "./fields.ts";
import type { Understanding } from "./understanding.ts";

/** Whether an earlier version of this scan job found photographs. */
export const hadPhotographs = (db: StationDatabase, scanJob: ScanJobId): boolean =>
  statement(
    db,
    "SELECT 1 FROM manifest AS m JOIN encounter AS e ON e.manifest = m.id WHERE m.scan_job = ? AND m.version > 0 LIMIT 1",
  ).get(scanJob) !== undefined;

/** The encounter that one which goes on from `earlier` is compared with: as it was last approved, if it was. */
export function comparedWith(db: StationDatabase, earlier: EncounterRecord): EncounterRecord {
  if (earlier.review === "approved" || earlier.before === null) return earlier;
  const [before] = encounterRecords(db, "e.id = ?", earlier.before);
  return before?.review === "approved" ? before : earlier;
}

/**
 * Compares an encounter that has just been stored with the one that it goes on from. Approved are the ones whose images and fields
 * are as a person approved them, with no finding that was not there then: nothing is approved that nobody has seen.
 */
export function carryDecision(
  db: StationDatabase,
  now: EncounterRecord,
  earlier: EncounterRecord | undefined,
  isLater: boolean,
): { readonly since: Since | null; readonly before: EncounterId | null; readonly isApproved: boolean } {
  if (!earlier) return { since: isLater ? "new" : null, before: null, isApproved: false };
  const before = comparedWith(db, earlier);
  const isSame = before.encounterNumber === now.encounterNumber && isUnchanged(changesBetween(db, before, now));
  const isApproved = isSame && before.review === "approved" && now.review !== "denied";
  return { since: isSame ? "same" : "changed", before: before.id, isApproved };
}

/** A later source may replace an earlier one. */
export const rank = (source: FieldSource | undefined): number => (source ? FieldSource.options.indexOf(source) : -1);

/** That it came with photographs from another encounter stays true of it. */
function withOrigin({ values, provenance }: Fields, name: FieldName, { encounter }: Provenance): Fields {
  const said = provenance[name];
  if (encounter === undefined || said === undefined) return { values, provenance };
  return { values, provenance: { ...provenance, [name]: { ...said, encounter } } };
}

/**
 * A person's values stay, and what a person emptied stays empty, unless the new reading was given a value of a source that may replace them. What a
 * person typed is understood as the population understands it now.
 */
export function carryFields(draft: Fields, earlier: Fields | undefined, understand: Understanding): Fields {
  let fields = draft;
  for (const name of fieldNames) {
    const kept = earlier?.provenance[name];
    const value = earlier?.values[name] ?? null;
    if (!kept) continue;
    const { source } = kept;
    if (source !== "set" && source !== "override" && source !== "manual") continue;
    if (rank(source) > rank(fields.provenance[name]?.source)) {
      const said = value === null ? null : (kept.verbatim ?? value);
      const isEmpty = (fields.values[name] ?? null) === null;
      fields =
        said === null && isEmpty
          ? { values: fields.values, provenance: { ...fields.provenance, [name]: { ...kept, conflicts: [] } } }
          : withOrigin(applySet(fields.values, fields.provenance, { [name]: said }, source), name, kept);
    }
  }
  return understand(fields);
}
