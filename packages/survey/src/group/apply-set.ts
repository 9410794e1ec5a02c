/** Values that a person or a population gives, over those that were found. */
import {
  type EncounterValues,
  type FieldName,
  type FieldPatch,
  type FieldProvenance,
  fieldNames,
} from "@landfall/protocol";

export interface Fields {
  readonly values: EncounterValues;
  readonly provenance: FieldProvenance;
}

/**
 * `set` and `population` fill empty fields only; `override` and `manual` replace, and keep what was there as a conflict.
 * @returns the same objects when nothing changes
 */
export function applySet(
  values: EncounterValues,
  provenance: FieldProvenance,
  patch: FieldPatch,
  source: "set" | "population" | "override" | "manual",
): Fields {
  let fields: Fields = { values, provenance };
  for (const name of fieldNames) {
    const value = patch[name];
    if (value === undefined || value === fields.values[name]) continue;
    const isFillOnly = source === "set" || source === "population";
    if (isFillOnly && fields.values[name] !== null) continue;
    fields = {
      values: { ...fields.values, [name]: value },
      provenance: {
        ...fields.provenance,
        [name]: { source, raw: String(value), conflicts: conflictsWith(fields, name) },
      },
    };
  }
  return fields;
}

function conflictsWith({ values, provenance }: Fields, name: FieldName) {
  const value = values[name];
  const before = provenance[name];
  if (value === null || before === undefined) return before?.conflicts ?? [];
  return [{ value, source: before.source, raw: before.raw }, ...before.conflicts];
}
