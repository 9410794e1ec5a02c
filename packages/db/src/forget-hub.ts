/** Connecting to another hub: what the former one held says nothing of the new one. */
import type { EncounterId, ImageState } from "@landfall/protocol";
import { applyImages } from "./apply-images.ts";
import { forgetCatalogues } from "./catalogue.ts";
import { type StationDatabase, statement, write } from "./database.ts";
import { noteFormerHub } from "./former-hub.ts";
import { syncImages } from "./image.ts";
import { announceManifest, currentManifests } from "./manifest.ts";
import type { Profile } from "./profile.ts";

const ofHub: readonly ImageState[] = ["uploaded", "committed", "complete", "lost"];

/**
 * Every image that was on the hub is due again; the new hub is asked before anything is sent. Which bytes the former one had
 * signed for is remembered, as words for a person.
 * @param former undefined where the station was connected to none
 */
export function forgetHub(db: StationDatabase, former: Pick<Profile, "hubId" | "hubUrl"> | undefined): void {
  write(db, () => {
    if (former) noteFormerHub(db, former);
    const encounters = statement<{ id: EncounterId }>(
      db,
      `SELECT e.id FROM encounter AS e JOIN encounter_images AS c ON c.encounter = e.pk
       WHERE c.uploaded + c.committed + c.complete + c.lost > 0`,
    ).all();
    for (const { id } of encounters) {
      const held = syncImages(db, id).filter(({ record }) => ofHub.includes(record.state));
      const left = held.map(({ sha256 }) => ({ sha256, event: { type: "hubLeft" } as const }));
      applyImages(db, id, left, null);
    }
    statement(
      db,
      `UPDATE encounter SET hub_encounter_id = NULL, answer = NULL, delivered = NULL
       WHERE hub_encounter_id IS NOT NULL OR answer IS NOT NULL OR delivered IS NOT NULL`,
    ).run();
    statement(
      db,
      "UPDATE image SET hub_encounter = NULL, told = NULL, retold = 0 WHERE hub_encounter IS NOT NULL OR told IS NOT NULL",
    ).run();
    statement(db, "UPDATE image SET kept_receipt = NULL WHERE kept_receipt IS NOT NULL").run();
    statement(db, "DELETE FROM image_stray").run();
    statement(db, "DELETE FROM image_taken_out").run();
    statement(db, "UPDATE person SET hub_id = NULL WHERE hub_id IS NOT NULL").run();
    statement(db, "DELETE FROM individual").run();
    forgetCatalogues(db);
    for (const { id } of currentManifests(db)) announceManifest(db, id);
  });
}
