/** The hub this station is connected to. The key itself is never in the database. */
import { type HubId, ReceiptKeys } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";

export interface Profile {
  /** Without a trailing slash. */
  readonly hubUrl: string;
  readonly hubId: HubId;
  /** The key's name on the hub. */
  readonly keyName: string;
  /** The hub's public keys as they were when the station connected, and those that came since. */
  readonly receiptKeys: ReceiptKeys;
}

interface ProfileRow {
  hub_url: string;
  hub_id: HubId;
  key_name: string;
  receipt_keys: string;
}

export function profile(db: StationDatabase): Profile | undefined {
  const row = statement<ProfileRow>(db, "SELECT hub_url, hub_id, key_name, receipt_keys FROM profile").get();
  if (!row) return undefined;
  const receiptKeys = ReceiptKeys.parse(JSON.parse(row.receipt_keys));
  return { hubUrl: row.hub_url, hubId: row.hub_id, keyName: row.key_name, receiptKeys };
}

/**
 * Stores the connection. Keys that were pinned for the same hub stay, so that a receipt signed by a retired one can
 * still be checked; a key id never changes its key.
 */
export function saveProfile(db: StationDatabase, next: Profile): void {
  write(db, () => {
    const before = profile(db);
    const pinned = before?.hubId === next.hubId ? before.receiptKeys.keys : [];
    const known = new Set(pinned.map((key) => key.kid));
    const keys = [...pinned, ...next.receiptKeys.keys.filter((key) => !known.has(key.kid))];
    statement(
      db,
      `INSERT INTO profile (id, hub_url, hub_id, key_name, receipt_keys) VALUES (1, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET hub_url = excluded.hub_url, hub_id = excluded.hub_id,
         key_name = excluded.key_name, receipt_keys = excluded.receipt_keys,
         last_change = IIF(hub_id = excluded.hub_id, last_change, NULL),
         went_back_ms = IIF(hub_id = excluded.hub_id, went_back_ms, NULL)`,
    ).run(next.hubUrl, next.hubId, next.keyName, JSON.stringify({ keys }));
  });
}
