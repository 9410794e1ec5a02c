/** Encounters of which a hub that was put back to an earlier state may have forgotten something. */
import type { ManifestId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { isToTellAgain } from "./migrations/061-hub-went-back.ts";

export const countToTellAgain = (db: StationDatabase, manifest: ManifestId): number =>
  statement<{ n: number }>(
    db,
    `SELECT COUNT(*) AS n FROM encounter INDEXED BY encounter_to_tell_again WHERE manifest = ? AND ${isToTellAgain}`,
  ).get(manifest)?.n ?? 0;
