/** How far photographs and manifests are delivered, in the same words and numbers wherever it is said. */
import { ImageState } from "../image.ts";
import type { RunResult } from "./runs.ts";
import type { ManifestRow } from "./schemas.ts";
import type { PhotographCounts } from "./why.ts";

const figure = (value: number): string => value.toLocaleString("en");
/** `1,204 photographs`. */
export const counted = (value: number, one: string): string => `${figure(value)} ${value === 1 ? one : `${one}s`}`;

/** `29 photographs delivered`; and where some of them are several images, that too. */
export function deliveredWords({
  delivered,
  imagesDelivered,
}: Pick<PhotographCounts, "delivered" | "imagesDelivered">): string {
  const words = `${counted(delivered, "photograph")} delivered`;
  return imagesDelivered > delivered ? `${words} (as ${figure(imagesDelivered)} images of encounters)` : words;
}

type Counted = Pick<ManifestRow, "images" | "imagesDue">;

/** Without those that are left out: `29 of 34 images delivered, 3 still to be delivered, 2 not approved, 1 left out`. */
export function imagesWords({ images, imagesDue }: Counted): string {
  const { complete, skipped } = images;
  const all = ImageState.options.reduce((sum, state) => sum + images[state], 0) - skipped;
  const notApproved = all - complete - imagesDue;
  return [
    `${figure(complete)} of ${counted(all, "image")} delivered`,
    ...(imagesDue > 0 ? [`${figure(imagesDue)} still to be delivered`] : []),
    ...(notApproved > 0 ? [`${figure(notApproved)} not approved`] : []),
    ...(skipped > 0 ? [`${figure(skipped)} left out`] : []),
  ].join(", ");
}

/** `4 of 5 approved encounters synced, 29 of 34 images delivered`, and so on. */
export const manifestWords = (manifest: Counted & Pick<ManifestRow, "encounters">): string =>
  `${figure(manifest.encounters.synced)} of ${counted(manifest.encounters.approved, "approved encounter")} synced, ${imagesWords(manifest)}`;

/**
 * `3 images are with the hub in part: the next sync goes on from there, and sends nothing of that again.`
 * @returns null where none is
 */
export function partlyWords({ partly: { images } }: Pick<RunResult, "partly">): string | null {
  if (images === 0) return null;
  return `${counted(images, "image")} ${images === 1 ? "is" : "are"} with the hub in part: the next sync goes on from there, and sends none of that again.`;
}
