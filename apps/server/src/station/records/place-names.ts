/** Names of places within texts that people wrote, however the names are written there: `Secret Cove`, `secret-cove`, `SECRETCOVE`. */
import { foldText } from "@landfall/protocol";

/** Letters that are no letter with an accent, and are written without it all the same. */
const bare: Readonly<Record<string, string>> = {
  ...{ ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ı: "i", ŧ: "t" },
  ...{ ß: "ss", æ: "ae", œ: "oe", þ: "th" },
};

/** Texts as they are compared: without case and accents. */
const plain = (text: string): string =>
  foldText(text)
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .replace(/[øłđðħıŧßæœþ]/gu, (letter) => bare[letter] ?? letter);

const wordsOf = (text: string): string[] => plain(text).match(/\p{L}+|\p{N}+/gu) ?? [];

/** A text without what is between its words, and where in it these begin and end. */
interface Written {
  readonly letters: string;
  readonly ends: ReadonlySet<number>;
}

/** A place's name as it is looked for. */
export type PlaceName = Written;

function written(words: readonly string[]): Written {
  const ends = new Set([0]);
  let letters = "";
  for (const word of words) {
    letters += word;
    ends.add(letters.length);
  }
  return { letters, ends };
}

export const placeName = (name: string): PlaceName => written(wordsOf(name));

/** Short Latin words are in every text, so that they count only by themselves; elsewhere two signs are a word. */
const isTelling = ({ letters }: Written): boolean => letters.length >= (/^\p{Script=Latin}/u.test(letters) ? 4 : 2);

/** So long that it is not made of the ends of other words by chance. */
const surelyLong = 8;

/** Whether the name begins and ends where words of the text do, or is written together or apart no more than it is itself. */
function isAt(at: number, said: Written, name: Written): boolean {
  const { length } = name.letters;
  if (said.ends.has(at) && said.ends.has(at + length)) return true;
  if (!isTelling(name)) return false;
  const within = [...said.ends].filter((end) => end > at && end < at + length);
  return length >= surelyLong || within.every((end) => name.ends.has(end - at));
}

function hasName(said: Written, name: Written): boolean {
  if (name.letters.length < 2) return false;
  for (let at = said.letters.indexOf(name.letters); at >= 0; at = said.letters.indexOf(name.letters, at + 1))
    if (isAt(at, said, name)) return true;
  return false;
}

/** Where words are not written apart, two signs of a name are as good as one of its words. */
const pairsOf = (word: string): string[] =>
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)
    ? Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2))
    : [];

/**
 * Whether a text gives the place away: it has the name of it or a word of that name in it, or the whole name of another
 * place, whatever their case, their accents, and the spaces and hyphens between words.
 * @param places names of places of the population
 */
export function namesPlace(text: string, locality: string | null, places: readonly PlaceName[]): boolean {
  const said = placeName(text);
  const own = wordsOf(locality ?? "");
  const words = own.filter((word) => word.length >= 4 || !/^[\p{Script=Latin}\p{N}]/u.test(word));
  const parts = [...words, ...words.flatMap(pairsOf)].map((word) => written([word]));
  return [written(own), ...parts, ...places].some((name) => hasName(said, name));
}
