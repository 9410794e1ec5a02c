/** One encounter that a folder calls by its number, photographed by several people: their encounters share the sighting. Pure. */
import type { Fields } from "./apply-set.ts";
import type { Draft } from "./draft-encounter.ts";

const keyOf = ({ called, encounter: { encounterNumber, values } }: Draft): string | null =>
  called === null || encounterNumber === null || values.eventDate === null
    ? null
    : JSON.stringify([called.folder, encounterNumber, values.eventDate]);

/** @returns for those that are not of a sheet's row, and lie with another photographer's in one folder, their fields with what they share */
export function sharedFolders(drafts: readonly Draft[]): ReadonlyMap<Draft, Fields> {
  const shared = new Map<Draft, Fields>();
  const byFolder = Map.groupBy(
    drafts.filter(({ rows }) => rows.length === 0),
    keyOf,
  );
  for (const [key, together] of byFolder) {
    const people = new Set(together.map(({ encounter }) => encounter.values.recordedBy));
    if (key === null || people.size < 2) continue;
    for (const draft of together) shared.set(draft, withParent(draft));
  }
  return shared;
}

/** Called as a row of a sheet with this day and number calls it. */
function withParent({ encounter, called }: Draft): Fields {
  const { values, provenance, encounterNumber } = encounter;
  return {
    values: { ...values, parentEventID: `${values.eventDate} encounter ${encounterNumber}` },
    provenance: {
      ...provenance,
      parentEventID: { source: "folder", raw: called?.name ?? null, conflicts: [] },
    },
  };
}
