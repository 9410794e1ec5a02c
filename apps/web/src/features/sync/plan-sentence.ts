import type { PlanView } from "@landfall/protocol";
import { count, formatBytes, formatNumber } from "../../ui/format.ts";

type Corrections = Pick<PlanView, "update" | "move" | "withdraw" | "describe">;

/** `update 3, move 412 images, withdraw 1, describe 2`; empty where nothing is to be corrected. */
export const correctionSentence = ({ update, move, withdraw, describe }: Corrections) =>
  [
    ...(update ? [`update ${formatNumber(update)}`] : []),
    ...(move ? [`move ${count(move, "image")}`] : []),
    ...(withdraw ? [`withdraw ${formatNumber(withdraw)}`] : []),
    ...(describe ? [`describe ${formatNumber(describe)}`] : []),
  ].join(", ");

/** `14 new encounters, 3 fill existing ones · update 3, move 412 images · 790 images to send, 22 already there · 4.1 GB` */
export function planSentence(plan: PlanView): string {
  const { create, fill, upload, copy, alreadyThere, bytes } = plan;
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
  return [encounters.join(", "), correctionSentence(plan), images.join(", "), bytes ? formatBytes(bytes) : ""]
    .filter(Boolean)
    .join(" · ");
}
