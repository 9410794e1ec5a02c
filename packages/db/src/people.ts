/** The people of a population who take photographs, and whom names stand for. */
import { randomUUID } from "node:crypto";
import {
  type AliasesRequest,
  foldText,
  type Person,
  type PopulationId,
  type UnresolvedNames,
} from "@landfall/protocol";
import type { PeopleRules } from "@landfall/survey";
import { type StationDatabase, statement, write } from "./database.ts";

interface PersonRow {
  id: string;
  name: string;
  folded: string;
  hub_id: string | null;
}

interface AliasRow {
  folded: string;
  name: string;
  people: string;
}

const personRows = (db: StationDatabase, population: PopulationId): PersonRow[] =>
  statement<PersonRow>(db, "SELECT id, name, folded, hub_id FROM person WHERE population = ? ORDER BY folded").all(
    population,
  );

const aliasRows = (db: StationDatabase, population: PopulationId): AliasRow[] =>
  statement<AliasRow>(
    db,
    "SELECT folded, name, people FROM photographer_alias WHERE population = ? ORDER BY folded",
  ).all(population);

const defaultOf = (db: StationDatabase, population: PopulationId): string | null =>
  statement<{ id: string | null }>(db, "SELECT default_photographer AS id FROM population WHERE id = ?").get(population)
    ?.id ?? null;

export const unresolvedNamesOf = (db: StationDatabase, population: PopulationId): UnresolvedNames =>
  statement<{ unresolved: UnresolvedNames }>(
    db,
    "SELECT unresolved_names AS unresolved FROM population WHERE id = ?",
  ).get(population)?.unresolved ?? "warn";

/**
 * Without those that are only another way to write somebody: the hub has them, nothing here stands for them, and their own
 * name stands for others.
 */
function personsIn(db: StationDatabase, population: PopulationId): PersonRow[] {
  const aliases = aliasRows(db, population).map(({ folded, people }) => ({
    folded,
    people: JSON.parse(people) as string[],
  }));
  const wanted = wantedBesides(db, population);
  return personRows(db, population).filter(({ id, folded }) => {
    const own = aliases.find((alias) => alias.folded === folded);
    if (own === undefined || own.people.includes(id) || wanted.has(id)) return true;
    return aliases.some(({ people }) => people.includes(id));
  });
}

/** By name. */
export const peopleOf = (db: StationDatabase, population: PopulationId): Person[] =>
  personsIn(db, population).map(({ name, hub_id }) => ({ name, onHub: hub_id !== null }));

export function peopleRules(db: StationDatabase, population: PopulationId): PeopleRules {
  const rows = personsIn(db, population);
  const nameOf = new Map(rows.map(({ id, name }) => [id, name]));
  const standIn = defaultOf(db, population);
  return {
    people: rows.map(({ name }) => name),
    aliases: aliasRows(db, population).map(({ name, people }) => ({
      name,
      people: (JSON.parse(people) as string[]).flatMap((id) => nameOf.get(id) ?? []),
    })),
    defaultPhotographer: standIn === null ? null : (nameOf.get(standIn) ?? null),
  };
}

/**
 * Stores what names stand for; people that are new are made, and those that nothing names any more and no hub has go.
 * @returns names to be forgotten of which nothing was known
 */
export function storeAliases(db: StationDatabase, population: PopulationId, request: AliasesRequest): string[] {
  return write(db, () => {
    const notSaid: string[] = [];
    for (const { name, people } of request.aliases) {
      const folded = foldText(name);
      if (people === null) {
        const forget = statement(db, "DELETE FROM photographer_alias WHERE population = ? AND folded = ?");
        if (forget.run(population, folded).changes === 0) notSaid.push(name);
        continue;
      }
      const ids = [...new Set(people.map((each) => ensurePerson(db, population, each)))];
      statement(
        db,
        `INSERT INTO photographer_alias (population, folded, name, people, set_ms) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (population, folded) DO UPDATE SET people = excluded.people, set_ms = excluded.set_ms`,
      ).run(population, folded, name, JSON.stringify(ids), db.now());
    }
    const { defaultPhotographer } = request;
    if (defaultPhotographer !== undefined) {
      const id = defaultPhotographer === null ? null : ensurePerson(db, population, defaultPhotographer);
      statement(db, "UPDATE population SET default_photographer = ? WHERE id = ?").run(id, population);
    }
    if (request.unresolvedNames !== undefined)
      statement(db, "UPDATE population SET unresolved_names = ? WHERE id = ?").run(request.unresolvedNames, population);
    forgetUnnamed(db, population);
    return notSaid;
  });
}

/** Within a write. @returns the key of the person of this name */
export function ensurePerson(db: StationDatabase, population: PopulationId, name: string): string {
  const folded = foldText(name);
  const known = statement<{ id: string }>(db, "SELECT id FROM person WHERE population = ? AND folded = ?").get(
    population,
    folded,
  );
  if (known) return known.id;
  const id = randomUUID();
  statement(db, "INSERT INTO person (id, population, name, folded, created_ms) VALUES (?, ?, ?, ?, ?)").run(
    id,
    population,
    name.trim().replace(/\s+/gu, " "),
    folded,
    db.now(),
  );
  return id;
}

/** People that nothing stands for any more, and that no hub has. Within a write. */
export function forgetUnnamed(db: StationDatabase, population: PopulationId): void {
  const named = wantedBesides(db, population);
  for (const { people } of aliasRows(db, population)) for (const id of JSON.parse(people) as string[]) named.add(id);
  for (const { id, hub_id } of personRows(db, population))
    if (hub_id === null && !named.has(id)) statement(db, "DELETE FROM person WHERE id = ?").run(id);
}

/** Whom cameras and the default stand for. */
function wantedBesides(db: StationDatabase, population: PopulationId): Set<string> {
  const ofCameras = statement<{ person: string }>(db, "SELECT person FROM camera_person WHERE population = ?");
  const wanted = new Set(ofCameras.all(population).map(({ person }) => person));
  const standIn = defaultOf(db, population);
  if (standIn !== null) wanted.add(standIn);
  return wanted;
}
