/** In what an encounter differs from what was approved, or from the version before, in words. */
import { type EncounterChanges, findingTable } from "@landfall/protocol";
import { count } from "../../ui/format.ts";
import { fieldWords } from "../../ui/words.ts";

export function changesText(changes: EncounterChanges): string {
  const { wasApproved, imagesAdded, imagesRemoved, imagesDescribed, fields, findings } = changes;
  const parts = [
    ...(imagesAdded > 0 ? [`${count(imagesAdded, "image")} more`] : []),
    ...(imagesRemoved > 0 ? [`${count(imagesRemoved, "image")} fewer`] : []),
    ...(imagesDescribed > 0 ? [`${count(imagesDescribed, "image")} with another side, quality or people`] : []),
    ...fields.map(({ name, was }) => `${fieldWords[name].toLowerCase()} was ${was ?? "empty"}`),
    ...findings.map((code) => `new: ${findingTable[code].message}`),
  ];
  if (parts.length === 0) return "Not as it was before.";
  return `Since ${wasApproved ? "it was approved" : "the version before"}: ${parts.join("; ")}${parts.at(-1)?.endsWith(".") ? "" : "."}`;
}
