/** What a person types, as the population of the manifest understands it: names are people, lists are individuals. */
import type { ManifestId } from "@landfall/protocol";
import { type Fields, resolverOf, withIndividualsWritten, withPeopleTyped } from "@landfall/survey";
import type { StationDatabase } from "./database.ts";
import { identifiersOf } from "./individuals.ts";
import { manifestRecord } from "./manifest.ts";
import { peopleRules } from "./people.ts";

export type Understanding = (fields: Fields) => Fields;

/** The same fields where nothing changes. */
export function understandingOf(db: StationDatabase, manifest: ManifestId): Understanding {
  const { populationId } = manifestRecord(db, manifest);
  const names = resolverOf(peopleRules(db, populationId));
  const identifiers = identifiersOf(db, populationId);
  return (fields) => withIndividualsWritten(withPeopleTyped(fields, names), identifiers);
}
