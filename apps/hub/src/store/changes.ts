/** The log of what changed about encounters, in the order in which it became visible. */
import type { LastChange, PopulationId } from "@landfall/protocol";
import type { Transaction } from "kysely";
import type { Db } from "./open.ts";
import type { ChangeTable, Schema } from "./schema.ts";

/**
 * Writes one change. The counter's row stays locked until the transaction ends, so a later number is never visible
 * before an earlier one: a reader that has seen N has seen everything up to N. To be called last in a transaction.
 */
export async function appendChange(
  tx: Transaction<Schema>,
  change: Omit<ChangeTable, "seq" | "at">,
  nowMs: number,
): Promise<void> {
  const { value } = await tx
    .updateTable("counter")
    .set((eb) => ({ value: eb("value", "+", 1) }))
    .where("name", "=", "change")
    .returning("value")
    .executeTakeFirstOrThrow();
  await tx
    .insertInto("change")
    .values({ ...change, seq: value, at: nowMs })
    .execute();
}

export const newestChange = (db: Db): Promise<LastChange | undefined> =>
  db.selectFrom("change").select(["seq", "at"]).orderBy("seq", "desc").limit(1).executeTakeFirst();

/** Whether this very change was made here. None is ever deleted. */
export async function hasChange(db: Db, { seq, at }: LastChange): Promise<boolean> {
  const held = await db.selectFrom("change").select("at").where("seq", "=", seq).executeTakeFirst();
  return held?.at === at;
}

export async function changesAfter(
  db: Db,
  populations: readonly PopulationId[],
  after: number,
  limit: number,
): Promise<ChangeTable[]> {
  if (populations.length === 0) return [];
  return db
    .selectFrom("change")
    .selectAll()
    .where("populationId", "in", populations)
    .where("seq", ">", after)
    .orderBy("seq")
    .limit(limit)
    .execute();
}
