/** The individuals of a population as the hub had them when it was last asked; they are of use without it. */
import { foldText, type PopulationId } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";

export interface KeptCatalogue {
  /** By name. */
  readonly names: readonly string[];
  /** When it was fetched, epoch milliseconds; null before the first time. */
  readonly fetchedMs: number | null;
}

export function keptCatalogue(db: StationDatabase, population: PopulationId): KeptCatalogue {
  const row = statement<{ ms: number | null }>(db, "SELECT catalogue_ms AS ms FROM population WHERE id = ?").get(
    population,
  );
  const names = statement<{ name: string }>(db, "SELECT name FROM catalogue WHERE population = ? ORDER BY folded")
    .all(population)
    .map(({ name }) => name);
  return { names, fetchedMs: row?.ms ?? null };
}

/** In the place of what was kept before. */
export function storeCatalogue(db: StationDatabase, population: PopulationId, names: readonly string[]): void {
  write(db, () => {
    statement(db, "DELETE FROM catalogue WHERE population = ?").run(population);
    for (const name of names)
      statement(db, "INSERT OR IGNORE INTO catalogue (population, folded, name) VALUES (?, ?, ?)").run(
        population,
        foldText(name),
        name,
      );
    statement(db, "UPDATE population SET catalogue_ms = ? WHERE id = ?").run(db.now(), population);
  });
}

/** Of another hub. Within a write. */
export function forgetCatalogues(db: StationDatabase): void {
  statement(db, "DELETE FROM catalogue").run();
  statement(db, "UPDATE population SET catalogue_ms = NULL WHERE catalogue_ms IS NOT NULL").run();
}
