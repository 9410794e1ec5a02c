/** An encounter's sync state follows from its images. */
import type { EncounterSyncState, ImageCounts } from "@landfall/protocol";
import { troubledStates } from "./image.ts";

/** `synced` when every image that is not skipped is complete; `failed`, or `partial` if others arrived; else `pending`. */
export function deriveSync(images: ImageCounts): EncounterSyncState {
  const total = Object.values(images).reduce((sum, count) => sum + count, 0) - images.skipped;
  if (total > 0 && images.complete === total) return "synced";
  const troubled = troubledStates.reduce((sum, state) => sum + images[state], 0);
  if (troubled === 0) return "pending";
  return images.complete + images.committed + images.uploaded > 0 ? "partial" : "failed";
}
