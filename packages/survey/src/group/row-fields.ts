/** What a row says of an encounter beyond day, place and photographer. */
import type { FieldName, Provenance } from "@landfall/protocol";
import type { Sighting } from "../ports.ts";
import { groupFields } from "../sheets/row-values.ts";
import type { Fields } from "./apply-set.ts";

const isOfGroup = (field: FieldName): boolean => (groupFields as readonly FieldName[]).includes(field);
const inEvidence: readonly FieldName[] = ["locality", "recordedBy"];

/**
 * The sheet's position is the encounter's; what the photographs say of it stands beside it.
 * @param shared what the encounters of one sighting share; null where there is one encounter
 * @param isFirst of these; the others do not count the same animals again
 */
export function withRowFields(fields: Fields, sighting: Sighting, shared: string | null, isFirst: boolean): Fields {
  const values = { ...fields.values };
  const provenance = { ...fields.provenance };
  const { place } = sighting;
  const stated = sighting.stated.filter(({ field }) => !inEvidence.includes(field) && (isFirst || !isOfGroup(field)));
  for (const { field, value, raw } of stated) {
    const before = provenance[field];
    const was = values[field];
    const conflicts: Provenance["conflicts"] =
      before === undefined || was === null || was === undefined
        ? []
        : [{ value: was, ...withoutConflicts(before) }, ...before.conflicts];
    Object.assign(values, { [field]: value });
    provenance[field] = {
      source: "sheet",
      raw,
      place: field === "eventTime" ? timesPlace(sighting) : place,
      conflicts,
    };
  }
  if (stated.some(({ field }) => field === "decimalLatitude")) {
    delete values.coordinateUncertaintyInMeters;
    delete provenance.coordinateUncertaintyInMeters;
  }
  if (shared !== null) {
    values.parentEventID = shared;
    provenance.parentEventID = { source: "sheet", raw: sighting.sighting, place, conflicts: [] };
  }
  return { values, provenance };
}

/** Where its day and times stand, and by which zone they are local if they were in UTC. */
export const timesPlace = ({ place, zoneOfUtc }: Sighting): string =>
  zoneOfUtc === undefined ? place : `${place}, from UTC by ${zoneOfUtc}`;

const withoutConflicts = ({ conflicts: _, ...said }: Provenance) => said;

/** What several rows have in common when they are one sighting by several photographers. */
export const sightingKey = (sighting: Sighting): string =>
  sighting.sighting ??
  (sighting.date !== null && sighting.encounterNumber !== null
    ? `${sighting.date} encounter ${sighting.encounterNumber}`
    : sighting.place);
