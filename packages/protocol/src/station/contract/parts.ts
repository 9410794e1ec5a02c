/** What several routes share: parameters, windows, and the errors they may answer. */
import { z } from "zod";
import { EncounterId, ManifestId, RunId } from "../../ids.ts";
import { CardCheckId } from "../proof.ts";

export const manifest = z.object({ id: ManifestId });
export const encounter = z.object({ id: EncounterId });
export const run = z.object({ id: RunId });
export const cardCheck = z.object({ id: CardCheckId });
export const window = {
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};
export const cursor = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export const nothing = z.undefined();
export const signedIn = ["SIGN_IN_NEEDED", "HOST_NOT_ALLOWED", "ORIGIN_NOT_ALLOWED"] as const;
export const read = [...signedIn, "NOT_FOUND"] as const;
export const hubErrors = [
  ...read,
  "NOT_CONNECTED",
  "HUB_OFFLINE",
  "HUB_UNAVAILABLE",
  "KEY_INVALID",
  "POPULATION_UNBOUND",
] as const;
