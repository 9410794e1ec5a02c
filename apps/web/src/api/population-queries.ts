/** What the dashboard asks of a population: its cameras, people and individuals. */
import type { ClockRequest, IdentifiersRequest, PopulationId } from "@landfall/protocol";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { always } from "./queries.ts";
import { station } from "./station.ts";

// The station is on this machine: the browser's idea of being offline does not matter.

export const camerasQuery = (id: PopulationId) =>
  queryOptions({
    queryKey: ["cameras", id],
    queryFn: ({ signal }) => station.cameras({ params: { id } }, { signal }),
    ...always,
  });

export const areaQuery = (id: PopulationId) =>
  queryOptions({
    queryKey: ["area", id],
    queryFn: ({ signal }) => station.area({ params: { id } }, { signal }),
    // Every scan may bring positions.
    staleTime: 0,
    ...always,
  });

export const peopleQuery = (id: PopulationId) =>
  queryOptions({
    queryKey: ["people", id],
    queryFn: ({ signal }) => station.people({ params: { id } }, { signal }),
    // Every scan may bring names.
    staleTime: 0,
    ...always,
  });

export const individualsQuery = (id: PopulationId) =>
  queryOptions({
    queryKey: ["individuals", id],
    queryFn: ({ signal }) => station.individuals({ params: { id } }, { signal }),
    // Scans bring names, and a sync the hub's answers.
    staleTime: 0,
    ...always,
  });

/** What examples would find; asked for as they are typed. */
export const identifiersPreviewQuery = (id: PopulationId, body: IdentifiersRequest) =>
  queryOptions({
    queryKey: ["identifiersPreview", id, body],
    queryFn: ({ signal }) => station.previewIdentifiers({ params: { id }, body }, { signal }),
    placeholderData: keepPreviousData,
    ...always,
  });

/** What a correction would do; asked for as it is typed. */
export const clockPreviewQuery = (id: PopulationId, body: ClockRequest) =>
  queryOptions({
    queryKey: ["clockPreview", id, body],
    queryFn: ({ signal }) => station.previewClock({ params: { id }, body }, { signal }),
    placeholderData: keepPreviousData,
    ...always,
  });
