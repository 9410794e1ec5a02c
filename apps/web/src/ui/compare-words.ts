/** What two encounters have in common and what not, in words: what a person decides by. */
import { type EncounterValues, foldText } from "@landfall/protocol";

type Part = "day" | "place" | "photographer";

const parts: readonly [Part, keyof EncounterValues][] = [
  ["day", "eventDate"],
  ["place", "locality"],
  ["photographer", "recordedBy"],
];

const folded = (value: EncounterValues[keyof EncounterValues]): string | null =>
  value === null ? null : foldText(String(value));

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

export interface Comparison {
  /** `Same day and photographer`; empty where nothing is. */
  readonly same: string;
  /** `Other place`; empty where nothing differs. */
  readonly other: string;
}

const sentence = (words: readonly string[]): string => {
  const text = list(words);
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export function compare(ours: EncounterValues, theirs: EncounterValues): Comparison {
  const same: string[] = [];
  const other: string[] = [];
  for (const [part, field] of parts) {
    const [here, there] = [folded(ours[field]), folded(theirs[field])];
    if (here === there) {
      if (here !== null) same.push(part);
    } else if (there === null) other.push(`no ${part} on the hub`);
    else other.push(here === null ? `no ${part} on this station` : `other ${part}`);
  }
  return { same: same.length > 0 ? `Same ${list(same)}` : "", other: sentence(other) };
}

/** How many of the station's photographs the encounter on the hub holds already. */
export function heldWords(held: number, images: number): string {
  if (held === 0) return images === 1 ? "Does not hold this photograph" : `Holds none of these ${images} photographs`;
  if (held === images) return images === 1 ? "Holds this photograph" : `Holds all ${images} of these photographs`;
  return `Holds ${held} of these ${images} photographs`;
}
