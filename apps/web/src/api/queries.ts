/** Every question the dashboard asks, with the key its answer is kept under. */
import {
  type EncounterFilter,
  type EncounterId,
  type EncounterRow,
  type ErrorCode,
  type ManifestId,
  type PopulationId,
  type RecordsFormat,
  type RecordsStatus,
  type ScanJobId,
  toLandfallError,
} from "@landfall/protocol";
import {
  infiniteQueryOptions,
  keepPreviousData,
  notifyManager,
  QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { station } from "./station.ts";

export const encounterPageSize = 100;
export const imagePageSize = 200;

/** What is worth a second question at once: nothing a person has to mend, and nothing that is simply wrong. */
function mayRetry(failures: number, error: unknown): boolean {
  const { tier } = toLandfallError(error);
  return failures < 2 && (tier === "transient" || tier === "offline");
}

// Before the browser does anything else: a box that is checked shows it when the click ends, not a moment later.
notifyManager.setScheduler(queueMicrotask);

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: mayRetry, staleTime: 30_000, refetchOnWindowFocus: false },
      // The station is on this machine: the browser's idea of being offline does not matter.
      mutations: { retry: false, networkMode: "always" },
    },
  });

export const always = { networkMode: "always" } as const;

/** Of which encounters records are made. */
export type RecordsOf = { readonly manifest: ManifestId } | { readonly population: PopulationId };

export interface RecordsAsked {
  readonly format: RecordsFormat;
  readonly status: RecordsStatus;
  /** `2019-2024`. */
  readonly years?: string;
}

/** How much the records hold. Each look asks anew: the station counts quickly, and an old count would mislead. */
export const recordsQuery = (of: RecordsOf, query: RecordsAsked) =>
  queryOptions({
    queryKey: ["records", of, query],
    queryFn: ({ signal }) =>
      "manifest" in of
        ? station.manifestRecords({ params: { id: of.manifest }, query: query as never }, { signal })
        : station.populationRecords({ params: { id: of.population }, query: query as never }, { signal }),
    staleTime: 0,
    placeholderData: keepPreviousData,
    ...always,
  });

