/** What was delivered, and how that is shown. */
import { z } from "zod";
import { defineContract } from "../../contract.ts";
import { Sha256 } from "../../ids.ts";
import { CardCheckView, CardFile, CardFileKind, ProofPage, ReportPage } from "../proof.ts";
import { ExportEntry } from "../schemas.ts";

import { cardCheck, cursor, manifest, read, signedIn } from "./parts.ts";

export const proofRoutes = defineContract({
  export: {
    method: "GET",
    path: "/manifests/{id}/export",
    summary: "A part of the inventory of every file found",
    auth: "required",
    params: manifest,
    query: cursor,
    response: z.object({ entries: z.array(ExportEntry), next: z.int().nullable() }),
    status: 200,
    errors: read,
  },
  checkCard: {
    method: "POST",
    path: "/card-checks",
    summary:
      "Read a folder now, and see whether the hub has signed for every file in it and still has it; nothing is deleted",
    auth: "required",
    body: z.object({
      folder: z.string().min(1),
      /** The hub is not asked whether it still has the files; then the answer is never a plain yes. */
      offline: z.boolean().default(false),
    }),
    response: CardCheckView,
    status: 202,
    errors: [...signedIn, "FOLDER_NOT_FOUND", "FOLDER_NOT_ALLOWED", "ALREADY_RUNNING"],
  },
  cardChecks: {
    method: "GET",
    path: "/card-checks",
    summary: "The latest checks since the station started, newest first",
    auth: "required",
    response: z.object({ items: z.array(CardCheckView) }),
    status: 200,
    errors: signedIn,
  },
  cardCheck: {
    method: "GET",
    path: "/card-checks/{id}",
    summary: "How far a check is, and its answer",
    auth: "required",
    params: cardCheck,
    response: CardCheckView,
    status: 200,
    errors: read,
  },
  cardCheckFiles: {
    method: "GET",
    path: "/card-checks/{id}/files",
    summary: "A part of the files that are not proven, or of the junk",
    auth: "required",
    params: cardCheck,
    query: cursor.extend({ kind: CardFileKind.default("problems") }),
    response: z.object({ items: z.array(CardFile), next: z.int().nullable() }),
    status: 200,
    errors: read,
  },
  cancelCardCheck: {
    method: "POST",
    path: "/card-checks/{id}:cancel",
    summary: "Stop a check",
    auth: "required",
    params: cardCheck,
    response: CardCheckView,
    status: 200,
    errors: read,
  },
  report: {
    method: "GET",
    path: "/manifests/{id}/report",
    summary: "A part of the delivery report: each image of its approved encounters, with its receipt",
    auth: "required",
    params: manifest,
    query: cursor,
    response: ReportPage,
    status: 200,
    errors: read,
  },
  proof: {
    method: "POST",
    path: "/manifests/{id}:prove",
    summary: "A part of its receipts, with the hub's public keys, for a proof to hand on",
    auth: "required",
    params: manifest,
    body: z.object({
      after: z.int().nonnegative(),
      limit: z.int().min(1).max(1000),
      /** Only this image. */
      image: Sha256.optional(),
    }),
    response: ProofPage,
    status: 200,
    errors: read,
  },
});
