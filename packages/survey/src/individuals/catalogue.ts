/** Words that are nearly the identifier of an animal that a catalogue has: in case, zeros, marks, or the letter O for a zero. Pure. */
import { tokensOf } from "./pattern.ts";

/** Every word of a text, joined with those behind it and alone, the longest first: `017-03W`, `017`. */
const joinedWordsOf = (text: string): string[][] => {
  const parts = [...text.matchAll(/[\p{L}\p{N}]+/gu)];
  return parts.map((part, at) => {
    const words = [part[0]];
    for (let to = at + 1; to < Math.min(parts.length, at + 3); to += 1) {
      const [before, next] = [parts[to - 1], parts[to]];
      if (!before || !next || !/^[-. /]$/.test(text.slice(before.index + before[0].length, next.index))) break;
      words.push(text.slice(part.index, next.index + next[0].length));
    }
    return words.reverse();
  });
};

/** What spellings of one identifier have in common; null of a word that could be a date, a counter or a name. */
function keyOf(word: string): string | null {
  const zeroed = word.toUpperCase().replace(/(?<=\p{L})O+(?=\d)/gu, (letters) => "0".repeat(letters.length));
  const parts = tokensOf(zeroed).filter(({ kind }) => kind !== "mark");
  const kinds = new Set(parts.map(({ kind }) => kind));
  if (!kinds.has("letters") || !kinds.has("digits")) return null;
  return parts.map(({ kind, text }) => (kind === "digits" ? text.replace(/^0+(?=\d)/, "") : text)).join(" ");
}

export interface Catalogue {
  /** Exactly as the catalogue writes it. */
  readonly has: (name: string) => boolean;
  /** Words of the text that are not of the catalogue, each with the one that it may be. Two that it may be are none. */
  readonly near: (text: string) => readonly { readonly text: string; readonly individual: string }[];
}

export function catalogueOf(names: readonly string[]): Catalogue {
  const all = new Set(names);
  const byKey = new Map<string, string | null>();
  for (const name of all) {
    const key = keyOf(name);
    if (key !== null) byKey.set(key, byKey.has(key) ? null : name);
  }
  const likely = (word: string): string | null => {
    const key = keyOf(word);
    return key === null ? null : (byKey.get(key) ?? null);
  };
  return {
    has: (name) => all.has(name),
    near: (text) =>
      byKey.size === 0
        ? []
        : joinedWordsOf(text).flatMap((words) => {
            if (words.some((word) => all.has(word))) return [];
            for (const word of words) {
              // `T65As` are those of T65A.
              const individual = likely(word) ?? (/s$/.test(word) ? likely(word.slice(0, -1)) : null);
              if (individual !== null) return [{ text: word, individual }];
            }
            return [];
          }),
  };
}
