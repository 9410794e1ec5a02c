/** What the hub has of this station's, and what is remembered of it once the station is connected to another one. */
import type { Sha256 } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";
import type { Profile } from "./profile.ts";

export interface HeldByHub {
  /** Photographs, counted by their bytes, that it has signed for. */
  readonly signed: number;
  /** Encounters that it has, or of which it has photographs. */
  readonly encounters: number;
}

const hasReceipt = "state = 'complete' OR kept_receipt IS NOT NULL";

/** In any version of any manifest. */
export const heldByHub = (db: StationDatabase): HeldByHub =>
  statement<HeldByHub>(
    db,
    `SELECT (SELECT COUNT(DISTINCT COALESCE(hashed, sha256)) FROM image WHERE ${hasReceipt}) AS signed,
       (SELECT COUNT(DISTINCT e.event_id) FROM encounter AS e JOIN encounter_images AS c ON c.encounter = e.pk
        WHERE e.hub_encounter_id IS NOT NULL OR c.uploaded + c.committed + c.complete > 0) AS encounters`,
  ).get() as HeldByHub;

/** Before its receipts are let go. Within a write. */
export function noteFormerHub(db: StationDatabase, { hubId, hubUrl }: Pick<Profile, "hubId" | "hubUrl">): void {
  write(db, () => {
    if (heldByHub(db).signed === 0) return;
    statement(
      db,
      `INSERT INTO former_hub (hub_id, url, left_ms) VALUES (@hubId, @hubUrl, @now)
       ON CONFLICT (hub_id) DO UPDATE SET url = excluded.url, left_ms = excluded.left_ms`,
    ).run({ hubId, hubUrl, now: db.now() });
    statement(
      db,
      `INSERT INTO former_receipt (sha256, hub)
         SELECT DISTINCT COALESCE(hashed, sha256), (SELECT pk FROM former_hub WHERE hub_id = ?) FROM image WHERE ${hasReceipt}
       ON CONFLICT (sha256) DO UPDATE SET hub = excluded.hub`,
    ).run(hubId);
  });
}

/**
 * The address of the hub that had signed for these bytes when the station was connected to another one; undefined where none had.
 * It says nothing of the present hub, which may be the same one again, and is no reason to erase anything.
 */
export const formerHubOf = (db: StationDatabase, bytes: Sha256): string | undefined =>
  statement<{ url: string }>(
    db,
    "SELECT h.url FROM former_receipt AS r JOIN former_hub AS h ON h.pk = r.hub WHERE r.sha256 = ?",
  ).get(bytes)?.url;
