/** Of a row that several people photographed: which of them each photograph is by. Pure. */
import type { MatchedBy } from "@landfall/protocol";
import type { Sighting } from "../ports.ts";
import { mayBeSame, peopleIn } from "../sheets/people.ts";

/** The row of a file, and why. */
export interface Placing {
  readonly row: number;
  readonly by: MatchedBy;
  /** One of several photographers of the row, whose photographs are an encounter of their own. */
  readonly photographer: string | null;
  /** Which rows may be meant, and which is taken and why; absent where there is no doubt. */
  readonly choice?: string;
}

/** A photograph and its row. */
export interface Matched {
  readonly file: number;
  readonly row: number;
  readonly by: MatchedBy;
  readonly folder: string;
  /** The photographer that folder, name or file say. */
  readonly named: string | null;
  readonly choice?: string;
}

/**
 * Where a row names several people, or nobody, each of them has an encounter of the row's sighting.
 * @returns by index of the file
 */
export function withOwnPhotographers(
  matched: readonly Matched[],
  sightings: readonly Sighting[],
): Map<number, Placing> {
  const owners = new Map(
    [...Map.groupBy(matched, ({ row }) => row)].map(([row, all]) => [row, ownersOf(all, sightings[row])]),
  );
  return new Map(
    matched.map((of) => [
      of.file,
      {
        ...{ row: of.row, by: of.by, photographer: owners.get(of.row)?.(of) ?? null },
        ...(of.choice !== undefined && { choice: of.choice }),
      },
    ]),
  );
}

type OwnerOf = (of: Matched) => string | null;

function ownersOf(all: readonly Matched[], row: Sighting | undefined): OwnerOf {
  const credited = row?.photographers ?? [];
  if (credited.length === 1) return () => null;
  if (credited.length === 0) return namedBy(all);
  return ({ named }) =>
    named !== null && peopleIn(named).length === 1 ? (credited.find((one) => mayBeSame(one, named)) ?? null) : null;
}

/** Of a row that credits nobody. Who is not named is who is named in the same folder, and nobody from another one. */
function namedBy(all: readonly Matched[]): OwnerOf {
  const people: string[] = [];
  const personOf = (name: string) => people.find((one) => shareSomebody(one, name));
  const inFolders = new Map<string, Set<string>>();
  for (const { named, folder } of all) {
    if (named === null) continue;
    const person = personOf(named) ?? named;
    if (person === named && !people.includes(named)) people.push(named);
    inFolders.set(folder, (inFolders.get(folder) ?? new Set()).add(person));
  }
  return ({ named, folder }) => {
    if (named !== null) return personOf(named) ?? null;
    const [only, another] = inFolders.get(folder) ?? [];
    return another === undefined ? (only ?? null) : null;
  };
}

const shareSomebody = (one: string, other: string): boolean =>
  peopleIn(one).some((person) => peopleIn(other).some((each) => mayBeSame(person, each)));
