/** What the hub knows about the bytes of each image of a population. Content-addressed: the same bytes are one blob. */
import { randomUUID } from "node:crypto";
import type { Selectable } from "kysely";
import type { Db } from "./open.ts";
import type { BlobState, BlobTable } from "./schema.ts";
import { chunksOf } from "./transaction.ts";

export type BlobRow = Selectable<BlobTable>;

/** In the place of an MD5 that nobody knows: a source need not state one. */
export const noMd5 = "";

export interface ClaimedBytes {
  readonly sha256: string;
  readonly md5: string;
  readonly bytes: number;
  readonly mediaType: string;
  /** Of bytes that nobody has hashed; then `sha256` is the same. */
  readonly sourceKey: string | null;
}

/** Whether two statements about bytes can both be true, as far as their MD5s tell. */
export const agreeOnMd5 = (a: string, b: string): boolean => a === b || a === noMd5 || b === noMd5;

/** Name in the blob store: never the client's to choose, never used twice. */
export const blobName = (populationId: string, sha256: string, attempt: number): string =>
  `${populationId}/${sha256.slice(0, 2)}/${sha256}-${attempt}`;

/** Name of what was made of the bytes. */
export const variantName = (populationId: string, sha256: string, variant: "thumbnail" | "preview"): string =>
  `derived/${populationId}/${sha256.slice(0, 2)}/${sha256}-${variant}.jpg`;

/** sha256 → its latest attempt. */
export async function latestBlobs(
  db: Db,
  populationId: string,
  sha256: readonly string[],
): Promise<Map<string, BlobRow>> {
  const latest = new Map<string, BlobRow>();
  for (const chunk of chunksOf([...new Set(sha256)])) {
    const rows = await db
      .selectFrom("blob")
      .selectAll()
      .where("populationId", "=", populationId)
      .where("sha256", "in", chunk)
      .orderBy("attempt")
      .execute();
    for (const row of rows) latest.set(row.sha256, row);
  }
  return latest;
}

export const findBlob = (db: Db, id: string): Promise<BlobRow | undefined> =>
  db.selectFrom("blob").selectAll().where("id", "=", id).executeTakeFirst();

/**
 * Opens an attempt for each image that has none, or whose latest was set aside. Of several that do so at the same time
 * one wins; read again afterwards.
 */
export async function openAttempts(
  db: Db,
  populationId: string,
  claims: readonly ClaimedBytes[],
  latest: ReadonlyMap<string, BlobRow>,
): Promise<void> {
  // In one order for all: two stations that open the same images never wait for each other crosswise.
  const inOrder = claims.toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  const rows = inOrder.map(({ sha256, md5, bytes, mediaType, sourceKey }) => {
    const attempt = (latest.get(sha256)?.attempt ?? 0) + 1;
    return {
      id: randomUUID(),
      populationId,
      sha256,
      md5,
      bytes,
      attempt,
      name: blobName(populationId, sha256, attempt),
      mediaType,
      sourceKey,
      state: "expected" as const,
      variants: "queued" as const,
    };
  });
  for (const chunk of chunksOf(rows, 500))
    await db
      .insertInto("blob")
      .values(chunk)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** Moves blobs on from one of the states `from`; what is elsewhere by now stays. Returns the ids that moved. */
async function move(
  db: Db,
  ids: readonly string[],
  from: readonly BlobState[],
  to: Partial<Omit<BlobTable, "id">>,
): Promise<string[]> {
  const moved: string[] = [];
  for (const chunk of chunksOf(ids)) {
    const rows = await db
      .updateTable("blob")
      .set(to)
      .where("id", "in", chunk)
      .where("state", "in", from)
      .returning("id")
      .execute();
    moved.push(...rows.map((row) => row.id));
  }
  return moved;
}

/** The bytes are there with the right length and MD5. */
export async function markSeen(db: Db, ids: readonly string[], nowMs: number): Promise<void> {
  await move(db, ids, ["expected"], { state: "committed" });
  await move(db, ids, ["committed", "verified"], { seenAt: nowMs });
}

/** The bytes are not what was announced: set aside under their name for good. */
export const markDifferent = (db: Db, ids: readonly string[]): Promise<string[]> =>
  move(db, ids, ["expected", "committed", "verified"], { state: "different", receipt: null, verifiedAt: null });

/** The bytes are not there: what was said about them no longer holds. */
export const markLost = (db: Db, ids: readonly string[]): Promise<string[]> =>
  move(db, ids, ["committed", "verified"], {
    state: "expected",
    receipt: null,
    verifiedAt: null,
    seenAt: null,
    variants: "queued",
    width: null,
    height: null,
  });

/** Read back and right: for the first time, or again. */
export async function markVerified(db: Db, id: string, receipt: string, verifiedAtMs: number): Promise<boolean> {
  const moved = await move(db, [id], ["committed", "verified"], {
    state: "verified",
    receipt,
    verifiedAt: verifiedAtMs,
    seenAt: verifiedAtMs,
  });
  return moved.length > 0;
}

export async function setVariants(
  db: Db,
  id: string,
  result: Pick<BlobTable, "variants" | "width" | "height">,
): Promise<void> {
  await db.updateTable("blob").set(result).where("id", "=", id).execute();
}

/** Gives way to another description of the same bytes, as long as nothing is known to be stored. */
export const replaceExpected = (db: Db, ids: readonly string[]): Promise<string[]> =>
  move(db, ids, ["expected"], { state: "different" });
