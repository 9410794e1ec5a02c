/** Texts that a person has said an individual for. Such a word always applies, whether the population's rule finds the text or not. Pure. */
import { escaped, never } from "./pattern.ts";

export interface Corrected {
  /** The individuals that were said. */
  readonly names: ReadonlySet<string>;
  /** Those that stand in the text, by name or as what was said for them, in its order. */
  readonly in: (text: string) => readonly string[];
  /** The text with its individuals put in the place of what was written. */
  readonly put: (text: string) => string;
}

export function correctedBy(
  corrections: readonly { readonly text: string; readonly individual: string | null }[],
): Corrected {
  const said = new Map(
    corrections.flatMap(({ text, individual }) =>
      individual === null ? [] : [[text.toLowerCase(), individual] as const],
    ),
  );
  const names = new Set(said.values());
  // An individual that is there already is not looked into for what stands for it.
  const texts = [...said.keys(), ...names].sort((a, b) => b.length - a.length);
  const each = new RegExp(`(?<![\\p{L}\\p{N}])(?:${texts.map(escaped).join("|") || never})(?![\\p{L}\\p{N}])`, "giu");
  const individualOf = (found: string): string => said.get(found.toLowerCase()) ?? found;
  return {
    names,
    in: (text) => [...text.matchAll(each)].map(([found]) => individualOf(found)).filter((name) => names.has(name)),
    put: (text) => text.replace(each, individualOf),
  };
}
