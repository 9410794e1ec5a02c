/** Which people the hub has been told of. */
import type { NameKind } from "@landfall/engine";
import { type Ensured, foldText, type ManifestId, nameSeparator } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";

/** Where each kind is kept, and what names it. */
const tables: Record<NameKind, { readonly table: string; readonly named: string }> = {
  photographer: { table: "person", named: "e.recorded_by" },
};

const ofPopulation =
  "(SELECT j.population FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job WHERE m.id = @manifest)";

/** Those that approved encounters of the manifest name. */
export function namesDue(db: StationDatabase, manifest: ManifestId, kind: NameKind): string[] {
  const { table, named: text } = tables[kind];
  const unknown = statement<{ name: string; folded: string }>(
    db,
    `SELECT name, folded FROM ${table} WHERE population = ${ofPopulation} AND hub_id IS NULL ORDER BY folded`,
  ).all({ manifest });
  if (unknown.length === 0) return [];
  const said = statement<{ text: string }>(
    db,
    `SELECT DISTINCT ${text} AS text FROM encounter AS e
     WHERE e.manifest = ? AND e.review = 'approved' AND ${text} IS NOT NULL`,
  ).all(manifest);
  const wanted = new Set(said.flatMap((each) => each.text.split(nameSeparator).map(foldText)));
  return unknown.filter(({ folded }) => wanted.has(folded)).map(({ name }) => name);
}

export function named(db: StationDatabase, manifest: ManifestId, kind: NameKind, items: readonly Ensured[]): void {
  const { table } = tables[kind];
  write(db, () => {
    for (const item of items) {
      if (item.state === "failed") continue;
      statement(db, `UPDATE ${table} SET hub_id = @id WHERE population = ${ofPopulation} AND folded = @folded`).run({
        id: item.id,
        manifest,
        folded: foldText(item.name),
      });
    }
  });
}
