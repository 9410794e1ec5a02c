/** Everything the dashboard starts from, true up to one event. */
import {
  currentManifests,
  lastSeq,
  populations,
  read,
  type StationDatabase,
  scanJobViews,
  settings,
} from "@landfall/db";
import type { StationSnapshot } from "@landfall/protocol";
import type { ConnectionStatus } from "./connection.ts";

export function snapshot(db: StationDatabase, version: string, status: ConnectionStatus): StationSnapshot {
  return read(db, () => {
    const manifests = Map.groupBy(currentManifests(db), (manifest) => manifest.populationId);
    return {
      asOf: lastSeq(db),
      version,
      ...status,
      settings: settings(db),
      populations: populations(db).map(({ hubId: _, ...card }) => ({
        ...card,
        manifests: manifests.get(card.id) ?? [],
      })),
      scanJobs: scanJobViews(db),
    };
  });
}
