/** Until which day an encounter is kept from others: by this station, or as the hub was last seen to have it by somebody else. */
import type { Delivered } from "@landfall/engine";
import type { EncounterValues } from "@landfall/protocol";

interface Held {
  readonly values: EncounterValues;
  readonly delivered: Delivered | null;
}

/** The later of both, of an encounter `e`; null where neither says one. */
export const embargoedUntil =
  "NULLIF(MAX(COALESCE(e.further ->> '$.available', ''), COALESCE(e.delivered ->> '$.there.available', '')), '')";

/** The same of a record. */
export function embargoOf({ values, delivered }: Held): string | null {
  const [own, there] = [values.available ?? null, delivered?.there?.available ?? null];
  return own !== null && there !== null && there > own ? there : (own ?? there);
}
