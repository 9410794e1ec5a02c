/** The public halves of every key that ever signed a receipt, of whichever hub process. */
import { ReceiptKey, type ReceiptKeys } from "@landfall/protocol";
import type { z } from "zod";
import type { Db } from "./open.ts";

export async function publishReceiptKey(db: Db, key: z.infer<typeof ReceiptKey>, createdAtMs: number): Promise<void> {
  await db
    .insertInto("receiptKey")
    .values({ kid: key.kid, jwk: JSON.stringify(key), createdAt: createdAtMs })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function listReceiptKeys(db: Db): Promise<ReceiptKeys> {
  const rows = await db.selectFrom("receiptKey").select("jwk").orderBy("createdAt", "desc").execute();
  return { keys: rows.map((row) => ReceiptKey.parse(JSON.parse(row.jwk))) };
}
