/** The photographers of a population as files and people write them. Nothing is stored. */
import {
  peopleOf,
  peopleRules,
  population,
  type StationDatabase,
  unresolvedNamesOf,
  type WrittenNames,
  writtenNames,
} from "@landfall/db";
import {
  foldText,
  LandfallError,
  type PeopleView,
  type Person,
  type PhotographerName,
  type PopulationId,
} from "@landfall/protocol";
import { type Names, type PeopleRules, resolverOf, suggestionsFor } from "@landfall/survey";

export function refuseUnknown(db: StationDatabase, id: PopulationId): void {
  if (!population(db, id)) throw new LandfallError("NOT_FOUND", { detail: `population ${id}` });
}

/** One name, whatever its spellings have in common. */
interface Tally {
  readonly spellings: Map<string, number>;
  readonly encounters: Set<string>;
  readonly lists: Set<string>;
  readonly people: readonly string[] | null;
  images: number;
}

const listsShown = 3;

/** The names of all lists, by their folded text; those that nobody has written any more stand for what was said of them. */
function tallyNames(written: readonly WrittenNames[], rules: PeopleRules): Map<string, Tally> {
  const names = resolverOf(rules);
  const tallies = new Map<string, Tally>();
  const tallyOf = (name: string, people: Tally["people"]): Tally => {
    const empty = { spellings: new Map(), encounters: new Set<string>(), lists: new Set<string>(), people, images: 0 };
    const tally = tallies.get(foldText(name)) ?? empty;
    tallies.set(foldText(name), tally);
    return tally;
  };
  for (const { encounter, images, names: texts } of written) {
    for (const text of texts) {
      for (const part of names(text).parts) {
        const tally = tallyOf(part.text, part.people);
        tally.spellings.set(part.text, (tally.spellings.get(part.text) ?? 0) + images);
        tally.encounters.add(encounter);
        tally.images += images;
        if (foldText(part.text) !== foldText(text)) tally.lists.add(text);
      }
    }
  }
  for (const { name, people } of rules.aliases) {
    const tally = tallyOf(name, people);
    if (tally.spellings.size === 0) tally.spellings.set(name, 0);
  }
  return tallies;
}

const spellingOf = ({ spellings }: Tally): string =>
  [...spellings].reduce((best, each) => (each[1] > best[1] ? each : best))[0];

export function peopleView(db: StationDatabase, id: PopulationId): PeopleView {
  refuseUnknown(db, id);
  const rules = peopleRules(db, id);
  const people = peopleOf(db, id);
  const written = writtenNames(db, id);
  const byName = tallyNames(written, rules);
  const tallies = [...byName.values()].sort(
    (a, b) => Number(a.people !== null) - Number(b.people !== null) || b.images - a.images,
  );
  const named = tallies.map((tally) => ({ tally, name: spellingOf(tally) }));
  const isWritten = (name: string) => (byName.get(foldText(name))?.images ?? 0) > 0;
  const open = named.filter(({ tally }) => tally.people === null);
  const suggestions = suggestionsFor(
    open.map(({ name, tally }) => ({ name, images: tally.images })),
    rules.people,
    new Set(people.flatMap(({ name, onHub }) => (onHub || isWritten(name) ? [] : [name]))),
  );
  return {
    people,
    names: named.map(({ tally, name }) => ({
      name,
      ...standsFor(tally.people, people),
      encounters: tally.encounters.size,
      images: tally.images,
      lists: [...tally.lists].slice(0, listsShown),
      suggestions: suggestions[open.findIndex((each) => each.tally === tally)] ?? [],
    })),
    defaultPhotographer: rules.defaultPhotographer,
    withoutPhotographer: withoutPerson(written, resolverOf(rules)).size,
    unresolvedNames: unresolvedNamesOf(db, id),
  };
}

function standsFor(named: Tally["people"], people: readonly Person[]): Pick<PhotographerName, "state" | "people"> {
  if (named === null) return { state: "unresolved", people: [] };
  if (named.length === 0) return { state: "rejected", people: [] };
  const found = named.flatMap((name) => people.find((each) => each.name === name) ?? []);
  return { state: found.every(({ onHub }) => onHub) ? "linked" : "created", people: found };
}

/** Encounters that name nobody. */
export const withoutPerson = (written: readonly WrittenNames[], names: Names): Set<string> =>
  new Set(
    written.filter((each) => each.names.every((text) => names(text).recordedBy === null)).map((each) => each.encounter),
  );
