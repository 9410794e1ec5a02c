/** From which source the encounters of images have their fields. Pure. */
import type { CoveredField, FieldName, FieldSource } from "@landfall/protocol";
import type { DraftEncounter } from "../ports.ts";

const namesOf: Record<CoveredField, FieldName> = {
  eventDate: "eventDate",
  locality: "locality",
  recordedBy: "recordedBy",
  position: "decimalLatitude",
  organismName: "organismName",
};

export interface Coverage {
  readonly field: CoveredField;
  /** Most images first; null, without a value, at the end. */
  readonly sources: readonly { readonly source: FieldSource | null; readonly images: number }[];
}

export function coverageOf(encounters: readonly DraftEncounter[]): Coverage[] {
  return (Object.keys(namesOf) as CoveredField[]).map((field) => {
    const counts = new Map<FieldSource | null, number>();
    for (const { values, provenance, images } of encounters) {
      const name = namesOf[field];
      const source = (values[name] ?? null) === null ? null : (provenance[name]?.source ?? null);
      counts.set(source, (counts.get(source) ?? 0) + images.length);
    }
    const sources = [...counts].map(([source, images]) => ({ source, images }));
    return {
      field,
      sources: sources.sort((a, b) => Number(a.source === null) - Number(b.source === null) || b.images - a.images),
    };
  });
}
