/** A new grouping of the same photographs, with a person's decisions about which encounter has which images. Pure. */
import type { DraftEncounter, DraftImage } from "@landfall/survey";
import { withGroupOf, withoutGroup, withSighting } from "./group-fields.ts";

/** An encounter whose images a person has decided about. */
export interface Shaped<Key> {
  readonly key: Key;
  /** By what an image is known from version to version. */
  readonly sha256: readonly string[];
}

export interface Regrouped<Key> {
  readonly draft: DraftEncounter;
  /** Whose images it has by a person's decision; undefined where it is as it was grouped. */
  readonly shaped: Key | undefined;
}

/** Which of them most of these images are decided for. */
function most<Key>(keys: readonly (Key | undefined)[]): Key | undefined {
  const counts = new Map<Key, number>();
  for (const key of keys) if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/**
 * Images that a person has put somewhere stay there; new ones go with most of those that they were grouped with. An
 * encounter stands where the first of its images was grouped, and is described as most of them were.
 * @param withOwn the animals that its own images name, where nothing else says any
 */
export function regroup<Key>(
  drafts: readonly DraftEncounter[],
  shaped: readonly Shaped<Key>[],
  nameOf: (image: DraftImage, of: DraftEncounter) => string,
  withOwn: (draft: DraftEncounter) => DraftEncounter = (draft) => draft,
): Regrouped<Key>[] {
  const placeOf = new Map(shaped.flatMap(({ key, sha256 }) => sha256.map((each) => [each, key] as const)));
  if (placeOf.size === 0) return drafts.map((draft) => ({ draft, shaped: undefined }));
  const result: (Regrouped<Key> | Key)[] = [];
  const homes = new Map<DraftEncounter, Key>();
  const parts = new Map<Key, Part[]>();
  for (const draft of drafts) {
    const places = draft.images.map((image) => placeOf.get(nameOf(image, draft)));
    const usual = most(places);
    if (usual === undefined) {
      result.push({ draft, shaped: undefined });
      continue;
    }
    homes.set(draft, usual);
    const byPlace = Map.groupBy(draft.images, (image) => placeOf.get(nameOf(image, draft)) ?? usual);
    for (const [key, images] of byPlace) {
      if (!parts.has(key)) result.push(key);
      parts.set(key, [...(parts.get(key) ?? []), { draft, images }]);
    }
  }
  // What a draft becomes when it describes two encounters: a person has split it.
  const described = Map.groupBy([...parts.values()], (of) => mainOf(of).draft);
  const isSplit = (draft: DraftEncounter) => (described.get(draft)?.length ?? 0) > 1;
  return result.map((item) => {
    const of = parts.get(item as Key);
    if (!of) return item as Regrouped<Key>;
    const draft = joined(of, { isHome: (each) => homes.get(each) === item, isSplit });
    return { draft: of.length === 1 && !isSplit(mainOf(of).draft) ? draft : withOwn(draft), shaped: item as Key };
  });
}

interface Part {
  readonly draft: DraftEncounter;
  readonly images: DraftImage[];
}

function mainOf(parts: readonly Part[]): Part {
  const [main] = parts.toSorted((a, b) => b.images.length - a.images.length);
  if (!main) throw new Error("an encounter without images");
  return main;
}

/** @param isHome whether most of the draft's images are in this encounter: it goes on with what is said of the group */
function joined(
  parts: readonly Part[],
  { isHome, isSplit }: Record<"isHome" | "isSplit", (draft: DraftEncounter) => boolean>,
): DraftEncounter {
  const main = mainOf(parts);
  const images = new Map(parts.flatMap((part) => part.images.map((image) => [image.sha256, image] as const)));
  // Its number was one of a day's; this one keeps the number it had.
  const shared = isSplit(main.draft) ? withSighting(main.draft) : main.draft;
  const others = parts.filter(({ draft }) => draft !== main.draft && isHome(draft)).map(({ draft }) => draft);
  const described = withGroupOf(isHome(main.draft) ? shared : withoutGroup(shared), others);
  return { ...described, encounterNumber: null, images: [...images.values()] };
}
