/** A scan job's sheets and tracks, and what changes them. */
import type { OfferedSource, ScanJobId, SheetMapping, SourcesView } from "@landfall/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { sourcesQuery } from "../../api/queries.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";

const pathsOf = (sources: readonly Pick<OfferedSource, "kind" | "path">[]) => ({
  sheets: sources.filter(({ kind }) => kind === "sheet").map(({ path }) => path),
  tracks: sources.filter(({ kind }) => kind === "track").map(({ path }) => path),
});

export function useSources(id: ScanJobId) {
  const client = useQueryClient();
  const view = useQuery(sourcesQuery(id));
  const keep = (next: SourcesView) => client.setQueryData(sourcesQuery(id).queryKey, next);
  const set = useMutation({
    mutationFn: (sources: readonly Pick<OfferedSource, "kind" | "path">[]) =>
      station.setSources({ params: { id }, body: pathsOf(sources) }),
    onSuccess: (next) => {
      keep(next);
      announce("The photographs were grouped again.");
    },
  });
  const map = useMutation({
    mutationFn: async ({ fingerprint, mapping }: { fingerprint: string; mapping: SheetMapping }) => {
      await station.mapSheet({ params: { fingerprint }, body: mapping });
      return station.sources({ params: { id } });
    },
    onSuccess: (next) => {
      keep(next);
      announce("The columns were saved, and the photographs grouped again.");
    },
  });
  return { view, set, map };
}
