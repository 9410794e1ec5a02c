/** The individuals of a population. */
import { z } from "zod";
import { defineContract } from "../../contract.ts";
import { PopulationId } from "../../ids.ts";
import { IdentifiersChange, IdentifiersPreview, IdentifiersRequest, IndividualsView } from "../individuals.ts";
import { hubErrors, read } from "./parts.ts";

const population = z.object({ id: PopulationId });

export const individualRoutes = defineContract({
  individuals: {
    method: "GET",
    path: "/populations/{id}/individuals",
    summary: "The individuals that its latest scans name, what is nearly an identifier, and what the hub made of them",
    auth: "required",
    params: population,
    response: IndividualsView,
    status: 200,
    errors: read,
  },
  fetchCatalogue: {
    method: "POST",
    path: "/populations/{id}/individuals:fetch",
    summary: "Fetch the individuals that the hub knows, and keep them",
    auth: "required",
    params: population,
    response: IndividualsView,
    status: 200,
    errors: hubErrors,
  },
  previewIdentifiers: {
    method: "POST",
    path: "/populations/{id}/identifiers:preview",
    summary: "What examples of identifiers would find",
    auth: "required",
    params: population,
    body: IdentifiersRequest,
    response: IdentifiersPreview,
    status: 200,
    errors: read,
  },
  setIdentifiers: {
    method: "POST",
    path: "/populations/{id}/identifiers",
    summary:
      "Say how identifiers are written and what is meant by one; its scans are grouped again, with decisions kept",
    auth: "required",
    params: population,
    body: IdentifiersRequest,
    response: IdentifiersChange,
    status: 200,
    errors: read,
  },
});
