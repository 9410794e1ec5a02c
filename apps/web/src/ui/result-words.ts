import type { RunResult } from "@landfall/protocol";
import { count, formatBytes } from "./format.ts";

/**
 * What a run did with its images, and what it corrected: `64 images delivered`, `22 images already there`, `1 image failed`, `1.2 GB sent`.
 * What did not happen is left out; a run that did nothing says so.
 */
export function resultWords({ images, bytesSent, partly, corrected }: RunResult): string[] {
  const { complete, alreadyThere, failed, missing, changed } = images;
  const { updated, moved, withdrawn, described } = corrected;
  const corrections = updated + moved + withdrawn + described;
  const nothing = complete + alreadyThere + failed + missing + changed + partly.images + corrections === 0;
  return [
    ...(complete ? [`${count(complete, "image")} delivered`] : []),
    ...(alreadyThere ? [`${count(alreadyThere, "image")} already there`] : []),
    ...(failed ? [`${count(failed, "image")} failed`] : []),
    ...(missing ? [`${count(missing, "file")} not found`] : []),
    ...(changed ? [`${count(changed, "file")} changed`] : []),
    ...(updated ? [`${count(updated, "encounter")} updated`] : []),
    ...(moved ? [`${count(moved, "image")} moved`] : []),
    ...(withdrawn ? [`${count(withdrawn, "image")} withdrawn`] : []),
    ...(described ? [`${count(described, "image")} described`] : []),
    ...(partly.images ? [`${count(partly.images, "image")} sent in part`] : []),
    ...(nothing ? ["no image delivered"] : []),
    ...(bytesSent ? [`${formatBytes(bytesSent)} sent`] : []),
  ];
}
