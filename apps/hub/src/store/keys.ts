/** API keys: random, shown once, kept as a hash, for some populations only, revocable. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { type HubPopulation, KeyId } from "@landfall/protocol";
import type { Kysely } from "kysely";
import type { Db } from "./open.ts";
import { ensurePopulation, toPopulation } from "./populations.ts";
import type { Schema } from "./schema.ts";
import { inTransaction } from "./transaction.ts";

export interface KeyHolder {
  readonly keyId: KeyId;
  readonly name: string;
  readonly populations: readonly HubPopulation[];
}

export interface KeySummary {
  readonly keyId: KeyId;
  readonly name: string;
  readonly populations: readonly string[];
  readonly createdAt: string;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

/** 256 random bits need no slow hash: nobody can try them out. */
const hashKey = (key: string): string => createHash("sha256").update(key).digest("hex");

/** A new key for these populations; one that does not exist yet is made with plain settings. */
export function createKey(
  db: Kysely<Schema>,
  name: string,
  populations: readonly string[],
): Promise<{ key: string; keyId: KeyId; populations: HubPopulation[] }> {
  const key = `lfk_${randomBytes(32).toString("base64url")}`;
  const keyId = KeyId.parse(randomUUID());
  return inTransaction(db, async (tx) => {
    const scope = new Map<string, HubPopulation>();
    for (const wanted of populations) {
      const { population } = await ensurePopulation(tx, wanted, { requireCoordinates: false, requireLicense: false });
      scope.set(population.id, population);
    }
    await tx
      .insertInto("apiKey")
      .values({ id: keyId, name, hash: hashKey(key), createdAt: Date.now() })
      .execute();
    await tx
      .insertInto("apiKeyPopulation")
      .values([...scope.keys()].map((populationId) => ({ keyId, populationId })))
      .execute();
    return { key, keyId, populations: [...scope.values()] };
  });
}

const lastUsedGrainMs = 60_000;

/** Whose key this is; `undefined` for an unknown or revoked one. Notes the time of use, to the minute. */
export async function findKeyHolder(db: Db, key: string, nowMs: number): Promise<KeyHolder | undefined> {
  const row = await db
    .selectFrom("apiKey")
    .select(["id", "name", "lastUsedAt"])
    .where("hash", "=", hashKey(key))
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.lastUsedAt === null || nowMs - row.lastUsedAt > lastUsedGrainMs)
    await db.updateTable("apiKey").set({ lastUsedAt: nowMs }).where("id", "=", row.id).execute();
  const populations = await db
    .selectFrom("apiKeyPopulation")
    .innerJoin("population", "population.id", "apiKeyPopulation.populationId")
    .selectAll("population")
    .where("keyId", "=", row.id)
    .orderBy("nameFolded")
    .execute();
  return { keyId: KeyId.parse(row.id), name: row.name, populations: populations.map(toPopulation) };
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export async function listKeys(db: Db): Promise<KeySummary[]> {
  const keys = await db.selectFrom("apiKey").selectAll().orderBy("createdAt").execute();
  const scopes = await db
    .selectFrom("apiKeyPopulation")
    .innerJoin("population", "population.id", "apiKeyPopulation.populationId")
    .select(["keyId", "population.name"])
    .orderBy("nameFolded")
    .execute();
  return keys.map((key) => ({
    keyId: KeyId.parse(key.id),
    name: key.name,
    populations: scopes.filter((scope) => scope.keyId === key.id).map((scope) => scope.name),
    createdAt: new Date(key.createdAt).toISOString(),
    revokedAt: iso(key.revokedAt),
    lastUsedAt: iso(key.lastUsedAt),
  }));
}

/** Ends a key at once; `false` when there is no such key. Revoking twice is the same as once. */
export async function revokeKey(db: Db, keyId: string): Promise<boolean> {
  await db
    .updateTable("apiKey")
    .set({ revokedAt: Date.now() })
    .where("id", "=", keyId)
    .where("revokedAt", "is", null)
    .execute();
  return (await db.selectFrom("apiKey").select("id").where("id", "=", keyId).executeTakeFirst()) !== undefined;
}
