/** How the bytes of images travel: sessions, copies, commits and checks. */
import { z } from "zod";
import { AzureSource } from "../azure-source.ts";
import { IdempotencyKey, Md5, Sha256, UploadSessionId } from "../ids.ts";
import { CommitState, UploadState } from "../image.ts";
import { ImageFactsPatch } from "../image-facts.ts";
import { Receipt } from "../receipt.ts";
import { batch } from "./batch.ts";

/** `single`: one Put Blob. `blocks`: Put Block and Put Block List, so that what arrived is kept when the link breaks. */
export const TransferKind = z.enum(["single", "blocks"]);
export type TransferKind = z.infer<typeof TransferKind>;

export const OpenSession = z.object({
  idempotencyKey: IdempotencyKey,
  /** With a `source`, the key made from it. */
  sha256: Sha256,
  /** Null only with a `source` that states none. */
  md5: Md5.nullable(),
  bytes: z
    .int()
    .positive()
    .max(5_000 * 2 ** 20),
  fileName: z.string().min(1).max(1000),
  mediaType: z.string().max(100),
  /** Local date and time of the photograph as it states it, `2016-07-01T10:11:12.120`, for the hub's page. */
  capturedAt: z.string().max(40).nullable(),
  /** What is said of it; of one that the hub has already, only what nobody has said yet is taken. */
  facts: ImageFactsPatch.optional(),
  /** How the station means to send it. */
  transfer: TransferKind.default("single"),
  /** Where it lies, if it is to be copied from there. Nobody has read its bytes. */
  source: AzureSource.optional(),
});
export type OpenSession = z.infer<typeof OpenSession>;

/** Where and how to PUT the bytes. */
export const UploadTarget = z.object({
  kind: TransferKind,
  /** Holds a signature: a secret, never logged or stored. */
  url: z.url(),
  /** To be sent as they are, beside Content-Length and Content-MD5; with `blocks`, with the Put Block List. */
  headers: z.record(z.string(), z.string()),
  expiresAt: z.iso.datetime(),
});
export type UploadTarget = z.infer<typeof UploadTarget>;

export const OpenSessionsRequest = z.object({ images: batch(OpenSession) });
export const UploadSession = z.object({
  id: UploadSessionId,
  idempotencyKey: IdempotencyKey,
  state: UploadState,
  /** With `Pending` only. */
  target: UploadTarget.nullable(),
  /** With `Complete` only. */
  receipt: Receipt.nullable(),
});
export type UploadSession = z.infer<typeof UploadSession>;
export const OpenSessionsResponse = z.object({
  /** One for each image of the request, in its order. */
  sessions: z.array(UploadSession),
});

export const CopyRequest = z.object({
  /** The query of a SAS for the session's source, that allows reading only. A secret, never logged or stored. */
  sas: z.string().min(1).max(2_000),
});
export const CopyResponse = z.object({
  /** `Copying`: at work, ask again. `Uploaded`: the bytes are there, to be committed. */
  state: z.enum(["Copying", "Uploaded"]),
});
export type CopyResponse = z.infer<typeof CopyResponse>;

export const CommitRequest = z.object({ images: batch(z.object({ idempotencyKey: IdempotencyKey })) });
export const CommitAnswer = z.object({
  idempotencyKey: IdempotencyKey,
  state: CommitState,
  /** With `Complete` only. */
  receipt: Receipt.nullable(),
});
export type CommitAnswer = z.infer<typeof CommitAnswer>;
export const CommitResponse = z.object({
  /** One for each image of the request, in its order. */
  images: z.array(CommitAnswer),
});

export const CheckRequest = z.object({
  sha256: batch(Sha256),
  /** Read the bytes again, instead of asking the blob store for their length and MD5. */
  deep: z.boolean(),
  /** The `asOf` of the first answer, by the hub's clock: only what was read since then counts. */
  since: z.iso.datetime().optional(),
});
export const CheckAnswer = z.object({
  sha256: Sha256,
  state: CommitState,
  /** With `Complete` only. */
  receipt: Receipt.nullable(),
});
export type CheckAnswer = z.infer<typeof CheckAnswer>;
export const CheckResponse = z.object({
  /** To be given as `since` when this is asked again. */
  asOf: z.iso.datetime(),
  /** One for each image of the request, in its order. */
  images: z.array(CheckAnswer),
});
export type CheckResponse = z.infer<typeof CheckResponse>;
