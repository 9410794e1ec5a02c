/** Values that a person or a population gives, over those that were found. */
import {
  type EncounterValues,
  type FieldEdit,
  type FieldName,
  type FieldProvenance,
  fieldNames,
  isPositionField,
} from "@landfall/protocol";

export interface Fields {
  readonly values: EncounterValues;
  readonly provenance: FieldProvenance;
}

/**
 * `set` and `population` fill empty fields only; `override` and `manual` replace, and keep what was there as a conflict. With
 * null they empty a field: what has a provenance and no value is so by a person's decision.
 * @returns the same objects when nothing changes
 */
export function applySet(
  values: EncounterValues,
  provenance: FieldProvenance,
  patch: FieldEdit,
  source: "set" | "population" | "override" | "manual",
): Fields {
  let fields: Fields = { values, provenance };
  for (const name of fieldNames) {
    const value = patch[name];
    if (value === undefined || (value === (fields.values[name] ?? null) && !saysEmpty(fields, name, value))) continue;
    const isFillOnly = source === "set" || source === "population";
    if (isFillOnly && (value === null || (fields.values[name] ?? null) !== null)) continue;
    fields = {
      values: { ...fields.values, [name]: value },
      provenance: {
        ...fields.provenance,
        [name]: { source, raw: value === null ? null : String(value), conflicts: conflictsWith(fields, name) },
      },
    };
  }
  return withoutStaleUncertainty(fields, values, patch);
}

/** That an empty field is to be empty is a decision too, where nobody has made it yet. */
const saysEmpty = ({ provenance }: Fields, name: FieldName, value: unknown): boolean =>
  value === null && isPositionField(name) && provenance[name] === undefined;

/** How far off a position may be is said of that position, and not of the one that has replaced it. */
function withoutStaleUncertainty(fields: Fields, before: EncounterValues, patch: FieldEdit): Fields {
  const { decimalLatitude, decimalLongitude } = fields.values;
  const isSame = decimalLatitude === before.decimalLatitude && decimalLongitude === before.decimalLongitude;
  if (isSame || patch.coordinateUncertaintyInMeters !== undefined) return fields;
  if ((fields.values.coordinateUncertaintyInMeters ?? null) === null) return fields;
  const { coordinateUncertaintyInMeters: _, ...provenance } = fields.provenance;
  return { values: { ...fields.values, coordinateUncertaintyInMeters: null }, provenance };
}

function conflictsWith({ values, provenance }: Fields, name: FieldName) {
  const value = values[name];
  const before = provenance[name];
  if (value === null || value === undefined || before === undefined) return before?.conflicts ?? [];
  const { conflicts, ...said } = before;
  return [{ value, ...said }, ...conflicts];
}
