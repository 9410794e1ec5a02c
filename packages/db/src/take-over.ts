/** Values that others have given an encounter on the hub become the station's, too. */
import type { EncounterValues, FieldEdit, FieldName } from "@landfall/protocol";
import { applySet } from "@landfall/survey";
import type { StationDatabase } from "./database.ts";
import type { EncounterRecord } from "./encounter.ts";
import { storeFields } from "./fields.ts";
import { judgeOf } from "./judge.ts";

/** Those of the fields that nobody has edited here. */
export const stillAsDelivered = ({ values, delivered }: EncounterRecord, given: Partial<EncounterValues>) =>
  Object.fromEntries(
    Object.entries(given).filter(
      ([name]) => (values[name as FieldName] ?? null) === (delivered?.values[name as FieldName] ?? null),
    ),
  ) as Partial<EncounterValues>;

/** Values that the hub has become the encounter's; where it has none, the field is emptied. */
export function takeOver(db: StationDatabase, of: EncounterRecord, values: Partial<EncounterValues>): void {
  if (Object.keys(values).length === 0) return;
  const fields = applySet(of.values, of.provenance, values as FieldEdit, "manual");
  storeFields(db, of, fields, judgeOf(db, of.manifest));
}
