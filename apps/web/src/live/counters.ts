/** How one encounter's or image's step moves the counters of its manifest. */
import type { EncounterCounts, ImageState, ManifestRow, StationChange } from "@landfall/protocol";

type EncounterStep = Extract<StationChange, { type: "encounter" }>;
type ImageStep = Extract<StationChange, { type: "image" }>;

const isDue = (state: ImageState): boolean => state !== "complete" && state !== "skipped";
const isHeld = (state: ImageState): boolean => state === "complete" || state === "committed";
const atLeastZero = (value: number): number => Math.max(0, value);

/** Which counters an encounter in these states is in: its review state and, once approved, how its sync stands. */
function countersOf(states: EncounterStep["to"]): (keyof EncounterCounts)[] {
  const { review, sync } = states;
  return review === "approved" && sync !== "pending" ? [review, sync] : [review];
}

export function moveEncounter(manifest: ManifestRow, step: EncounterStep): ManifestRow {
  const { from, to } = step;
  if (from.review === to.review && from.sync === to.sync) return manifest;
  const encounters = { ...manifest.encounters };
  for (const name of countersOf(from)) encounters[name] = atLeastZero(encounters[name] - 1);
  for (const name of countersOf(to)) encounters[name] += 1;
  return { ...manifest, encounters };
}

export function moveImage(manifest: ManifestRow, step: ImageStep): ManifestRow {
  const { from, to, bytes } = step;
  if (from === to) return manifest;
  const completed = Number(to === "complete") - Number(from === "complete");
  return {
    ...manifest,
    images: { ...manifest.images, [from]: atLeastZero(manifest.images[from] - 1), [to]: manifest.images[to] + 1 },
    imagesDue: atLeastZero(manifest.imagesDue + Number(isDue(to)) - Number(isDue(from))),
    imagesHeld: atLeastZero(manifest.imagesHeld + Number(isHeld(to)) - Number(isHeld(from))),
    bytesComplete: atLeastZero(manifest.bytesComplete + completed * bytes),
  };
}
