/** Whom an unresolved name may stand for. A person decides; pure. */
import { foldText, type NameSuggestion } from "@landfall/protocol";
import { isNear } from "./near.ts";

export interface NameToResolve {
  readonly name: string;
  readonly images: number;
}

const unknownWords = new Set(["unknown", "unk", "?", "n/a", "na", "none", "anonymous", "nn", "n.n.", "nobody"]);
const mostSuggested = 5;

/** Compared without accents, dots and case. */
const plain = (text: string): string =>
  foldText(text)
    .normalize("NFD")
    .replace(/\p{M}|[.'’]/gu, "")
    .replace(/[\s_-]+/gu, " ")
    .trim();

/** `Wood, B.` is `B. Wood`. */
const inOrder = (name: string): string => name.replace(/^([^,]+),\s*([^,]+)$/u, "$2 $1");
const wordsOf = (name: string): string[] => plain(inOrder(name).replace(/\.(?=\p{L})/gu, ". ")).split(" ");

const isInitials = (name: string): boolean => /^(?:\p{Lu}{2,4}|(?:\p{Lu}\.?\s?){2,4})$/u.test(name.trim());
/** Of a whole name; capitals inside a word, as in `McKay`, are none. */
const initialsOf = (name: string): string => {
  const given = isInitials(name)
    ? name.replace(/[^\p{L}]/gu, "")
    : wordsOf(name)
        .map(([first]) => first ?? "")
        .join("");
  return given.toLowerCase();
};

const isFull = (name: string): boolean => {
  const words = wordsOf(name);
  return words.length > 1 && (words.at(-1)?.length ?? 0) > 1 && !/\d/.test(name) && !isInitials(name);
};

/** A first name that is only a letter, or is missing, fits every one that begins so. */
function hasSameSurname(name: string, other: string): boolean {
  const [mine, theirs] = [wordsOf(name), wordsOf(other)];
  if (mine.at(-1) !== theirs.at(-1) || mine.length >= 4) return false;
  const [first = "", second = ""] = [mine.length > 1 ? mine[0] : "", theirs[0]];
  return first.length < second.length && second.startsWith(first);
}

/** Full names that no person and no more frequent name is nearly written like: each is a person of its own. */
function rootsAmong(names: readonly NameToResolve[], people: readonly string[]): string[] {
  const roots: string[] = [];
  const full = names.filter(({ name }) => isFull(name)).toSorted((a, b) => b.images - a.images);
  for (const { name } of full) {
    const others = [...people, ...roots, ...full.map((each) => each.name)];
    const isOther = [...people, ...roots].some((other) => isNear(plain(inOrder(name)), plain(other)));
    if (!isOther && !others.some((other) => other !== name && hasSameSurname(name, other))) roots.push(name);
  }
  return roots;
}

/**
 * For each name in its order: the likeliest first; none where nobody is like it.
 * @param unwritten those of the people whose names no file and no hub spells: a full name of a file is rather right than theirs
 */
export function suggestionsFor(
  names: readonly NameToResolve[],
  people: readonly string[],
  unwritten: ReadonlySet<string> = new Set(),
): NameSuggestion[][] {
  const candidates = [...people, ...rootsAmong(names, people)];
  return names.map(({ name }) => {
    if (unknownWords.has(foldText(name))) return [{ people: [], because: "unknown" }];
    const others = candidates.filter((other) => other !== name);
    const like = (because: NameSuggestion["because"], isLike: (other: string) => boolean): NameSuggestion[] =>
      others.filter(isLike).map((other) => ({ people: [other], because }));
    if (isInitials(name))
      return like("initials", (other) => initialsOf(other) === initialsOf(name)).slice(0, mostSuggested);
    const near = like("spelling", (other) => isNear(plain(inOrder(name)), plain(other)));
    const isTypedOnly = ({ people: [other = ""] }: NameSuggestion) =>
      unwritten.has(other) && plain(inOrder(name)) !== plain(other);
    if (isFull(name) && near.length > 0 && near.every(isTypedOnly))
      return [{ people: [inOrder(name)], because: "fullName" as const }, ...near].slice(0, mostSuggested);
    const found = near.length > 0 ? near : like("surname", (other) => hasSameSurname(name, other));
    if (found.length > 0) return found.slice(0, mostSuggested);
    return isFull(name) ? [{ people: [inOrder(name)], because: "fullName" }] : [];
  });
}
