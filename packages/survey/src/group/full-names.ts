/** Full names of people beside places in the name of a folder: `2024-07-15_Haro Strait_Jo Tidewater`. */
import { isGeographic, isHabit, type NamePart } from "./name-parts.ts";

/** Of a name: a person's, said to be nobody's, or unknown. */
export type IsPerson = (name: string) => boolean | null;

const given = "\\p{Lu}[\\p{Ll}'’-]+(?:\\p{Lu}[\\p{Ll}'’-]+)?|\\p{Lu}\\.";
const particles = "(?:(?:de|del|della|di|da|dos|van|von|der|den|la|le|el|bin|al) )*";
const person = `(?:${given}) (?:(?:${given}) )?${particles}\\p{Lu}[\\p{L}'’-]+`;
const onePerson = new RegExp(`^${person}$`, "u");
const people = new RegExp(`^${person}(?:\\s*(?:[+&]|and|y|et|und)\\s*${person})+$`, "u");

/** What begins so, or ends so, is a place, though nothing says what kind of water or land; `West` and `Wood` end names of people too. */
const firstWords = new Set(
  "north south east west northern southern eastern western upper lower inner outer old great little big grand long deep mount the".split(
    " ",
  ),
);
const lastWords = new Set(
  `anchorage area arm beach bluff bluffs buoy canyon corner creek delta dock edge end entrance falls ferry flats grounds gut jetty keys kiln landing ledge ledges
   light lighthouse lookout marina mouth mountain mudflats offshore onshore patch pier plateau quarry rapids reserve sands sector shoals shore side site
   slope spit station terminal transect trench valley wharf zone`.split(/\s+/),
);

function isLandmark(text: string): boolean {
  const words = text.toLowerCase().split(" ");
  return firstWords.has(words[0] ?? "") || lastWords.has(words.at(-1) ?? "");
}
const isName = (text: string): boolean =>
  (onePerson.test(text) || people.test(text)) && !isHabit(text) && !isGeographic(text) && !isLandmark(text);

/**
 * The parts of one name, with those that are people and not places told as people: names that the population knows, and, where nobody
 * is named and another part says itself that it is a place, the only one that is written as a full name. Several names joined
 * by `+` are people beside any place.
 */
export function withFullNames(parts: readonly NamePart[], isPerson: IsPerson): NamePart[] {
  const known = parts.map((part): NamePart => {
    const isOpen = part.kind === "place" || part.kind === "initials";
    return isOpen && isPerson(part.text) ? { kind: "people", text: part.text } : part;
  });
  const places = known.filter((part) => part.kind === "place");
  if (places.length < 2 || known.some(({ kind }) => kind === "people")) return known;
  const named = places.filter(({ text }) => isName(text) && isPerson(text) !== false);
  const [only, another] = named.length > 1 ? named.filter(({ text }) => people.test(text)) : named;
  if (!only || another || !(people.test(only.text) || places.some((part) => part !== only && isGeographic(part.text))))
    return known;
  return known.map((part) => (part === only ? { kind: "people", text: only.text } : part));
}
