/** File items: one per (encounter, SHA-256), which is also its upload session. */
import { randomUUID } from "node:crypto";
import { describedBy, type ImageFactsPatch, noFacts } from "@landfall/protocol";
import type { Selectable } from "kysely";
import { factColumns, fillFacts } from "./image-facts.ts";
import type { Db } from "./open.ts";
import type { BlobTable, ImageTable } from "./schema.ts";
import { chunksOf } from "./transaction.ts";

export type ImageRow = Selectable<ImageTable>;

/** What a file item is made of. */
export type NewImage = Pick<ImageRow, "idempotencyKey" | "sha256" | "fileName" | "mediaType" | "capturedAt"> & {
  readonly facts?: ImageFactsPatch | undefined;
};

/**
 * Makes the file items that do not exist yet. Those that do stay as they are, but for what nobody has said of them yet:
 * opening twice gives the same session. One that had been withdrawn from the encounter is in it again.
 */
export async function ensureImages(
  db: Db,
  encounter: { readonly id: string; readonly populationId: string },
  images: readonly NewImage[],
  nowMs: number,
): Promise<void> {
  const inOrder = images.toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  for (const chunk of chunksOf(inOrder, 500)) {
    const shas = chunk.map(({ sha256 }) => sha256);
    await db.deleteFrom("withdrawal").where("encounterId", "=", encounter.id).where("sha256", "in", shas).execute();
    await fillFacts(db, encounter.id, chunk);
    await db
      .insertInto("image")
      .values(
        chunk.map(({ idempotencyKey, sha256, fileName, mediaType, capturedAt, facts }) => ({
          id: randomUUID(),
          idempotencyKey,
          encounterId: encounter.id,
          populationId: encounter.populationId,
          sha256,
          fileName,
          mediaType,
          capturedAt,
          openedAt: nowMs,
          ...factColumns(describedBy(noFacts, facts ?? {})),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** The encounter's file items by idempotency key; those that are copied also by the key of their source. */
export async function findImages(
  db: Db,
  encounterId: string,
  idempotencyKeys: readonly string[],
): Promise<Map<string, ImageRow>> {
  const rows = await db
    .selectFrom("image")
    .selectAll()
    .where("encounterId", "=", encounterId)
    .where("idempotencyKey", "in", idempotencyKeys)
    .execute();
  const found = new Map(rows.map((row) => [row.idempotencyKey, row]));
  const others = idempotencyKeys.filter((key) => !found.has(key));
  if (others.length === 0) return found;
  const copied = await db
    .selectFrom("copySession")
    .innerJoin("image", "image.id", "copySession.imageId")
    .selectAll("image")
    .select("copySession.idempotencyKey as askedKey")
    .where("image.encounterId", "=", encounterId)
    .where("copySession.idempotencyKey", "in", others)
    .execute();
  for (const { askedKey, ...row } of copied) found.set(askedKey, row);
  return found;
}

export interface ImageWithBlob {
  readonly image: ImageRow;
  /** The latest attempt. */
  readonly blob: Selectable<BlobTable> | undefined;
}

/** All file items of an encounter, in the order of their photographs' times and names, with the latest attempt of each. */
export async function listImages(db: Db, encounterId: string): Promise<ImageWithBlob[]> {
  const images = await db
    .selectFrom("image")
    .selectAll()
    .where("encounterId", "=", encounterId)
    .orderBy("capturedAt")
    .orderBy("fileName")
    .orderBy("sha256")
    .execute();
  const blobs = await db
    .selectFrom("blob")
    .innerJoin("image", (join) =>
      join.onRef("image.populationId", "=", "blob.populationId").onRef("image.sha256", "=", "blob.sha256"),
    )
    .selectAll("blob")
    .where("image.encounterId", "=", encounterId)
    .orderBy("blob.attempt")
    .execute();
  const latest = new Map(blobs.map((blob) => [blob.sha256, blob]));
  return images.map((image) => ({ image, blob: latest.get(image.sha256) }));
}

/** (sha256, encounter id) of every file item of the population with one of these hashes. */
export function holdersOf(db: Db, populationId: string, sha256: readonly string[]) {
  return db
    .selectFrom("image")
    .select(["sha256", "encounterId"])
    .where("populationId", "=", populationId)
    .where("sha256", "in", sha256)
    .orderBy("openedAt")
    .execute();
}
