/** Records for others to read. The files themselves are downloads: `…/records/{format}` with the same query. */
import { z } from "zod";
import { defineContract } from "../../contract.ts";
import { PopulationId } from "../../ids.ts";
import { LocationPrecision, RecordsFormat, RecordsQuery, RecordsSummary } from "../records.ts";
import { PopulationCard } from "../schemas.ts";
import { manifest, read } from "./parts.ts";

const population = z.object({ id: PopulationId });
const query = RecordsQuery.extend({ format: RecordsFormat.default("csv") });

export const recordRoutes = defineContract({
  manifestRecords: {
    method: "GET",
    path: "/manifests/{id}/records",
    summary: "How much the records of a manifest hold, and what a form of them has no place for",
    auth: "required",
    params: manifest,
    query,
    response: RecordsSummary,
    status: 200,
    errors: read,
  },
  populationRecords: {
    method: "GET",
    path: "/populations/{id}/records",
    summary: "How much the records of a population hold, and what a form of them has no place for",
    auth: "required",
    params: population,
    query,
    response: RecordsSummary,
    status: 200,
    errors: read,
  },
  setLocationPrecision: {
    method: "PATCH",
    path: "/populations/{id}",
    summary: "Say how exactly a population's places are told in records for others",
    auth: "required",
    params: population,
    body: z.object({ locationPrecision: LocationPrecision }),
    response: PopulationCard.omit({ manifests: true }),
    status: 200,
    errors: read,
  },
});
