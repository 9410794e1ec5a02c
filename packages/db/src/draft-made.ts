/** The encounters of a version that is being stored, and what of earlier versions is in each. */
import type { MadeEncounter } from "./draft.ts";
import type { Touched } from "./draft-watch.ts";
import type { PlacedDraft } from "./placed-draft.ts";

export interface Made {
  /** In their places. */
  readonly encounters: readonly MadeEncounter[];
  readonly set: (place: number, placed: PlacedDraft, made: MadeEncounter) => void;
  /**
   * The places that something of the touched encounter is in. Null where that is not known by place: what a person says of a
   * picture may hold for other files of it, and which those are is found when all is placed anew.
   */
  readonly touchedBy: (touched: Touched) => readonly number[] | null;
}

export function createMade(): Made {
  const encounters: MadeEncounter[] = [];
  const places = new Map<number, Set<number>>();
  /** Whose images were all in the encounter that they go on from. */
  const alone = new Set<number>();
  return {
    encounters,
    set: (place, { earlier, others, isOwn }, made) => {
      encounters[place] = made;
      for (const encounter of [...(earlier === null ? [] : [earlier]), ...others, ...made.from])
        places.set(encounter, (places.get(encounter) ?? new Set()).add(place));
      if (isOwn && others.length === 0) alone.add(place);
    },
    touchedBy: ({ encounter, isDecided }) => {
      const touched = [...(places.get(encounter) ?? [])];
      const isPlain = touched.length > 0 && touched.every((place) => alone.has(place));
      return isDecided && !isPlain ? null : touched;
    },
  };
}
