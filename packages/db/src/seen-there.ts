/** What the hub was seen to have of encounters that others have changed there: noted, and counted. */
import type { SeenThere } from "@landfall/engine";
import type { ManifestId } from "@landfall/protocol";
import { changedThereOf } from "./changed-there.ts";
import { type StationDatabase, statement } from "./database.ts";
import { encounterRecords } from "./encounter.ts";
import { mayBeChangedThere } from "./migrations/059-changed-there.ts";
import { noteTaken } from "./taken-there.ts";

/** Within a write. @returns the manifests in which anything is otherwise than it was seen before */
export function noteSeenThere(db: StationDatabase, seen: readonly SeenThere[]): Set<ManifestId> {
  const changed = new Set<ManifestId>();
  const records = encounterRecords(
    db,
    "e.id IN (SELECT value FROM json_each(?)) AND e.delivered IS NOT NULL",
    JSON.stringify(seen.map(({ encounter }) => encounter)),
  );
  const byId = new Map(seen.map((one) => [one.encounter, one]));
  for (const { pk, id, manifest, delivered } of records) {
    const { values = {}, taken = [] } = byId.get(id) ?? {};
    if (noteTaken(db, pk, taken)) changed.add(manifest);
    const there = JSON.stringify(values);
    if (there === JSON.stringify(delivered?.there ?? {})) continue;
    statement(
      db,
      `UPDATE encounter SET delivered = IIF(@there = '{}', json_remove(delivered, '$.there'),
         json_set(delivered, '$.there', json(@there))) WHERE pk = @pk`,
    ).run({ pk, there });
    changed.add(manifest);
  }
  return changed;
}

const mayBe = `SELECT pk FROM encounter INDEXED BY encounter_changed_there WHERE manifest = ? AND ${mayBeChangedThere}`;

/** How many approved encounters others have changed on the hub. */
export const countChangedThere = (db: StationDatabase, manifest: ManifestId): number =>
  encounterRecords(db, `e.pk IN (${mayBe})`, manifest).filter((record) => changedThereOf(record).length > 0).length;
