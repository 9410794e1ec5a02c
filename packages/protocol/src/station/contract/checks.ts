/** What is looked at before approval. */
import { z } from "zod";
import { defineContract } from "../../contract.ts";
import { FieldName } from "../../encounter.ts";
import { Sha256 } from "../../ids.ts";
import { FileChecks, PictureChecks } from "../checks.ts";
import { EncounterRow } from "../encounter-rows.ts";
import { encounter, manifest, read, signedIn } from "./parts.ts";

const images = z.array(Sha256).min(1).max(100_000);

export const checkRoutes = defineContract({
  pictureChecks: {
    method: "GET",
    path: "/picture-checks",
    summary: "How far the decoding of all photographs is",
    auth: "required",
    response: PictureChecks,
    status: 200,
    errors: signedIn,
  },
  checkManifest: {
    method: "POST",
    path: "/manifests/{id}:check",
    summary: "Look at the files of its encounters that are not decided, and decode what nobody has decoded yet",
    auth: "required",
    params: manifest,
    response: z.object({ files: FileChecks, pictures: PictureChecks }),
    status: 202,
    errors: read,
  },
  missing: {
    method: "GET",
    path: "/manifests/{id}/missing",
    summary: "How many of its encounters wait for this field",
    auth: "required",
    params: manifest,
    query: z.object({ field: FieldName }),
    response: z.object({ encounters: z.int().nonnegative() }),
    status: 200,
    errors: read,
  },
  checkEncounter: {
    method: "POST",
    path: "/encounters/{id}:check",
    summary: "Look whether its files are still as they were scanned",
    auth: "required",
    params: encounter,
    response: EncounterRow,
    status: 200,
    errors: read,
  },
  keepAsIs: {
    method: "POST",
    path: "/encounters/{id}:keepAsIs",
    summary: "Deliver damaged photographs as they are, or no longer",
    auth: "required",
    params: encounter,
    body: z.object({ images, keep: z.boolean().default(true) }),
    response: EncounterRow,
    status: 200,
    errors: [...read, "ENCOUNTER_FROZEN", "MANIFEST_SUPERSEDED"],
  },
});
