/** Identifiers in names and lists, by a population's own rule. What is only nearly one is offered, never taken silently. Pure. */
import { nameSeparator } from "@landfall/protocol";
import { catalogueOf, wordsOf } from "./catalogue.ts";
import { formsOf, patternOf, type Token, tokensOf } from "./pattern.ts";

export interface IdentifierRules {
  /** Identifiers as the population writes them; without any, nothing is one. */
  readonly examples: readonly string[];
  /** What a person has said of a text; null: it is no identifier. */
  readonly corrections: readonly { readonly text: string; readonly individual: string | null }[];
  /** Individuals that the hub knows. What is nearly one of them is offered. */
  readonly catalogue?: readonly string[];
}

export const noIdentifiers: IdentifierRules = { examples: [], corrections: [] };

export interface FoundIdentifiers {
  readonly individuals: readonly string[];
  /** Nearly identifiers, each with the one that it may be. */
  readonly near: readonly { readonly text: string; readonly individual: string }[];
}

export interface Identifiers {
  /** Anywhere in a text, in its order. */
  readonly find: (text: string) => FoundIdentifiers;
  /** A list of animals, with the identifiers in it as they are: `T065A | calf`. */
  readonly list: (text: string) => string;
  readonly isIdentifier: (text: string) => boolean;
}

const nothing: FoundIdentifiers = { individuals: [], near: [] };

export function identifiersBy({ examples, corrections, catalogue: known = [] }: IdentifierRules): Identifiers {
  const strict = patternOf(examples);
  const loose = patternOf(examples, true);
  if (strict === null || loose === null)
    return { find: () => nothing, list: (text) => text, isIdentifier: () => false };
  const exact = new RegExp(`^(?:${strict})$`, "u");
  // `T65As` are those of T65A.
  const anywhere = new RegExp(`(?<![\\p{L}\\p{N}])(?:${loose})s?(?![\\p{L}\\p{N}])`, "giu");
  const forms = formsOf(examples);
  const said = new Map(corrections.map(({ text, individual }) => [text.toLowerCase(), individual]));
  const memo = new Map<string, FoundIdentifiers>();
  const catalogue = catalogueOf(known);

  const read = (text: string): FoundIdentifiers => {
    const individuals = new Set<string>();
    const near = new Map<string, string>();
    for (const [found] of text.matchAll(anywhere)) {
      if (said.has(found.toLowerCase())) continue;
      const likely = exact.test(found) ? null : likelyOf(found, forms, exact);
      if (exact.test(found)) individuals.add(found);
      else if (likely !== null) near.set(found, likely);
    }
    for (const { text: word, individual } of catalogue.near(text))
      if (!said.has(word.toLowerCase())) near.set(word, individual);
    if (said.size > 0)
      for (const word of wordsOf(text)) {
        const individual = said.get(word.toLowerCase());
        if (individual) individuals.add(individual);
      }
    return { individuals: [...individuals], near: [...near].map(([each, individual]) => ({ text: each, individual })) };
  };
  const find = (text: string): FoundIdentifiers => {
    const known = memo.get(text) ?? read(text);
    memo.set(text, known);
    return known;
  };
  const list = (text: string): string => {
    const parts = text.split(/\s*[|;,+&/\n]\s*|\s+(?:and|y|et|und|e|og)\s+/i).filter((part) => part !== "");
    const read = parts.flatMap((part) => {
      const words = part.split(/\s+/);
      const found = words.map((word) => find(word).individuals);
      return found.every((each, at) => each.length === 1 && isWhole(words[at] ?? "", each[0] ?? "", said))
        ? found.flat()
        : [part];
    });
    const isKnown = read.some((part) => exact.test(part));
    return isKnown ? [...new Set(read)].join(nameSeparator) : text;
  };
  return { find, list, isIdentifier: (text) => exact.test(text) };
}

const isWhole = (word: string, individual: string, said: ReadonlyMap<string, string | null>): boolean =>
  word === individual || said.get(word.toLowerCase()) === individual;

/** With the case, the digits and the marks that the examples have; null where that makes no identifier. */
function likelyOf(found: string, forms: readonly (readonly (readonly Token[])[])[], exact: RegExp): string | null {
  const parts = tokensOf(found.replace(/s$/, "").toUpperCase()).filter(({ kind }) => kind !== "mark");
  for (const form of forms) {
    const model = form.reduce((longest, each) => (each.length > longest.length ? each : longest));
    const rest = [...parts];
    let made = "";
    for (const { kind, text } of model) {
      if (kind === "mark") made += text;
      else if (rest[0]?.kind !== kind) break;
      else {
        const part = rest.shift()?.text ?? "";
        made += kind === "digits" ? part.replace(/^0+(?=\d)/, "").padStart(text.length, "0") : part;
      }
    }
    if (rest.length === 0 && made !== found && exact.test(made)) return made;
  }
  return null;
}
