/** Where the hub has images of an encounter no more by this station's word, or is told to have them again by a person's. */
import type { HubEncounterId, Sha256 } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";

/** By image of the encounter, whichever encounter of this station had it then. */
export function takenOutOf(db: StationDatabase, encounter: number): ReadonlyMap<Sha256, HubEncounterId[]> {
  const rows = statement<{ sha256: Sha256; hub: HubEncounterId }>(
    db,
    `SELECT DISTINCT t.sha256, t.hub_encounter AS hub FROM image AS i CROSS JOIN image_taken_out AS t ON t.sha256 = i.sha256
     WHERE i.encounter = ?`,
  ).all(encounter);
  return new Map(
    [...Map.groupBy(rows, ({ sha256 }) => sha256)].map(([sha256, of]) => [sha256, of.map(({ hub }) => hub)]),
  );
}

/** Within a write: a person has seen that others have taken these out there. */
export function noteTakenOut(
  db: StationDatabase,
  encounter: number,
  hubEncounter: HubEncounterId,
  images: readonly Sha256[],
): void {
  for (const sha256 of images)
    statement(db, "INSERT OR IGNORE INTO image_taken_out (encounter, sha256, hub_encounter) VALUES (?, ?, ?)").run(
      encounter,
      sha256,
      hubEncounter,
    );
}
