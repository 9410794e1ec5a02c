/** What a person decides on is what they saw: each encounter as it is has a version, and one that is otherwise by now is left. */
import {
  type EncounterId,
  type FieldEdit,
  type FieldName,
  LandfallError,
  type Seen,
  type SeenEdit,
} from "@landfall/protocol";
import type { StationDatabase } from "./database.ts";
import { type EncounterRecord, encounterRow, encounterVersion } from "./encounter.ts";
import { encounterTitle } from "./encounter-title.ts";

/** Encounters that a decision leaves, by name. */
export type Otherwise = { id: EncounterId; title: string }[];

/** Where nobody says how it was seen, it is as it was. */
export const isOtherwise = (db: StationDatabase, id: EncounterId, seen: Seen | undefined): boolean =>
  seen?.[id] !== undefined && seen[id] !== encounterVersion(db, id);

export const named = (of: EncounterRecord): Otherwise[number] => ({ id: of.id, title: encounterTitle(of) });

/** VERSION_CONFLICT, with its name, where one of them is otherwise. NOT_FOUND where one is gone. */
export function refuseOtherwise(db: StationDatabase, seen: Seen | undefined): void {
  for (const id of Object.keys(seen ?? {}) as EncounterId[])
    if (isOtherwise(db, id, seen))
      throw new LandfallError("VERSION_CONFLICT", { detail: `encounter ${encounterTitle(encounterRow(db, id))}` });
}

/** VERSION_CONFLICT where a field that is to be changed has another value than was seen, and than it is to have. */
export function refuseChangedFields(
  { values }: Pick<EncounterRecord, "values">,
  { seen, ...patch }: SeenEdit,
): FieldEdit {
  for (const [name, was] of Object.entries(seen ?? {}) as [FieldName, string | number | null][]) {
    const now = values[name] ?? null;
    if (now !== was && now !== (patch[name] ?? null))
      throw new LandfallError("VERSION_CONFLICT", { detail: `${name} is ${now ?? "empty"} now` });
  }
  return patch;
}
