/** Blobs in other people's containers that images are copied from. */
import { createHash, randomUUID } from "node:crypto";
import { type AzureSource, type HubEncounterId, idempotencyText, type Sha256, sourceText } from "@landfall/protocol";
import type { Selectable } from "kysely";
import { type BlobRow, latestBlobs, markDifferent } from "./blobs.ts";
import type { ImageRow } from "./images.ts";
import type { Db } from "./open.ts";
import type { CopySessionTable, SourceTable } from "./schema.ts";
import { chunksOf } from "./transaction.ts";

export type SourceRow = Selectable<SourceTable>;
export type CopySessionRow = Selectable<CopySessionTable>;

const sha256Of = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The key of an image whose bytes nobody has read. */
export const sourceKeyOf = (source: AzureSource, bytes: number): string => sha256Of(sourceText(source, bytes));

export const idempotencyKeyOf = (encounterId: string, key: string): string =>
  sha256Of(idempotencyText(encounterId as HubEncounterId, key as Sha256));

/** Source key → the SHA-256 that a copy of it was found to have, where one was. */
export async function hashedSources(
  db: Db,
  populationId: string,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const hashed = new Map<string, string>();
  for (const chunk of chunksOf(keys)) {
    const rows = await db
      .selectFrom("source")
      .select(["key", "sha256"])
      .where("populationId", "=", populationId)
      .where("key", "in", chunk)
      .where("sha256", "is not", null)
      .execute();
    for (const { key, sha256 } of rows) if (sha256 !== null) hashed.set(key, sha256);
  }
  return hashed;
}

/** Key → the latest attempt of its bytes: under a SHA-256 as under the key of a source. */
export async function blobsUnderKeys(
  db: Db,
  populationId: string,
  keys: readonly string[],
): Promise<Map<string, BlobRow>> {
  const hashed = await hashedSources(db, populationId, keys);
  const latest = await latestBlobs(db, populationId, [...keys, ...hashed.values()]);
  return new Map(
    keys.flatMap((key) => {
      const blob = latest.get(hashed.get(key) ?? key);
      return blob ? [[key, blob] as const] : [];
    }),
  );
}

export interface NewCopySession {
  readonly idempotencyKey: string;
  readonly sourceKey: string;
  readonly source: AzureSource;
  readonly bytes: number;
  /** What its bytes are known under: the source's key, or their SHA-256. */
  readonly sha256: string;
}

/** Makes the sources and sessions that are not there yet; the encounter's file items are. */
export async function ensureCopySessions(
  db: Db,
  encounter: { readonly id: string; readonly populationId: string },
  sessions: readonly NewCopySession[],
): Promise<void> {
  const { populationId } = encounter;
  for (const { idempotencyKey, sourceKey, source, bytes, sha256 } of sessions) {
    await db
      .insertInto("source")
      .values({ populationId, key: sourceKey, ...source, bytes })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const image = await db
      .selectFrom("image")
      .select("id")
      .where("encounterId", "=", encounter.id)
      .where("sha256", "=", sha256)
      .executeTakeFirst();
    if (!image) continue;
    await db
      .insertInto("copySession")
      .values({ id: randomUUID(), idempotencyKey, imageId: image.id, populationId, sourceKey })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Idempotency key → its copy session. */
export async function findCopySessions(db: Db, keys: readonly string[]): Promise<Map<string, CopySessionRow>> {
  if (keys.length === 0) return new Map();
  const rows = await db.selectFrom("copySession").selectAll().where("idempotencyKey", "in", keys).execute();
  return new Map(rows.map((row) => [row.idempotencyKey, row]));
}

export interface CopySession {
  readonly source: SourceRow;
  readonly image: ImageRow;
  readonly blob: BlobRow | undefined;
}

/** What a copy session is about; undefined where there is none of the id. */
export async function readCopySession(db: Db, id: string): Promise<CopySession | undefined> {
  const session = await db.selectFrom("copySession").selectAll().where("id", "=", id).executeTakeFirst();
  if (!session) return undefined;
  const { populationId, imageId, sourceKey } = session;
  const image = await db.selectFrom("image").selectAll().where("id", "=", imageId).executeTakeFirst();
  const source = await db
    .selectFrom("source")
    .selectAll()
    .where("populationId", "=", populationId)
    .where("key", "=", sourceKey)
    .executeTakeFirst();
  if (!image || !source) return undefined;
  return { image, source, blob: (await latestBlobs(db, populationId, [image.sha256])).get(image.sha256) };
}

/**
 * The bytes of a copied blob have this SHA-256: what stood under the source's key stands under it from now on. Where the population
 * holds these bytes already, the copy is set aside and `undefined` comes back; otherwise the blob as it is now.
 */
export async function resolveSource(
  tx: Db,
  blob: BlobRow,
  { sha256, md5 }: { readonly sha256: string; readonly md5: string },
): Promise<BlobRow | undefined> {
  const key = blob.sourceKey;
  if (key === null) return blob;
  const { populationId } = blob;
  const held = (await latestBlobs(tx, populationId, [sha256])).get(sha256);
  const isHeld = held?.state === "committed" || held?.state === "verified";
  // Somebody means to bring these bytes and has not: they need not any more.
  if (held?.state === "expected") await markDifferent(tx, [held.id]);
  if (isHeld) await markDifferent(tx, [blob.id]);
  else {
    const named = { sha256, md5, sourceKey: null, attempt: (held?.attempt ?? 0) + 1 };
    await tx.updateTable("blob").set(named).where("id", "=", blob.id).execute();
  }
  await tx
    .updateTable("source")
    .set({ sha256 })
    .where("populationId", "=", populationId)
    .where("key", "=", key)
    .execute();
  await moveImages(tx, populationId, key, sha256);
  return isHeld ? undefined : { ...blob, sha256, md5, sourceKey: null };
}

/** File items under the source's key get the SHA-256, or become one with the encounter's own item of these bytes. */
async function moveImages(tx: Db, populationId: string, key: string, sha256: string): Promise<void> {
  const images = await tx
    .selectFrom("image")
    .selectAll()
    .where("populationId", "=", populationId)
    .where("sha256", "=", key)
    .execute();
  for (const image of images) {
    const own = await tx
      .selectFrom("image")
      .select("id")
      .where("encounterId", "=", image.encounterId)
      .where("sha256", "=", sha256)
      .executeTakeFirst();
    if (own) {
      await tx.updateTable("copySession").set({ imageId: own.id }).where("imageId", "=", image.id).execute();
      await tx.deleteFrom("image").where("id", "=", image.id).execute();
    } else {
      const idempotencyKey = idempotencyKeyOf(image.encounterId, sha256);
      await tx.updateTable("image").set({ sha256, idempotencyKey }).where("id", "=", image.id).execute();
    }
  }
}
