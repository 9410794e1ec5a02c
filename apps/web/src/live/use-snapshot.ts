import type { ManifestId, ManifestRow, PopulationCard, StationSnapshot } from "@landfall/protocol";
import { useSuspenseQuery } from "@tanstack/react-query";
import { snapshotQuery } from "../api/queries.ts";

/** A part of the snapshot; the component renders again only when that part's reference changes. */
export const useSnapshot = <T>(select: (state: StationSnapshot) => T): T =>
  useSuspenseQuery({ ...snapshotQuery, select }).data;

export const usePopulations = (): PopulationCard[] => useSnapshot((state) => state.populations);

/** The manifest with its population; `undefined` for one that is superseded or unknown. */
export function useManifest(id: ManifestId): { manifest: ManifestRow; population: PopulationCard } | undefined {
  const populations = usePopulations();
  for (const population of populations) {
    const manifest = population.manifests.find((row) => row.id === id);
    if (manifest) return { manifest, population };
  }
  return undefined;
}
