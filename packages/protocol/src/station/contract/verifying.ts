/** Whether what was delivered is still there, and still the same. */
import { z } from "zod";
import { defineContract } from "../../contract.ts";
import { VerificationId, VerificationView, VerifyFailure, VerifyRequest } from "../verification.ts";

import { cursor, hubErrors, manifest, read } from "./parts.ts";

const verification = z.object({ id: VerificationId });

export const verifyingRoutes = defineContract({
  verify: {
    method: "POST",
    path: "/manifests/{id}:verify",
    summary: "Hold its receipts against the local files and the hub; goes on with one that is not over",
    auth: "required",
    params: manifest,
    body: VerifyRequest,
    response: VerificationView,
    status: 202,
    errors: [...hubErrors, "ALREADY_RUNNING"],
  },
  verifications: {
    method: "GET",
    path: "/manifests/{id}/verifications",
    summary: "The latest ones of a manifest, newest first",
    auth: "required",
    params: manifest,
    response: z.object({ items: z.array(VerificationView) }),
    status: 200,
    errors: read,
  },
  verification: {
    method: "GET",
    path: "/verifications/{id}",
    summary: "How far it is, and its answer",
    auth: "required",
    params: verification,
    response: VerificationView,
    status: 200,
    errors: read,
  },
  verifyFailures: {
    method: "GET",
    path: "/verifications/{id}/failures",
    summary: "A part of the images that did not verify",
    auth: "required",
    params: verification,
    query: cursor,
    response: z.object({ items: z.array(VerifyFailure), next: z.int().nullable() }),
    status: 200,
    errors: read,
  },
  cancelVerification: {
    method: "POST",
    path: "/verifications/{id}:cancel",
    summary: "Stop it",
    auth: "required",
    params: verification,
    response: VerificationView,
    status: 200,
    errors: read,
  },
});
