/** By what it is known that an encounter is as a person saw it. */
import { createHash } from "node:crypto";
import { type EncounterRow, fieldNames } from "@landfall/protocol";
import { type ImageSums, toImageCounts, totalOf } from "./counters.ts";

/** Of its fields, of which images it has and of what was decided; not of how far it is delivered, nor of what is noticed of it. */
export function versionOf({ values, review }: Pick<EncounterRow, "values" | "review">, sums: ImageSums): string {
  const images = toImageCounts(sums);
  const decided = review === "approved" || review === "denied" ? review : null;
  const fields = fieldNames.map((name) => values[name] ?? null);
  const shown = JSON.stringify([fields, decided, totalOf(images), images.skipped, sums.bytes]);
  return createHash("sha256").update(shown).digest("base64url").slice(0, 12);
}
