/** Where populations live. */
import { z } from "zod";
import { defineContract } from "../../contract.ts";
import { PopulationId } from "../../ids.ts";
import { AreaRequest, AreaView } from "../area.ts";
import { read } from "./parts.ts";

const population = z.object({ id: PopulationId });

export const areaRoutes = defineContract({
  area: {
    method: "GET",
    path: "/populations/{id}/area",
    summary: "Where the population lives, and a box around the positions that are known",
    auth: "required",
    params: population,
    response: AreaView,
    status: 200,
    errors: read,
  },
  setArea: {
    method: "PUT",
    path: "/populations/{id}/area",
    summary: "Say where the population lives; encounters outside warn from then on",
    auth: "required",
    params: population,
    body: AreaRequest,
    response: AreaView,
    status: 200,
    errors: read,
  },
});
