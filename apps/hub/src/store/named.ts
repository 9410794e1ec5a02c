/** Photographers and individuals of a population: each name once, whoever brings it and however it is written. */
import { randomUUID } from "node:crypto";
import { type Ensured, foldText, longestName } from "@landfall/protocol";
import type { Db } from "./open.ts";

export type NamedTable = "photographer" | "individual";

/** Why a name cannot be one; null where it can. */
function refusal(name: string): string | null {
  if (foldText(name) === "") return "The name is empty.";
  if (name.trim().length > longestName) return `The name has more than ${longestName} letters.`;
  return /\p{Cc}/u.test(name.trim()) ? "The name has a line break or another control character in it." : null;
}

/** What became of each name, in the order given. Several at once, and again, make no second one. */
export async function ensureNamed(
  db: Db,
  table: NamedTable,
  populationId: string,
  names: readonly string[],
  nowMs: number,
): Promise<Ensured[]> {
  const wanted = new Map<string, string>();
  for (const name of names)
    if (refusal(name) === null && !wanted.has(foldText(name))) wanted.set(foldText(name), name.trim());
  if (wanted.size === 0) return names.map((name) => ({ name, state: "failed", reason: refusal(name) ?? "" }));
  const made = await db
    .insertInto(table)
    .values([...wanted].map(([folded, name]) => ({ id: randomUUID(), populationId, name, folded, createdAt: nowMs })))
    .onConflict((conflict) => conflict.columns(["populationId", "folded"]).doNothing())
    .returning("folded")
    .execute();
  const rows = await db
    .selectFrom(table)
    .select(["id", "name", "folded"])
    .where("populationId", "=", populationId)
    .where("folded", "in", [...wanted.keys()])
    .execute();
  const isNew = new Set(made.map(({ folded }) => folded));
  const byFolded = new Map(rows.map((row) => [row.folded, row]));
  return names.map((name) => {
    const row = byFolded.get(foldText(name));
    const reason = refusal(name);
    if (reason !== null || !row) return { name, state: "failed", reason: reason ?? "The name could not be stored." };
    return { name, state: isNew.has(row.folded) ? "created" : "found", id: row.id, as: row.name };
  });
}

/** A page of them by name, those behind `after` (folded). */
export const listNamed = (db: Db, table: NamedTable, populationId: string, after: string, limit: number) =>
  db
    .selectFrom(table)
    .select(["id", "name", "folded"])
    .where("populationId", "=", populationId)
    .where("folded", ">", after)
    .orderBy("folded")
    .limit(limit)
    .execute();
