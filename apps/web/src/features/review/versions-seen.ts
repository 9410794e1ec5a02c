/** What a person saw of many encounters when they decided of them together. */
import { type EncounterId, LandfallError, type ManifestId, type Seen } from "@landfall/protocol";
import type { QueryClient } from "@tanstack/react-query";
import { keptEncounters } from "../../api/encounter-cache.ts";
import { isLive } from "../../live/liveness.ts";
import { refreshManifest } from "./edits.ts";

/** Of those named, or else of all that are shown and wait for a decision. */
export function versionsSeen(client: QueryClient, manifest: ManifestId, named?: readonly EncounterId[]): Seen {
  const only = named && new Set(named);
  const rows = [...keptEncounters(client, manifest).values()].filter(({ id, review }) =>
    only ? only.has(id) : review === "pending" || review === "incomplete",
  );
  return Object.fromEntries(rows.map(({ id, version }) => [id, version]));
}

/**
 * Where no news arrives, what is shown is read again before all of it is decided of: VERSION_CONFLICT where there are others
 * than a person saw. Those that are only otherwise are left by the station.
 */
export async function refuseUnseen(client: QueryClient, manifest: ManifestId, seen: Seen): Promise<void> {
  if (isLive()) return;
  await refreshManifest(client, manifest);
  const now = Object.keys(versionsSeen(client, manifest)) as EncounterId[];
  if (now.some((id) => seen[id] === undefined)) throw new LandfallError("VERSION_CONFLICT");
}
