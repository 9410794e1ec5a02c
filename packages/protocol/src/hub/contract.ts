/** The hub's API. */
import { z } from "zod";
import { defineContract } from "../contract.ts";
import { HubEncounterId, PopulationId, UploadSessionId } from "../ids.ts";
import { ReceiptKeys } from "../receipt.ts";
import {
  ChangesResponse,
  CheckRequest,
  CheckResponse,
  CommitRequest,
  CommitResponse,
  CopyRequest,
  CopyResponse,
  EncounterCorrection,
  EncounterLink,
  FindOrCreateRequest,
  FindOrCreateResponse,
  HubEncounter,
  HubEncounterDetail,
  HubHealth,
  HubMe,
  KnownRequest,
  KnownResponse,
  MatchRequest,
  MatchResponse,
  OpenSessionsRequest,
  OpenSessionsResponse,
} from "./schemas.ts";

const population = z.object({ id: PopulationId });
const encounter = z.object({ id: HubEncounterId });
const keyErrors = ["KEY_MISSING", "KEY_INVALID", "POPULATION_FORBIDDEN", "NOT_FOUND"] as const;
const wait = z.object({
  prefer: z
    .string()
    .optional()
    .describe("RFC 7240 `wait=N`: hold the answer up to N seconds (at most 20) for receipts"),
});
const writeErrors = [...keyErrors, "POPULATION_CLOSED"] as const;

/** Path prefix of every route below. */
export const hubApiPrefix = "/api/v1";

export const hubContract = defineContract({
  health: {
    method: "GET",
    path: "/health",
    summary: "Reachability, version and clock",
    auth: "none",
    response: HubHealth,
    status: 200,
  },
  receiptKeys: {
    method: "GET",
    path: "/receipts/keys",
    summary: "The public keys that sign receipts (JWKS); retired ones are kept",
    auth: "none",
    response: ReceiptKeys,
    status: 200,
  },
  me: {
    method: "GET",
    path: "/me",
    summary: "Who this key is and which populations it may sync",
    auth: "required",
    response: HubMe,
    status: 200,
    errors: keyErrors,
  },
  known: {
    method: "POST",
    path: "/populations/{id}/images:known",
    summary: "Which of these images the population holds, and in which encounters",
    auth: "required",
    params: population,
    body: KnownRequest,
    response: KnownResponse,
    status: 200,
    errors: keyErrors,
  },
  check: {
    method: "POST",
    path: "/populations/{id}/images:check",
    summary: "Look at these images in the blob store now, or read their bytes again",
    auth: "required",
    params: population,
    headers: wait,
    body: CheckRequest,
    response: CheckResponse,
    status: 200,
    errors: keyErrors,
  },
  match: {
    method: "POST",
    path: "/populations/{id}/encounters:match",
    summary: "Which encounters the hub has under these eventIDs or keys",
    auth: "required",
    params: population,
    body: MatchRequest,
    response: MatchResponse,
    status: 200,
    errors: keyErrors,
  },
  findOrCreate: {
    method: "POST",
    path: "/populations/{id}/encounters",
    summary: "Find the encounter, or create it: 201, or 200 with the existing one",
    auth: "required",
    params: population,
    body: FindOrCreateRequest,
    response: FindOrCreateResponse,
    status: 201,
    errors: writeErrors,
  },
  correct: {
    method: "PATCH",
    path: "/encounters/{id}",
    summary: "Correct an encounter's fields; its former key stays as an alias",
    auth: "required",
    params: encounter,
    headers: z.object({ "if-match": z.string() }),
    body: EncounterCorrection,
    response: HubEncounter,
    status: 200,
    errors: [...writeErrors, "VERSION_CONFLICT"],
  },
  encounter: {
    method: "GET",
    path: "/encounters/{id}",
    summary: "The encounter and the state of every image",
    auth: "required",
    params: encounter,
    response: HubEncounterDetail,
    status: 200,
    errors: keyErrors,
  },
  openSessions: {
    method: "POST",
    path: "/encounters/{id}/upload-sessions",
    summary: "Open or find the upload session of each image",
    auth: "required",
    params: encounter,
    body: OpenSessionsRequest,
    response: OpenSessionsResponse,
    status: 200,
    errors: writeErrors,
  },
  copy: {
    method: "POST",
    path: "/upload-sessions/{id}:copy",
    summary: "Copy the session's source from its Azure container; asked again, says how far that is",
    auth: "required",
    params: z.object({ id: UploadSessionId }),
    body: CopyRequest,
    response: CopyResponse,
    status: 200,
    errors: [
      ...writeErrors,
      "SOURCE_NOT_ALLOWED",
      "SOURCE_REFUSED",
      "SOURCE_MISSING",
      "SOURCE_CHANGED",
      "BLOB_DIFFERENT",
      "COPY_FAILED",
    ],
  },
  commit: {
    method: "POST",
    path: "/encounters/{id}:commit",
    summary: "Check what arrived; asked again, collects receipts that were not ready",
    auth: "required",
    params: encounter,
    headers: wait,
    body: CommitRequest,
    response: CommitResponse,
    status: 200,
    errors: writeErrors,
  },
  link: {
    method: "POST",
    path: "/encounters/{id}:link",
    summary: "A one-time link to the encounter's page",
    auth: "required",
    params: encounter,
    response: EncounterLink,
    status: 201,
    errors: keyErrors,
  },
  changes: {
    method: "GET",
    path: "/changes",
    summary: "What changed about encounters since",
    auth: "required",
    query: z.object({
      after: z.coerce.number().int().nonnegative().default(0),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
    response: ChangesResponse,
    status: 200,
    errors: keyErrors,
  },
});
export type HubContract = typeof hubContract;
