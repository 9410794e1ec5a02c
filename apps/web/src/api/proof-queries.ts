/** What the pages of proof ask: verifications, card checks, the report, the activity. */
import type {
  ActivityCategory,
  CardCheckId,
  CardFileKind,
  ManifestId,
  ReportRow,
  VerificationId,
} from "@landfall/protocol";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { always } from "./queries.ts";
import { station } from "./station.ts";

export const verificationsQuery = (id: ManifestId) =>
  queryOptions({
    queryKey: ["verifications", id],
    queryFn: ({ signal }) => station.verifications({ params: { id } }, { signal }),
    staleTime: 0,
    ...always,
  });

const verifyFailuresShown = 200;

export const verifyFailuresQuery = (id: VerificationId) =>
  infiniteQueryOptions({
    queryKey: ["verifyFailures", id],
    queryFn: ({ signal, pageParam }) =>
      station.verifyFailures({ params: { id }, query: { after: pageParam, limit: verifyFailuresShown } }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    ...always,
  });

export const cardChecksQuery = queryOptions({
  queryKey: ["cardChecks"],
  queryFn: ({ signal }) => station.cardChecks({}, { signal }),
  staleTime: 0,
  ...always,
});

export const cardCheckQuery = (id: CardCheckId) =>
  queryOptions({
    queryKey: ["cardCheck", id],
    queryFn: ({ signal }) => station.cardCheck({ params: { id } }, { signal }),
    staleTime: 0,
    ...always,
  });

const cardFilesShown = 500;

export const cardFilesQuery = (id: CardCheckId, kind: CardFileKind) =>
  infiniteQueryOptions({
    queryKey: ["cardFiles", id, kind],
    queryFn: ({ signal, pageParam }) =>
      station.cardCheckFiles({ params: { id }, query: { kind, after: pageParam, limit: cardFilesShown } }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    ...always,
  });

const reportPageSize = 1000;
/** So many images of the report are shown in one go. */
const reportShown = 5000;

/** What the delivery report says of all of its images. */
export const reportHeadQuery = (id: ManifestId) =>
  queryOptions({
    queryKey: ["report", id, "head"],
    queryFn: ({ signal }) => station.report({ params: { id }, query: { after: 0, limit: 1 } }, { signal }),
    staleTime: 0,
    ...always,
  });

/** The images of the delivery report, as many in one go as a page shows. */
export const reportQuery = (id: ManifestId) =>
  infiniteQueryOptions({
    queryKey: ["report", id, "images"],
    queryFn: async ({ signal, pageParam }) => {
      const images: ReportRow[] = [];
      for (;;) {
        const query = { after: pageParam + images.length, limit: reportPageSize };
        const page = await station.report({ params: { id }, query }, { signal });
        images.push(...page.images);
        if (page.next === null || images.length >= reportShown) return { ...page, images };
      }
    },
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
    ...always,
  });

/** All that the report says, to be asked for again. */
export const reportKey = (id: ManifestId) => ["report", id] as const;

export interface ActivityChoice {
  readonly category?: ActivityCategory | undefined;
  /** Instants. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

export const activityQuery = (choice: ActivityChoice) =>
  infiniteQueryOptions({
    queryKey: ["activity", choice],
    queryFn: ({ signal, pageParam }) =>
      station.activity({ query: { ...choice, before: pageParam, limit: 100 } }, { signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    staleTime: 0,
    ...always,
  });
