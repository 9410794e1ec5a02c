/** The photographers of a population. */
import { z } from "zod";
import { defineContract } from "../../contract.ts";
import { PopulationId } from "../../ids.ts";
import { AliasesRequest, PeopleChange, PeopleView } from "../people.ts";
import { read } from "./parts.ts";

const population = z.object({ id: PopulationId });

export const peopleRoutes = defineContract({
  people: {
    method: "GET",
    path: "/populations/{id}/people",
    summary: "The photographers of its latest scans as they are written, and who they are",
    auth: "required",
    params: population,
    response: PeopleView,
    status: 200,
    errors: read,
  },
  setAliases: {
    method: "POST",
    path: "/populations/{id}/aliases",
    summary: "Say who names stand for; what they touch is grouped again, as a new version that keeps decisions",
    auth: "required",
    params: population,
    body: AliasesRequest,
    response: PeopleChange,
    status: 200,
    errors: read,
  },
});
