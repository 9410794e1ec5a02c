/** A draft encounter with its place among what was decided before. */
import type { DraftEncounter } from "@landfall/survey";

/** An image that has something from outside the encounter that its own goes on from. The numbers are keys of images. */
export interface KeptElsewhere {
  readonly sha256: string;
  /** Whose decisions hold for it. */
  readonly image: number | null;
  /** It has the same picture only, with other things written into its file: all that holds is that it was left out. */
  readonly isPictureOnly: boolean;
  /** What a person has said of the picture there. */
  readonly facts: number | null;
}

/** A draft as a person's decisions have it. Plain data, which another thread may have made. */
export interface PlacedDraft {
  /** `images[].files` are keys of files. */
  readonly draft: DraftEncounter;
  /** Key of the encounter of an earlier version that it goes on from. */
  readonly earlier: number | null;
  /** A person has decided which images it has. */
  readonly shaped: boolean;
  readonly elsewhere: readonly KeptElsewhere[];
  /** Keys of the encounters of `elsewhere`. */
  readonly others: readonly number[];
  /** All its images were in `earlier` already. */
  readonly isOwn: boolean;
}

export interface Placing {
  readonly placed: readonly PlacedDraft[];
  /** Encounters of the latest version that nothing goes on from. */
  readonly gone: number;
  /** There is a version before. */
  readonly isLater: boolean;
}

/** So many images are handed on in one go. */
const imagesAtOnce = 500;

/** The next of them from this place on. */
export function someFrom(placed: readonly PlacedDraft[], place: number): readonly PlacedDraft[] {
  let end = place;
  for (let images = 0; end < placed.length && images < imagesAtOnce; end++)
    images += placed[end]?.draft.images.length ?? 0;
  return placed.slice(place, end);
}
