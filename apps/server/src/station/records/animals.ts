/** The animals of an encounter, one by one where they are known, and the others of its group. */
import type { EncounterOut } from "./rows.ts";

export interface Animals {
  /** From the encounter and the animal's name: the same in each export. */
  readonly occurrenceID: string;
  /** Null for the others of a group. */
  readonly organismID: string | null;
  /** Null where it is not known. */
  readonly individualCount: number | null;
}

type Of = Pick<EncounterOut, "eventID" | "eventType" | "organismName" | "individualCount" | "scientificName">;

/** None where nobody has said anything of animals: a photograph alone tells of none; nor is the catalogue a sighting. */
export function animalsOf({ eventID, eventType, organismName, individualCount, scientificName }: Of): Animals[] {
  if (eventType !== null) return [];
  const names = new Set((organismName ?? "").split(/[|;,\n]/).map((name) => name.trim()));
  names.delete("");
  const known = [...names].map((name) => ({
    occurrenceID: `${eventID}_individual_${name}`,
    organismID: name,
    individualCount: 1,
  }));
  const others = individualCount === null ? null : individualCount - known.length;
  const isGroup = known.length === 0 ? (others ?? 0) > 0 || scientificName !== null : (others ?? 0) > 0;
  if (!isGroup || individualCount === 0) return known;
  return [...known, { occurrenceID: `${eventID}_group`, organismID: null, individualCount: others }];
}
