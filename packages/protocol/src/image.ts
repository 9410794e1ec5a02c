/** The states of an image on the station and on the hub. */
import { z } from "zod";

/** What the station stores. What is in flight is derived from running work and never stored. */
export const ImageState = z.enum([
  "pending",
  "uploaded",
  "committed",
  "complete",
  "waiting",
  "failed",
  "skipped",
  "missing",
  "changed",
  "lost",
]);
export type ImageState = z.infer<typeof ImageState>;

export const ImageCounts = z.record(ImageState, z.int().nonnegative());
export type ImageCounts = z.infer<typeof ImageCounts>;
export const noImages = Object.fromEntries(ImageState.options.map((state) => [state, 0])) as ImageCounts;

/** What the hub answers when sessions are opened. */
export const UploadState = z.enum(["Pending", "Uploaded", "Complete"]);
export type UploadState = z.infer<typeof UploadState>;

/** What the hub answers to a commit. */
export const CommitState = z.enum(["Complete", "Verifying", "Missing", "Different"]);
export type CommitState = z.infer<typeof CommitState>;

/** What has become of the hub's own look at a verified image. */
export const VariantState = z.enum(["queued", "ready", "damaged", "noPreview"]);
export type VariantState = z.infer<typeof VariantState>;

/** What kind of thing survey found a file to be. Every file found is in exactly one. */
export const Bucket = z.enum(["image", "unreadable", "ignored"]);
export type Bucket = z.infer<typeof Bucket>;
