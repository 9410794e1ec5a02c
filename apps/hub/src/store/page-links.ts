/** One-time links to an encounter's page, and the browser sessions they open. Only hashes are stored. */
import { createHash, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Db } from "./open.ts";
import type { Schema } from "./schema.ts";
import { inTransaction } from "./transaction.ts";

const linkLifeMs = 10 * 60_000;
export const sessionLifeMs = 8 * 3_600_000;

const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");
const newToken = (): string => randomBytes(32).toString("base64url");

export async function createLink(
  db: Db,
  encounterId: string,
  nowMs: number,
): Promise<{ token: string; expiresAtMs: number }> {
  const token = newToken();
  const expiresAtMs = nowMs + linkLifeMs;
  await db.deleteFrom("pageLink").where("expiresAt", "<", nowMs).execute();
  await db
    .insertInto("pageLink")
    .values({ tokenHash: hashToken(token), encounterId, expiresAt: expiresAtMs })
    .execute();
  return { token, expiresAtMs };
}

/** Uses a link up. Of two that come at once one gets the session; `undefined` for the other, and for an old link. */
export function redeemLink(
  db: Kysely<Schema>,
  token: string,
  nowMs: number,
): Promise<{ encounterId: string; session: string } | undefined> {
  const session = newToken();
  return inTransaction(db, async (tx) => {
    const used = await tx
      .updateTable("pageLink")
      .set({ usedAt: nowMs })
      .where("tokenHash", "=", hashToken(token))
      .where("usedAt", "is", null)
      .where("expiresAt", ">", nowMs)
      .returning("encounterId")
      .executeTakeFirst();
    if (!used) return undefined;
    await tx.deleteFrom("pageSession").where("expiresAt", "<", nowMs).execute();
    await tx
      .insertInto("pageSession")
      .values({ tokenHash: hashToken(session), encounterId: used.encounterId, expiresAt: nowMs + sessionLifeMs })
      .execute();
    return { encounterId: used.encounterId, session };
  });
}

/** Whether this browser session may see the encounter. */
export async function isSessionFor(db: Db, session: string, encounterId: string, nowMs: number): Promise<boolean> {
  const row = await db
    .selectFrom("pageSession")
    .select("encounterId")
    .where("tokenHash", "=", hashToken(session))
    .where("encounterId", "=", encounterId)
    .where("expiresAt", ">", nowMs)
    .executeTakeFirst();
  return row !== undefined;
}