export const snapshotQuery = queryOptions({
  queryKey: ["snapshot"],
  queryFn: ({ signal }) => station.snapshot({}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
  ...always,
});

export const problemsQuery = queryOptions({
  queryKey: ["problems"],
  queryFn: ({ signal }) => station.problems({}, { signal }),
  ...always,
});

/** Why nothing is moving. Asked again when a run, the connection or a setting changes, and as the clock goes on. */
export const whyQuery = queryOptions({
  queryKey: ["why"],
  queryFn: ({ signal }) => station.why({}, { signal }),
  staleTime: 5_000,
  refetchInterval: 30_000,
  placeholderData: keepPreviousData,
  ...always,
});

/** How far the decoding of photographs is. Asked again while some are left. */
export const pictureChecksQuery = queryOptions({
  queryKey: ["pictureChecks"],
  queryFn: ({ signal }) => station.pictureChecks({}, { signal }),
  staleTime: 2_000,
  refetchInterval: ({ state }) => (state.data?.left === 0 ? 15_000 : 3_000),
  placeholderData: keepPreviousData,
  ...always,
});

/** The test of the link that runs, else the last one; null before the first. */
export const linkProbeQuery = queryOptions({
  queryKey: ["linkProbe"],
  queryFn: ({ signal }) => station.linkProbe({}, { signal }),
  staleTime: 0,
  refetchInterval: ({ state }) => (state.data?.state === "running" ? 500 : false),
  ...always,
});

export const scheduleQuery = queryOptions({
  queryKey: ["schedule"],
  queryFn: ({ signal }) => station.schedule({}, { signal }),
  staleTime: 0,
  // What the last look at the link came to is shown nowhere else.
  refetchInterval: 5_000,
  placeholderData: keepPreviousData,
  ...always,
});

const problemFilesShown = 100;

/** The images of an encounter that failed for one cause. */
export const problemFilesQuery = (id: EncounterId, code: ErrorCode) =>
  infiniteQueryOptions({
    queryKey: ["problemFiles", id, code],
    queryFn: ({ signal, pageParam }) =>
      station.problemFiles({ params: { id }, query: { code, after: pageParam, limit: problemFilesShown } }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    ...always,
  });

export const manifestQuery = (id: ManifestId) =>
  queryOptions({
    queryKey: ["manifest", id],
    queryFn: ({ signal }) => station.manifest({ params: { id } }, { signal }),
    ...always,
  });

export const encounterPageQuery = (id: ManifestId, filter: EncounterFilter, page: number) =>
  queryOptions({
    queryKey: ["encounters", id, filter, page],
    queryFn: ({ signal }) =>
      station.encounters(
        { params: { id }, query: { filter, offset: page * encounterPageSize, limit: encounterPageSize } },
        { signal },
      ),
    ...always,
  });

const encountersAtOnce = 500;

/** All encounters of a manifest, in order of time. */
export const everyEncounterQuery = (id: ManifestId) =>
  queryOptions({
    queryKey: ["encounters", id, "every"],
    queryFn: async ({ signal }) => {
      const items: EncounterRow[] = [];
      for (;;) {
        const query = { filter: "all", offset: items.length, limit: encountersAtOnce } as const;
        const page = await station.encounters({ params: { id }, query }, { signal });
        items.push(...page.items);
        if (items.length >= page.total || page.items.length === 0) return { ...page, items };
      }
    },
    staleTime: 0,
    ...always,
  });

/** Only how many there are. */
export const encounterTotalQuery = (id: ManifestId, filter: EncounterFilter) =>
  queryOptions({
    queryKey: ["encounterTotal", id, filter],
    queryFn: async ({ signal }) =>
      (await station.encounters({ params: { id }, query: { filter, offset: 0, limit: 1 } }, { signal })).total,
    ...always,
  });

/** How many wait for a licence. */
export const licenseMissingQuery = (id: ManifestId) =>
  queryOptions({
    queryKey: ["encounterTotal", id, "license"],
    queryFn: async ({ signal }) =>
      (await station.missing({ params: { id }, query: { field: "license" } }, { signal })).encounters,
    ...always,
  });

export const encounterQuery = (id: EncounterId) =>
  queryOptions({
    queryKey: ["encounter", id],
    queryFn: ({ signal }) => station.encounter({ params: { id } }, { signal }),
    ...always,
  });

export const imagePageQuery = (id: EncounterId, page: number) =>
  queryOptions({
    queryKey: ["images", id, page],
    queryFn: ({ signal }) =>
      station.images({ params: { id }, query: { offset: page * imagePageSize, limit: imagePageSize } }, { signal }),
    ...always,
  });

export const planQuery = (id: ManifestId) =>
  queryOptions({
    queryKey: ["plan", id],
    queryFn: ({ signal }) => station.plan({ params: { id } }, { signal }),
    // It asks the hub, and is true only for the moment.
    staleTime: 10_000,
    gcTime: 0,
    retry: false,
    ...always,
  });

export const foldersQuery = (path: string | undefined) =>
  queryOptions({
    queryKey: ["folders", path ?? null],
    queryFn: ({ signal }) => station.folders({ query: { path } }, { signal }),
    staleTime: 5_000,
    placeholderData: keepPreviousData,
    retry: false,
    ...always,
  });

export const scanJobQuery = (id: ScanJobId) =>
  queryOptions({
    queryKey: ["scanJob", id],
    queryFn: ({ signal }) => station.scanJob({ params: { id } }, { signal }),
    staleTime: 0,
    ...always,
  });

export const sourcesQuery = (id: ScanJobId) =>
  queryOptions({
    queryKey: ["sources", id],
    queryFn: ({ signal }) => station.sources({ params: { id } }, { signal }),
    staleTime: 0,
    ...always,
  });
