/** Verifying: what was delivered is held against its receipts, the local files, and the hub. */
import { z } from "zod";
import { errorCodes } from "../errors.ts";
import { ManifestId, Sha256 } from "../ids.ts";

const count = z.int().nonnegative();
const instant = z.iso.datetime();

export const VerificationId = z.uuid().brand<"VerificationId">();
export type VerificationId = z.infer<typeof VerificationId>;

/** What the receipts are held against. */
export const VerifyScope = z.enum(["both", "files", "hub"]);
export type VerifyScope = z.infer<typeof VerifyScope>;

/** The `part`-th of so many parts of the images, chosen by their SHA-256: all parts together are all images. */
export const VerifySample = z
  .object({ part: z.int().positive(), of: z.int().positive().max(100_000) })
  .refine(({ part, of }) => part <= of, { error: "there is no such part", path: ["part"] });
export type VerifySample = z.infer<typeof VerifySample>;

const dayMs = 86_400_000;

/** Of so many parts another one each day, so that as many days in a row see everything. */
export const partOfDay = (of: number, nowMs: number): VerifySample => ({
  part: (Math.floor(nowMs / dayMs) % of) + 1,
  of,
});

export const VerifyRequest = z.object({
  scope: VerifyScope.default("both"),
  /** The hub is to read the bytes again, instead of asking its blob store for length and MD5. */
  deep: z.boolean().default(false),
  sample: VerifySample.nullable().default(null),
});
export type VerifyRequest = z.infer<typeof VerifyRequest>;

/** Each image that was checked is in exactly one of `verified`, `different`, `metadataChanged`, `missing`, `lost` and `noReceipt`. */
export const VerifyResult = z.object({
  images: count,
  verified: count,
  /** The file, the receipt or the hub's blob has other bytes. */
  different: count,
  /** The file has the same picture with other metadata, and the hub has the bytes that were approved: nothing is wrong. */
  metadataChanged: count,
  /** The file is not there, or cannot be read. */
  missing: count,
  /** The hub no longer has the bytes: they are due again. */
  lost: count,
  /** It has no receipt yet, such as one that waits for the next sync: there is nothing to hold anything against. */
  noReceipt: count,
  /** How many of `images` belong to encounters that wait for approval again, or were denied: their receipts hold all the same. */
  notApproved: count,
});
export type VerifyResult = z.infer<typeof VerifyResult>;

export const VerificationView = VerifyResult.extend({
  id: VerificationId,
  manifestId: ManifestId,
  scope: VerifyScope,
  deep: z.boolean(),
  sample: VerifySample.nullable(),
  state: z.enum(["running", "done", "failed", "cancelled"]),
  startedAt: instant,
  finishedAt: instant.nullable(),
  /** Images that have a receipt or should have one, sampled or not, and how many of them have been passed. */
  total: count,
  passed: count,
  /** What it waits for; null while it is at work. */
  waiting: z.object({ code: z.enum(errorCodes), detail: z.string().nullable(), nextAttemptAt: instant }).nullable(),
  error: z.object({ code: z.enum(errorCodes), detail: z.string().nullable() }).nullable(),
});
export type VerificationView = z.infer<typeof VerificationView>;

/** One that did not verify, and why. */
export const VerifyFailure = z.object({
  filePath: z.string(),
  sha256: Sha256,
  outcome: z.enum(["different", "metadataChanged", "missing", "lost", "noReceipt"]),
  detail: z.string(),
});
export type VerifyFailure = z.infer<typeof VerifyFailure>;
