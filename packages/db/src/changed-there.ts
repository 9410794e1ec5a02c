/** What others have given an encounter on the hub otherwise than this station, as it was last seen: kept with what was delivered. */
import { correctFields, type Delivered, type SyncEncounter } from "@landfall/engine";
import type { BothValues, FieldName } from "@landfall/protocol";

/** By the plan's own comparison, so that what is edited here since is a question and no longer told. */
export function changedThereOf({ values, delivered }: Pick<SyncEncounter, "values" | "delivered">): BothValues[] {
  if (!delivered?.there) return [];
  return correctFields(delivered.values, values, { ...delivered.values, ...delivered.there }).changedThere;
}

/** With what is seen now; what was seen of fields that are delivered otherwise now says nothing any more. */
export function withSeen(before: Delivered | null, { values, version, untold, there }: Delivered): Delivered {
  const still = Object.entries(before?.there ?? {}).filter(
    ([name]) => (before?.values[name as FieldName] ?? null) === (values[name as FieldName] ?? null),
  );
  const seen = { ...Object.fromEntries(still), ...there };
  return { values, version, ...(untold && { untold }), ...(Object.keys(seen).length > 0 && { there: seen }) };
}
