/** Reset: what the hub has of a manifest is checked again, from the question on. */
import { type EncounterId, LandfallError, type ManifestId } from "@landfall/protocol";
import { applyImages } from "./apply-images.ts";
import { type StationDatabase, statement, write } from "./database.ts";
import { syncImages } from "./image.ts";
import { hasApproved } from "./ledger.ts";
import { announceManifest, openManifest } from "./manifest.ts";
import { unfinishedRuns } from "./run.ts";

/**
 * Every image of its approved encounters that is complete or committed is due again; one event tells of all.
 * The next sync asks the hub, which has them, and sends nothing. ALREADY_RUNNING while a run is not over;
 * NOTHING_APPROVED, MANIFEST_SUPERSEDED where no sync could follow.
 */
export function resetManifest(db: StationDatabase, manifest: ManifestId): { images: number } {
  return write(db, () => {
    openManifest(db, manifest);
    if (!hasApproved(db, manifest)) throw new LandfallError("NOTHING_APPROVED");
    if (unfinishedRuns(db, manifest).length > 0) throw new LandfallError("ALREADY_RUNNING", { detail: "a sync run" });
    const encounters = statement<{ id: EncounterId }>(
      db,
      `SELECT e.id FROM encounter AS e JOIN encounter_images AS c ON c.encounter = e.pk
       WHERE e.manifest = ? AND e.review = 'approved' AND c.complete + c.committed > 0`,
    ).all(manifest);
    let images = 0;
    for (const { id } of encounters) {
      const held = syncImages(db, id).filter(({ record }) => ["complete", "committed"].includes(record.state));
      const events = held.map(({ sha256 }) => ({ sha256, event: { type: "reset" } as const }));
      applyImages(db, id, events, null, "byCaller");
      images += held.length;
    }
    if (images > 0) announceManifest(db, manifest);
    return { images };
  });
}
