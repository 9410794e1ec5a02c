/** Thumbnail and preview of a verified image; an image that cannot be decoded is kept and said to be damaged. */
import { BlobAbsentError, type Blobs, collect } from "../blobs/port.ts";
import type { Job, Queue } from "../queue/port.ts";
import { type BlobRow, findBlob, setVariants, variantName } from "../store/blobs.ts";
import type { Store } from "../store/open.ts";
import { inTransaction } from "../store/transaction.ts";
import type { Drawing } from "./draw.ts";
import { DrawingDiedError, type Easels } from "./easels.ts";
import type { JobHandler } from "./worker.ts";

export interface VariantParts {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly queue: Queue;
  readonly easels: Easels;
}

/** Larger files are no photographs to look at in a browser. */
const largestBytes = 300 * 2 ** 20;

/** An image that ended its drawing process so many times is to blame for it. */
const patience = 3;

async function drawBlob(
  parts: VariantParts,
  blob: BlobRow,
  job: Job,
  signal: AbortSignal,
): Promise<Drawing | undefined> {
  try {
    const bytes = await collect(parts.blobs.read(blob.name, signal), largestBytes);
    return bytes ? await parts.easels.draw(bytes, signal) : { state: "noPreview", width: null, height: null };
  } catch (error) {
    // The next look at the store withdraws what was said about it.
    if (error instanceof BlobAbsentError) return undefined;
    if (error instanceof DrawingDiedError && job.attempts >= patience && !signal.aborted)
      return { state: "damaged", width: null, height: null };
    throw error;
  }
}

export const variantsHandler =
  (parts: VariantParts): JobHandler =>
  async (job, signal) => {
    const { store, blobs, queue } = parts;
    const blob = await findBlob(store.db, job.subject);
    const drawing = blob?.state === "verified" ? await drawBlob(parts, blob, job, signal) : undefined;
    if (blob && drawing?.state === "ready") {
      const name = (variant: "thumbnail" | "preview") => variantName(blob.populationId, blob.sha256, variant);
      await blobs.write(name("thumbnail"), drawing.thumbnail, "image/jpeg");
      await blobs.write(name("preview"), drawing.preview, "image/jpeg");
    }
    await inTransaction(store.db, async (tx) => {
      if (!(await queue.complete(tx, job)) || !blob || !drawing) return;
      const { state: variants, width, height } = drawing;
      await setVariants(tx, blob.id, { variants, width, height });
    });
  };
