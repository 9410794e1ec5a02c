/**
 * In which order a run sends. Pure functions over what is due: encounters in parts, each image of one in exactly one part,
 * so that sessions are still opened for many images at once and nothing but encounters is held in memory.
 */
import type { EncounterId, SendOrder } from "@landfall/protocol";
import type { PlannedEncounter } from "../plan/model.ts";
import type { SyncImage } from "../ports.ts";

/** Which images of an encounter; a rating is 5 to 1, 0 for none, −1 for rejected. */
export type Part = "all" | "cover" | "others" | { readonly rating: number };

export interface WorkItem {
  readonly planned: PlannedEncounter;
  readonly part: Part;
}

/** What XMP may state, and what it does not state is no rating. */
export const ratingOf = ({ rating }: Pick<SyncImage, "rating">): number =>
  rating === null ? 0 : Math.min(Math.max(Math.round(rating), -1), 5);

/** The first that can be shown, else the first. */
const coverOf = (images: readonly SyncImage[]): SyncImage | undefined => {
  const candidates = images.filter(({ record }) => record.state !== "skipped");
  return candidates.find(({ hasPreview }) => hasPreview) ?? candidates[0];
};

export function imagesOf(part: Part, images: readonly SyncImage[]): readonly SyncImage[] {
  if (part === "all") return images;
  if (typeof part === "object") return images.filter((image) => ratingOf(image) === part.rating);
  const cover = coverOf(images);
  return images.filter((image) => (image === cover) === (part === "cover"));
}

/** @param ratings those that images of an encounter have; asked only where the order is by rating */
export function orderWork(
  encounters: readonly PlannedEncounter[],
  order: SendOrder,
  ratings: () => ReadonlyMap<EncounterId, readonly number[]>,
): WorkItem[] {
  switch (order) {
    case "time":
      return encounters.map((planned) => ({ planned, part: "all" }));
    case "covers":
      return (["cover", "others"] as const).flatMap((part) => encounters.map((planned) => ({ planned, part })));
    case "rating": {
      const of = ratings();
      return encounters
        .flatMap((planned) => (of.get(planned.encounter.id) ?? [0]).map((rating) => ({ planned, part: { rating } })))
        .toSorted((a, b) => b.part.rating - a.part.rating);
    }
  }
}

export interface WorkLine {
  /** The next item: of the encounters a person chose, in their order, else in the order of the line. */
  readonly next: (chosen: readonly EncounterId[]) => WorkItem | undefined;
}

export function createWorkLine(items: readonly WorkItem[]): WorkLine {
  const ofEncounter = Map.groupBy(items, ({ planned }) => planned.encounter.id);
  const taken = new Set<WorkItem>();
  let at = 0;
  const take = (item: WorkItem | undefined) => {
    if (item) taken.add(item);
    return item;
  };
  return {
    next: (chosen) => {
      for (const id of chosen) {
        const found = ofEncounter.get(id)?.find((item) => !taken.has(item));
        if (found) return take(found);
      }
      while (at < items.length && taken.has(items[at] as WorkItem)) at += 1;
      return take(items[at]);
    },
  };
}
