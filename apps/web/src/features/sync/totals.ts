/** Sums over the manifests of a population or of all. */
import { ImageState, type ManifestRow } from "@landfall/protocol";

export interface Totals {
  /** The hub has them as they are approved. */
  readonly encountersSynced: number;
  /** Approved, and not synced yet or corrected since: what the next sync is about. */
  readonly encountersPending: number;
  /** Not approved and not denied. */
  readonly encountersToReview: number;
  readonly imagesVerified: number;
  /** Of approved encounters, still to be delivered. */
  readonly imagesPending: number;
  /** Without those that a person has left out. */
  readonly imagesTotal: number;
  readonly imagesLeftOut: number;
  /** Encounters that the hub has otherwise. */
  readonly correctionsDue: number;
}

const asApproved = ({ encounters, correctionsDue }: ManifestRow): number =>
  Math.max(0, encounters.synced - correctionsDue);

export function totalsOf(manifests: readonly ManifestRow[]): Totals {
  const sum = (of: (manifest: ManifestRow) => number) => manifests.reduce((total, manifest) => total + of(manifest), 0);
  return {
    encountersSynced: sum(asApproved),
    encountersPending: sum((manifest) => Math.max(0, manifest.encounters.approved - asApproved(manifest))),
    encountersToReview: sum(({ encounters }) => encounters.pending + encounters.incomplete),
    imagesVerified: sum(({ images }) => images.complete),
    imagesPending: sum(({ imagesDue }) => imagesDue),
    correctionsDue: sum(({ correctionsDue }) => correctionsDue),
    imagesTotal: sum(({ images }) => imagesIn(images) - images.skipped),
    imagesLeftOut: sum(({ images }) => images.skipped),
  };
}

export const imagesIn = (images: ManifestRow["images"]): number =>
  ImageState.options.reduce((total, state) => total + images[state], 0);
