/** What a scan was told: its job keeps it for the next one. */
import type { FieldPatch, ScanJobId } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";

/** What a scan was told; a scan job keeps it for the next one, and a population's next scan its time zone. */
export interface ScanRules {
  readonly set?: FieldPatch;
  readonly override?: FieldPatch;
  readonly timezone?: string;
  /** Path patterns, in their order. */
  readonly patterns?: readonly string[];
}

export function scanRules(db: StationDatabase, id: ScanJobId): ScanRules {
  const row = statement<{ rules: string }>(db, "SELECT rules FROM scan_job WHERE id = ?").get(id);
  return JSON.parse(row?.rules ?? "{}");
}

/** From now on, also for later readings. */
export function storePatterns(db: StationDatabase, id: ScanJobId, patterns: readonly string[]): void {
  write(db, () => {
    const rules: ScanRules = { ...scanRules(db, id), patterns };
    statement(db, "UPDATE scan_job SET rules = ? WHERE id = ?").run(JSON.stringify(rules), id);
  });
}

/** Path patterns of the other scan jobs of its population, the latest job first, each with the name of its job. */
export function patternsBeside(
  db: StationDatabase,
  id: ScanJobId,
): { readonly pattern: string; readonly name: string }[] {
  const rows = statement<{ name: string; rules: string }>(
    db,
    `SELECT name, rules FROM scan_job
     WHERE id <> @id AND population = (SELECT population FROM scan_job WHERE id = @id) ORDER BY rowid DESC`,
  ).all({ id });
  return rows.flatMap(({ name, rules }) =>
    ((JSON.parse(rules) as ScanRules).patterns ?? []).map((pattern) => ({ pattern, name })),
  );
}
