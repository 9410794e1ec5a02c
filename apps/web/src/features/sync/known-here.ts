/** The encounters on the hub that this station delivered to: those it can show photographs of and make links to. */
import type { EncounterRow, HubEncounterId, ManifestId, PlanQuestion } from "@landfall/protocol";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { station } from "../../api/station.ts";
import { useManifest } from "../../live/use-snapshot.ts";

const pageSize = 500;
/** A season has a few thousand encounters; what is further away is not shown. */
const mostPages = 20;

async function find(
  manifests: readonly ManifestId[],
  wanted: ReadonlySet<HubEncounterId>,
  signal: AbortSignal,
): Promise<Map<HubEncounterId, EncounterRow>> {
  const found = new Map<HubEncounterId, EncounterRow>();
  let pages = 0;
  for (const id of manifests) {
    for (let offset = 0, total = 1; offset < total; offset += pageSize) {
      if (found.size === wanted.size || pages === mostPages) return found;
      pages += 1;
      const query = { filter: "approved", offset, limit: pageSize } as const;
      const page = await station.encounters({ params: { id }, query }, { signal });
      total = page.total;
      for (const row of page.items)
        if (row.hubEncounterId && wanted.has(row.hubEncounterId) && !found.has(row.hubEncounterId))
          found.set(row.hubEncounterId, row);
    }
  }
  return found;
}

const knownHereQuery = (manifests: readonly ManifestId[], wanted: readonly HubEncounterId[]) =>
  queryOptions({
    queryKey: ["knownHere", manifests, wanted],
    queryFn: ({ signal }) => find(manifests, new Set(wanted), signal),
    networkMode: "always",
  });

/** This station's encounter for each candidate of the questions, where there is one. */
export function useKnownHere(
  manifestId: ManifestId,
  questions: readonly PlanQuestion[],
): ReadonlyMap<HubEncounterId, EncounterRow> | undefined {
  const siblings = useManifest(manifestId)?.population.manifests.map(({ id }) => id) ?? [];
  // The other manifests first: a question is most often about what was delivered from one of them.
  const manifests = [...siblings.filter((id) => id !== manifestId), manifestId];
  const wanted = [...new Set(questions.flatMap(({ candidates }) => candidates.map(({ encounter }) => encounter.id)))];
  return useQuery({ ...knownHereQuery(manifests, wanted), enabled: wanted.length > 0 }).data;
}
