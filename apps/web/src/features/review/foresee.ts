/** What a decision makes of an encounter if the station agrees: shown at once. */
import {
  type EncounterRow,
  type FieldEdit,
  type FieldName,
  fieldNames,
  missingFields,
  type PopulationSettings,
  type SeenEdit,
} from "@landfall/protocol";

export type Verdict = "approve" | "deny" | "reopen";
export type Decision =
  | { readonly kind: Verdict; readonly row: EncounterRow }
  | { readonly kind: "edit"; readonly row: EncounterRow; readonly patch: FieldEdit };

/** What a person saw in the fields that they change. */
export const seenIn = ({ values }: EncounterRow, patch: FieldEdit): NonNullable<SeenEdit["seen"]> =>
  Object.fromEntries((Object.keys(patch) as FieldName[]).map((name) => [name, values[name] ?? null]));

/** Whether only what the patch is about became other: then what was decided meanwhile was decided on what was seen. */
export const isOnlyEdited = (was: EncounterRow, now: EncounterRow, patch: FieldEdit): boolean =>
  was.imageCount === now.imageCount &&
  was.bytes === now.bytes &&
  was.images.skipped === now.images.skipped &&
  fieldNames.every((name) => patch[name] !== undefined || (was.values[name] ?? null) === (now.values[name] ?? null));

/** It lacks something, or something is in the way that only a person settles. */
export const isBlocked = ({ missing, findings }: Pick<EncounterRow, "missing" | "findings">): boolean =>
  missing.length > 0 || findings.some(({ severity }) => severity === "blocking");

const undecided = (of: Pick<EncounterRow, "missing" | "findings">): EncounterRow["review"] =>
  isBlocked(of) ? "incomplete" : "pending";

/** The row as it will be if the station agrees. */
export function foresee(row: EncounterRow, decision: Decision, settings: PopulationSettings): EncounterRow {
  switch (decision.kind) {
    case "approve":
      return { ...row, review: "approved" };
    case "deny":
      return { ...row, review: "denied", correctionDue: false };
    case "reopen":
      return { ...row, review: undecided(row), correctionDue: false };
    case "edit": {
      const values = { ...row.values, ...decision.patch } as EncounterRow["values"];
      const missing = missingFields(values, settings);
      const provenance = { ...row.provenance };
      for (const name of fieldNames)
        if (decision.patch[name] !== undefined) provenance[name] = { source: "manual", raw: null, conflicts: [] };
      const isOpen = row.review === "pending" || row.review === "incomplete";
      return {
        ...row,
        values,
        missing,
        provenance,
        review: isOpen ? undecided({ missing, findings: row.findings }) : row.review,
      };
    }
  }
}
