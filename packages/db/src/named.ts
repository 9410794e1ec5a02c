/** Which people and animals the hub has been told of. */
import type { NameKind } from "@landfall/engine";
import { type Ensured, foldText, type ManifestId, nameSeparator, type PopulationId } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";
import { identifiersOf, knownIndividuals, storeIndividual } from "./individuals.ts";
import { manifestRecord } from "./manifest.ts";

/** Those that approved encounters of the manifest name. */
export function namesDue(db: StationDatabase, manifest: ManifestId, kind: NameKind): string[] {
  const { populationId } = manifestRecord(db, manifest);
  return kind === "photographer" ? peopleDue(db, manifest, populationId) : individualsDue(db, manifest, populationId);
}

/** The parts of what approved encounters say. */
const saidIn = (db: StationDatabase, manifest: ManifestId, text: string): Set<string> =>
  new Set(
    statement<{ text: string }>(
      db,
      `SELECT DISTINCT ${text} AS text FROM encounter AS e
       WHERE e.manifest = ? AND e.review = 'approved' AND ${text} IS NOT NULL`,
    )
      .all(manifest)
      .flatMap((each) => each.text.split(nameSeparator)),
  );

function peopleDue(db: StationDatabase, manifest: ManifestId, population: PopulationId): string[] {
  const unknown = statement<{ name: string; folded: string }>(
    db,
    "SELECT name, folded FROM person WHERE population = ? AND hub_id IS NULL ORDER BY folded",
  ).all(population);
  if (unknown.length === 0) return [];
  const wanted = new Set([...saidIn(db, manifest, "e.recorded_by")].map(foldText));
  return unknown.filter(({ folded }) => wanted.has(folded)).map(({ name }) => name);
}

function individualsDue(db: StationDatabase, manifest: ManifestId, population: PopulationId): string[] {
  const { isIdentifier } = identifiersOf(db, population);
  const names = [...saidIn(db, manifest, "json_extract(e.further, '$.organismName')")].filter(isIdentifier);
  if (names.length === 0) return [];
  const known = knownIndividuals(db, population);
  return names.filter((name) => !known.has(foldText(name))).sort();
}

export function named(db: StationDatabase, manifest: ManifestId, kind: NameKind, items: readonly Ensured[]): void {
  const { populationId } = manifestRecord(db, manifest);
  write(db, () => {
    for (const item of items) {
      if (kind === "individual") storeIndividual(db, populationId, item);
      else if (item.state !== "failed")
        statement(db, "UPDATE person SET hub_id = ? WHERE population = ? AND folded = ?").run(
          item.id,
          populationId,
          foldText(item.name),
        );
    }
  });
}
