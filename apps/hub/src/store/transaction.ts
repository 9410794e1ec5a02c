/** One transaction, tried once more where another process got in between. */
import { systemCode } from "@landfall/protocol";
import type { Kysely, Transaction } from "kysely";
import type { Schema } from "./schema.ts";

/** Serialization failure, deadlock, unique violation; and SQLite's words for the same. */
const raceCodes = new Set([
  "40001",
  "40P01",
  "23505",
  "SQLITE_BUSY",
  "SQLITE_BUSY_SNAPSHOT",
  "SQLITE_CONSTRAINT_UNIQUE",
]);

export const isRace = (error: unknown): boolean => raceCodes.has(systemCode(error) ?? "");

/** Runs `body` in a transaction. It may run twice, so it does nothing outside of the database. */
export async function inTransaction<T>(db: Kysely<Schema>, body: (tx: Transaction<Schema>) => Promise<T>): Promise<T> {
  try {
    return await db.transaction().execute(body);
  } catch (error) {
    if (!isRace(error)) throw error;
    return db.transaction().execute(body);
  }
}

/** Parts of at most `size`: a statement takes only so many parameters. */
export function chunksOf<T>(items: readonly T[], size = 1000): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}
