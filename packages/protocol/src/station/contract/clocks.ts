/** The cameras of a population, and their clocks. */
import { z } from "zod";
import { defineContract } from "../../contract.ts";
import { PopulationId } from "../../ids.ts";
import { CameraPersonChange, CameraPersonRequest } from "../camera-people.ts";
import { CameraView, ClockChange, ClockEffect, ClockId, ClockRequest } from "../clocks.ts";
import { read } from "./parts.ts";

const population = z.object({ id: PopulationId });

export const clockRoutes = defineContract({
  cameras: {
    method: "GET",
    path: "/populations/{id}/cameras",
    summary: "The cameras of its latest scans, and what is known of their clocks",
    auth: "required",
    params: population,
    response: z.object({ items: z.array(CameraView) }),
    status: 200,
    errors: read,
  },
  setCameraPerson: {
    method: "PUT",
    path: "/populations/{id}/cameras:person",
    summary:
      "Say whose photographs a camera's are; what it touches is grouped again, as a new version that keeps decisions",
    auth: "required",
    params: population,
    body: CameraPersonRequest,
    response: CameraPersonChange,
    status: 200,
    errors: read,
  },
  previewClock: {
    method: "POST",
    path: "/populations/{id}/clocks:preview",
    summary: "What a correction of a camera's clock would do",
    auth: "required",
    params: population,
    body: ClockRequest,
    response: ClockEffect,
    status: 200,
    errors: read,
  },
  setClock: {
    method: "POST",
    path: "/populations/{id}/clocks",
    summary: "Correct a camera's clock; what it touches is grouped again, as a new version that keeps decisions",
    auth: "required",
    params: population,
    body: ClockRequest,
    response: ClockChange,
    status: 201,
    errors: read,
  },
  removeClock: {
    method: "DELETE",
    path: "/clocks/{id}",
    summary: "Take a correction back; what it touched is grouped again",
    auth: "required",
    params: z.object({ id: ClockId }),
    response: ClockChange,
    status: 200,
    errors: read,
  },
});
