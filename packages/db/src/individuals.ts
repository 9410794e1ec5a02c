/** The individuals of a population: their rule, what was said of texts, and what the hub made of each. */
import {
  type Ensured,
  type FieldSource,
  foldText,
  type IdentifiersRequest,
  type IndividualState,
  nameSeparator,
  type PopulationId,
} from "@landfall/protocol";
import { type IdentifierRules, type Identifiers, identifiersBy } from "@landfall/survey";
import { keptCatalogue } from "./catalogue.ts";
import { type StationDatabase, statement, write } from "./database.ts";

export function identifierRules(db: StationDatabase, population: PopulationId): IdentifierRules {
  const row = statement<{ identifiers: string }>(db, "SELECT identifiers FROM population WHERE id = ?").get(population);
  const corrections = statement<{ text: string; individual: string | null }>(
    db,
    "SELECT text, individual FROM identifier_correction WHERE population = ? ORDER BY folded",
  ).all(population);
  return { examples: JSON.parse(row?.identifiers ?? "[]"), corrections };
}

/** With what the hub knows, by our last word from it: for finding what is nearly one of those. */
export function rulesWithCatalogue(db: StationDatabase, population: PopulationId): IdentifierRules {
  const own = [...knownIndividuals(db, population).values()].filter(({ state }) => state !== "failed");
  const names = [...keptCatalogue(db, population).names, ...own.map(({ name }) => name)];
  return { ...identifierRules(db, population), catalogue: names };
}

export const identifiersOf = (db: StationDatabase, population: PopulationId): Identifiers =>
  identifiersBy(identifierRules(db, population));

export function storeIdentifiers(db: StationDatabase, population: PopulationId, request: IdentifiersRequest): void {
  const { examples, corrections, forget } = request;
  write(db, () => {
    if (examples !== undefined)
      statement(db, "UPDATE population SET identifiers = ? WHERE id = ?").run(
        JSON.stringify([...new Set(examples)]),
        population,
      );
    for (const text of forget)
      statement(db, "DELETE FROM identifier_correction WHERE population = ? AND folded = ?").run(
        population,
        foldText(text),
      );
    for (const { text, individual } of corrections)
      statement(
        db,
        `INSERT INTO identifier_correction (population, folded, text, individual, set_ms) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (population, folded) DO UPDATE SET individual = excluded.individual, set_ms = excluded.set_ms`,
      ).run(population, foldText(text), text, individual, db.now());
  });
}

export interface KnownIndividual {
  readonly name: string;
  readonly state: Exclude<IndividualState, "new">;
  readonly reason: string | null;
}

/** Those that the hub has answered for, by folded name. */
export const knownIndividuals = (db: StationDatabase, population: PopulationId): Map<string, KnownIndividual> =>
  new Map(
    statement<KnownIndividual & { folded: string }>(
      db,
      "SELECT folded, name, state, reason FROM individual WHERE population = ?",
    )
      .all(population)
      .map(({ folded, ...individual }) => [folded, individual]),
  );

export function storeIndividual(db: StationDatabase, population: PopulationId, item: Ensured): void {
  statement(
    db,
    `INSERT INTO individual (population, folded, name, state, reason) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (population, folded) DO UPDATE SET state = excluded.state, reason = excluded.reason`,
  ).run(population, foldText(item.name), item.name, item.state, item.state === "failed" ? item.reason : null);
}

export interface AnimalNamed {
  readonly encounters: number;
  /** What says it: a row of a sheet, or that a person typed it. A few of them; none where only files do. */
  readonly by: readonly string[];
}

interface NamedRow {
  readonly text: string;
  readonly encounters: number;
  readonly source: FieldSource | null;
  readonly place: string | null;
}

const mostPlaces = 3;
const typed: readonly (FieldSource | null)[] = ["manual", "set", "override"];

/** Each animal that encounters of the latest version of each scan name. */
export function animalsNamed(db: StationDatabase, population: PopulationId): Map<string, AnimalNamed> {
  const rows = statement<NamedRow>(
    db,
    `SELECT json_extract(e.further, '$.organismName') AS text, COUNT(*) AS encounters,
       json_extract(e.provenance, '$.organismName.source') AS source, json_extract(e.provenance, '$.organismName.place') AS place
     FROM scan_job AS j
       JOIN manifest AS m ON m.scan_job = j.id AND m.version > 0
         AND m.version = (SELECT MAX(version) FROM manifest WHERE scan_job = j.id)
       JOIN encounter AS e ON e.manifest = m.id
     WHERE j.population = ? AND json_extract(e.further, '$.organismName') IS NOT NULL GROUP BY text, source, place ORDER BY MIN(e.pk)`,
  ).all(population);
  const animals = new Map<string, AnimalNamed>();
  for (const { text, encounters, source, place } of rows) {
    const said = place ?? (typed.includes(source) ? `what was typed: ${text}` : null);
    for (const name of text.split(nameSeparator)) {
      const known = animals.get(name) ?? { encounters: 0, by: [] };
      const by = said === null || known.by.length >= mostPlaces ? known.by : [...known.by, said];
      animals.set(name, { encounters: known.encounters + encounters, by });
    }
  }
  return animals;
}
