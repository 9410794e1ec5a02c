/** What is looked at before approval: whether pictures are whole, and whether files are still as they were scanned. */
import { z } from "zod";

const count = z.int().nonnegative();

/** Decoding goes on in the background, one picture at a time, at the lowest priority. */
export const PictureChecks = z.object({
  /** `waiting`: while folders are read. `paused`: as a person has set it. */
  state: z.enum(["idle", "working", "waiting", "paused"]),
  /** Pictures that nobody has decoded yet, of all manifests that are not superseded; null while they are counted. */
  left: count.nullable(),
  /** Since the station was started. */
  checked: count,
  damaged: count,
});
export type PictureChecks = z.infer<typeof PictureChecks>;

/** Of the files of encounters that are not decided. */
export const FileChecks = z.object({
  images: count,
  changed: count,
  missing: count,
  /** On drives or folders that are away. */
  away: count,
  /** Delivered, and no longer here. */
  gone: count,
});
export type FileChecks = z.infer<typeof FileChecks>;
