import type { PlanView } from "@landfall/protocol";
import { count, formatBytes, formatNumber } from "../../ui/format.ts";

/** `14 new encounters, 3 fill existing ones · 790 images to send, 22 already there · 4.1 GB` */
export function planSentence({ create, fill, upload, copy, alreadyThere, bytes }: PlanView): string {
  const encounters = [
    ...(create ? [count(create, "new encounter")] : []),
    ...(fill ? [fill === 1 ? "1 fills an existing one" : `${formatNumber(fill)} fill existing ones`] : []),
  ];
  const images = [
    ...(upload ? [`${count(upload, "image")} to send`] : []),
    ...(copy ? [`${count(copy, "image")} to copy from a container`] : []),
    ...(upload + copy === 0 ? ["no image to send"] : []),
    ...(alreadyThere ? [`${formatNumber(alreadyThere)} already there`] : []),
  ];
  return [encounters.join(", "), images.join(", "), ...(bytes ? [formatBytes(bytes)] : [])].filter(Boolean).join(" · ");
}
