/** Single values, among them the hub's id. */
import { randomUUID } from "node:crypto";
import { HubId } from "@landfall/protocol";
import type { Db } from "./open.ts";

/** The hub's id, made once. */
export async function ensureHubId(db: Db): Promise<HubId> {
  await db
    .insertInto("setting")
    .values({ name: "hubId", value: randomUUID() })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  const { value } = await db
    .selectFrom("setting")
    .select("value")
    .where("name", "=", "hubId")
    .executeTakeFirstOrThrow();
  return HubId.parse(value);
}
