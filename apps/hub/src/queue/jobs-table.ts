/** The queue as a table of the store, so that work is enqueued in the transaction that makes it due. */
import { randomUUID } from "node:crypto";
import type { Store } from "../store/open.ts";
import { chunksOf, inTransaction } from "../store/transaction.ts";
import type { JobKind, Queue } from "./port.ts";

const oneOfEach: Readonly<Record<JobKind, number>> = { verify: 1, variants: 1, check: 1 };
const priorityOf: Readonly<Record<JobKind, number>> = { verify: 0, variants: 1, check: 2 };

export function jobsTable(store: Store, now: () => number = Date.now): Queue {
  const { db, flavor } = store;
  const leaseSome: Queue["leaseSome"] = (leaseMs, most) =>
    inTransaction(db, async (tx) => {
      const at = now();
      const due = tx
        .selectFrom("job")
        .select(["id", "kind"])
        .where("runAfter", "<=", at)
        .where("leaseUntil", "<=", at)
        .orderBy("priority")
        .orderBy("id")
        .limit(Math.max(...Object.values(most)));
      // SQLite has one writer, and this transaction is it.
      const next = await (flavor === "postgres" ? due.forUpdate().skipLocked() : due).execute();
      const [first] = next;
      if (!first) return [];
      const ids = next.filter(({ kind }) => kind === first.kind).map(({ id }) => id);
      const token = randomUUID();
      const rows = await tx
        .updateTable("job")
        .set((eb) => ({ leaseUntil: at + leaseMs, leaseToken: token, attempts: eb("attempts", "+", 1) }))
        .where("id", "in", ids.slice(0, most[first.kind]))
        .returning(["id", "kind", "subject", "attempts"])
        .execute();
      return rows.map((row) => ({ ...row, token })).sort((a, b) => a.id - b.id);
    });
  return {
    enqueue: async (tx, kind, subjects) => {
      for (const chunk of chunksOf(subjects))
        await tx
          .insertInto("job")
          .values(
            chunk.map((subject) => ({
              kind,
              subject,
              priority: priorityOf[kind],
              attempts: 0,
              runAfter: 0,
              leaseUntil: 0,
            })),
          )
          .onConflict((conflict) => conflict.doNothing())
          .execute();
    },
    lease: async (leaseMs) => (await leaseSome(leaseMs, oneOfEach))[0],
    leaseSome,
    renew: async (job, leaseMs) => {
      const renewed = await db
        .updateTable("job")
        .set({ leaseUntil: now() + leaseMs })
        .where("id", "=", job.id)
        .where("leaseToken", "=", job.token)
        .returning("id")
        .executeTakeFirst();
      return renewed !== undefined;
    },
    complete: async (tx, job) => {
      const ended = await tx
        .deleteFrom("job")
        .where("id", "=", job.id)
        .where("leaseToken", "=", job.token)
        .returning("id")
        .executeTakeFirst();
      return ended !== undefined;
    },
    postpone: async (job, error, delayMs) => {
      await db
        .updateTable("job")
        .set({ runAfter: now() + delayMs, leaseUntil: 0, leaseToken: null, lastError: error })
        .where("id", "=", job.id)
        .where("leaseToken", "=", job.token)
        .execute();
    },
    releaseAll: async () => {
      await db
        .updateTable("job")
        .set({ runAfter: 0, leaseUntil: 0, leaseToken: null })
        .where((eb) => eb.or([eb("leaseUntil", ">", 0), eb("runAfter", ">", 0)]))
        .execute();
    },
  };
}
