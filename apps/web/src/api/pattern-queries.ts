/** What the dashboard asks of a scan's path patterns. */
import type { PatternsToTry, ScanJobId } from "@landfall/protocol";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { always } from "./queries.ts";
import { station } from "./station.ts";

// The station is on this machine: the browser's idea of being offline does not matter.

export const patternsQuery = (id: ScanJobId) =>
  queryOptions({
    queryKey: ["patterns", id],
    queryFn: ({ signal }) => station.patterns({ params: { id } }, { signal }),
    staleTime: 0,
    ...always,
  });

const rowsShown = 25;

/** Which folders patterns fit; asked for as they are typed. */
export const patternTrialQuery = (id: ScanJobId, patterns: readonly string[], show: PatternsToTry["show"]) =>
  infiniteQueryOptions({
    queryKey: ["patternTrial", id, patterns, show],
    queryFn: ({ signal, pageParam }) =>
      station.tryPatterns(
        { params: { id }, body: { patterns: [...patterns], show, offset: pageParam, limit: rowsShown } },
        { signal },
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const read = pages.reduce((sum, { items }) => sum + items.length, 0);
      return read < last.rows[show] ? read : null;
    },
    placeholderData: keepPreviousData,
    ...always,
  });

/** What they would make. */
export const patternPreviewQuery = (id: ScanJobId, patterns: readonly string[]) =>
  queryOptions({
    queryKey: ["patternPreview", id, patterns],
    queryFn: ({ signal }) => station.previewPatterns({ params: { id }, body: { patterns: [...patterns] } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    ...always,
  });
