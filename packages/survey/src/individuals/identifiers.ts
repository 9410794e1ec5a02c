/** Identifiers in names and lists, by a population's own rule. What is only nearly one is offered, never taken silently. Pure. */
import { nameSeparator } from "@landfall/protocol";
import { catalogueOf } from "./catalogue.ts";
import { correctedBy } from "./corrected.ts";
import { formsOf, never, patternOf, type Token, tokensOf } from "./pattern.ts";

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

/** Where a list of animals is divided. */
const between = /\s*[|;,+&/\n]\s*|\s+(?:and|y|et|und|e|og)\s+/i;

/** The animals of a list as they are written, whatever stands between two of them. */
export const animalsIn = (text: string): string[] =>
  text.split(between).flatMap((part) => part.split(/\s+/).filter((word) => word !== ""));

export function identifiersBy({ examples, corrections, catalogue: known = [] }: IdentifierRules): Identifiers {
  const strict = patternOf(examples);
  const corrected = correctedBy(corrections);
  if (strict === null && corrected.names.size === 0)
    return { find: () => nothing, list: (text) => text, isIdentifier: () => false };
  const exact = new RegExp(`^(?:${strict ?? never})$`, "u");
  // `T65As` are those of T65A.
  const anywhere = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${patternOf(examples, true) ?? never})s?(?![\\p{L}\\p{N}])`,
    "giu",
  );
  const forms = formsOf(examples);
  const said = new Set(corrections.map(({ text }) => text.toLowerCase()));
  const memo = new Map<string, FoundIdentifiers>();
  const catalogue = catalogueOf(strict === null ? [] : known);
  const isIdentifier = (text: string): boolean => exact.test(text) || corrected.names.has(text);

  const read = (text: string): FoundIdentifiers => {
    const individuals = new Set<string>();
    const near = new Map<string, string>();
    for (const { 0: found, index } of text.matchAll(anywhere)) {
      if (said.has(found.toLowerCase())) continue;
      if (exact.test(found)) individuals.add(found);
      // `2024-07-15E` is a day with a letter.
      else if (!/\d[-./]\d$/.test(text.slice(0, index + 1))) {
        const likely = likelyOf(found, forms, exact);
        if (likely !== null) near.set(found, likely);
      }
    }
    for (const { text: word, individual } of catalogue.near(text))
      if (!said.has(word.toLowerCase())) near.set(word, individual);
    for (const individual of corrected.in(text)) individuals.add(individual);
    return { individuals: [...individuals], near: [...near].map(([each, individual]) => ({ text: each, individual })) };
  };
  const find = (text: string): FoundIdentifiers => {
    const known = memo.get(text) ?? read(text);
    memo.set(text, known);
    return known;
  };
  const isTaken = (word: string): boolean => isIdentifier(word) && !said.has(word.toLowerCase());
  const list = (written: string): string => {
    const text = corrected.put(written);
    const parts = text.split(between).filter((part) => part !== "");
    const read = parts.flatMap((part) => {
      const words = part.split(/\s+/);
      return words.every(isTaken) ? words : [part];
    });
    return read.some(isTaken) ? [...new Set(read)].join(nameSeparator) : text;
  };
  return { find, list, isIdentifier };
}

/** With the case, the digits and the marks that the examples have; null where that makes no identifier. */
function likelyOf(found: string, forms: readonly (readonly (readonly Token[])[])[], exact: RegExp): string | null {
  const text = found.replace(/s$/, "");
  const parts = tokensOf(text.toUpperCase()).filter(({ kind }) => kind !== "mark");
  for (const form of forms) {
    const model = form.reduce((longest, each) => (each.length > longest.length ? each : longest));
    const rest = [...parts];
    let made = "";
    for (const { kind, text: like } of model) {
      if (kind === "mark") made += like;
      else if (rest[0]?.kind !== kind) break;
      else {
        const part = rest.shift()?.text ?? "";
        made += kind === "digits" ? part.replace(/^0+(?=\d)/, "").padStart(like.length, "0") : part;
      }
    }
    // `07-15a` is a day; of a number in front only one thing may be otherwise.
    if (model[0]?.kind === "digits" && isOtherTwice(text, made)) continue;
    if (rest.length === 0 && made !== found && exact.test(made)) return made;
  }
  return null;
}

const isOtherTwice = (text: string, made: string): boolean =>
  text.toUpperCase() !== made && text.toUpperCase() !== text;
