/** Path patterns of a scan job, and how its dates are written. */
import { z } from "zod";
import { defineContract } from "../../contract.ts";
import { ScanJobId } from "../../ids.ts";
import {
  DateOrderRequest,
  PatternPreview,
  PatternsChange,
  PatternsRequest,
  PatternsToTry,
  PatternsView,
  PatternTrial,
} from "../patterns.ts";
import { read } from "./parts.ts";

const job = z.object({ id: ScanJobId });

export const patternRoutes = defineContract({
  patterns: {
    method: "GET",
    path: "/scan-jobs/{id}/patterns",
    summary: "Its path patterns, others that would fit its folders, and dates that could be either way round",
    auth: "required",
    params: job,
    response: PatternsView,
    status: 200,
    errors: read,
  },
  tryPatterns: {
    method: "POST",
    path: "/scan-jobs/{id}/patterns:try",
    summary: "Which of its folders path patterns fit, and what they find in their names",
    auth: "required",
    params: job,
    body: PatternsToTry,
    response: PatternTrial,
    status: 200,
    errors: read,
  },
  previewPatterns: {
    method: "POST",
    path: "/scan-jobs/{id}/patterns:preview",
    summary: "The encounters that path patterns would make, and where each field would come from",
    auth: "required",
    params: job,
    body: PatternsRequest,
    response: PatternPreview,
    status: 200,
    errors: read,
  },
  setPatterns: {
    method: "PUT",
    path: "/scan-jobs/{id}/patterns",
    summary: "Use these path patterns; its photographs are grouped again, as a new version that keeps decisions",
    auth: "required",
    params: job,
    body: PatternsRequest,
    response: PatternsChange,
    status: 200,
    errors: read,
  },
  setDateOrder: {
    method: "PUT",
    path: "/scan-jobs/{id}/date-order",
    summary:
      "Say whether day or month comes first in the dates of one of its folders; what it touches is grouped again",
    auth: "required",
    params: job,
    body: DateOrderRequest,
    response: PatternsChange,
    status: 200,
    errors: read,
  },
});
