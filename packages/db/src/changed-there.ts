/** What others have changed on the hub since this station delivered it, as it was last seen: kept with what was delivered. */
import { correctFields, type Delivered, type SyncEncounter } from "@landfall/engine";
import type { BothValues, FieldName } from "@landfall/protocol";

/** By the plan's own comparison, so that what is edited here since is a question and no longer told. */
export function changedThereOf({ values, delivered }: Pick<SyncEncounter, "values" | "delivered">): BothValues[] {
  if (!delivered?.there) return [];
  return correctFields(delivered.values, values, { ...delivered.values, ...delivered.there }).changedThere;
}

/** What was seen of fields that are delivered otherwise now says nothing any more. */
export function withSeen(before: Delivered | null, { values, version, untold }: Delivered): Delivered {
  const seen = Object.entries(before?.there ?? {}).filter(
    ([name]) => (before?.values[name as FieldName] ?? null) === (values[name as FieldName] ?? null),
  );
  return { values, version, ...(untold && { untold }), ...(seen.length > 0 && { there: Object.fromEntries(seen) }) };
}
