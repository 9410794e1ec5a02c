/** The fields of a draft encounter from the evidence of its photographs. */
import { type EncounterValues, emptyValues, type FieldProvenance, type Provenance } from "@landfall/protocol";
import type { Reference } from "../individuals/reference.ts";
import type { GroupInput } from "../ports.ts";
import type { Fields } from "./apply-set.ts";
import type { Evidence, Sourced } from "./evidence.ts";

/** One photograph of an encounter, in order of time. */
export interface Member {
  readonly evidence: Evidence;
  readonly input: GroupInput;
}

export function fieldsOf(members: readonly Member[]): Fields {
  const values: EncounterValues = { ...emptyValues };
  const provenance: FieldProvenance = {};
  const texts = { eventDate: "days", locality: "localities", recordedBy: "photographers" } as const;
  for (const field of ["eventDate", "locality", "recordedBy"] as const) {
    const chosen = choose(members.map(({ evidence }) => evidence[texts[field]]));
    if (!chosen) continue;
    values[field] = chosen.value;
    provenance[field] = chosen.provenance;
  }
  const withPlace = members.filter(({ input }) => input.metadata?.decimalLatitude != null);
  // A photograph's own position says more than where a track was at its time.
  const placed = (withPlace.find(({ input }) => input.metadata?.gpsSource !== "gpx") ?? withPlace[0])?.input.metadata;
  if (placed?.decimalLatitude != null && placed.decimalLongitude != null) {
    const from: Provenance = {
      source: placed.gpsSource ?? "exif",
      raw: placed.gpsRaw,
      ...(placed.gpsPlace !== undefined && { place: placed.gpsPlace }),
      conflicts: [],
    };
    if (placed.coordinateUncertaintyInMeters !== undefined) {
      values.coordinateUncertaintyInMeters = placed.coordinateUncertaintyInMeters;
      provenance.coordinateUncertaintyInMeters = from;
    }
    values.decimalLatitude = placed.decimalLatitude;
    values.decimalLongitude = placed.decimalLongitude;
    provenance.decimalLatitude = from;
    provenance.decimalLongitude = from;
  }
  return { values, provenance };
}

/** Of the reference images of an individual: who took them, and whom they show. No day and no place is theirs all together. */
export function fieldsOfReference({ individual, raw }: Reference, members: readonly Member[]): Fields {
  const { values, provenance } = fieldsOf(members);
  const said: Provenance = { source: "filename", raw, conflicts: [] };
  return {
    values: { ...emptyValues, recordedBy: values.recordedBy, organismName: individual, eventType: "reference" },
    provenance: {
      ...(provenance.recordedBy && { recordedBy: provenance.recordedBy }),
      organismName: said,
      eventType: said,
    },
  };
}

const longestText = 500;
const mostConflicts = 10;

/** The best statement of the first photograph that has one; every different statement is kept beside it. */
function choose(
  lists: readonly (readonly Sourced[])[],
): { readonly value: string; readonly provenance: Provenance } | null {
  const best = lists.find((list) => list.length > 0)?.[0];
  if (!best) return null;
  const others = new Map<string, Sourced>();
  for (const list of lists)
    for (const said of list) if (said.folded !== best.folded && !others.has(said.folded)) others.set(said.folded, said);
  const conflicts = [...others.values()].slice(0, mostConflicts).map(({ folded: _, ...said }) => said);
  return {
    value: best.value.slice(0, longestText),
    provenance: {
      source: best.source,
      raw: best.raw,
      ...(best.verbatim !== undefined && { verbatim: best.verbatim }),
      ...(best.place !== undefined && { place: best.place }),
      conflicts,
    },
  };
}
