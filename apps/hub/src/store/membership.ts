/** Which images an encounter has, corrected: moved to another one, or withdrawn. Blobs and receipts are not touched. */
import { createHash } from "node:crypto";
import { HubEncounterId, idempotencyText, LandfallError, Sha256 } from "@landfall/protocol";
import type { Kysely, Transaction } from "kysely";
import { appendChange } from "./changes.ts";
import { expectVersion, lockEncounter } from "./encounter-changes.ts";
import type { EncounterRow } from "./encounters.ts";
import type { ImageRow } from "./images.ts";
import type { Schema } from "./schema.ts";
import { inTransaction } from "./transaction.ts";

type Tx = Transaction<Schema>;

const lock = (tx: Tx, { id, populationId }: EncounterRow): Promise<EncounterRow> => lockEncounter(tx, id, populationId);

/** In one order for all, so that two moves between the same encounters never wait for each other crosswise. */
async function lockBoth(tx: Tx, from: EncounterRow, to: EncounterRow): Promise<[EncounterRow, EncounterRow]> {
  if (from.id < to.id) return [await lock(tx, from), await lock(tx, to)];
  const target = await lock(tx, to);
  return [await lock(tx, from), target];
}

const imagesIn = (tx: Tx, { id }: EncounterRow, sha256: readonly string[]): Promise<ImageRow[]> =>
  tx.selectFrom("image").selectAll().where("encounterId", "=", id).where("sha256", "in", sha256).execute();

async function raiseVersion(tx: Tx, encounter: EncounterRow, mergedInto = encounter.mergedInto): Promise<EncounterRow> {
  const raised = { ...encounter, version: encounter.version + 1, mergedInto };
  const { version } = raised;
  await tx.updateTable("encounter").set({ version, mergedInto }).where("id", "=", encounter.id).execute();
  return raised;
}

const idempotencyKey = (encounterId: string, sha256: string): string =>
  createHash("sha256")
    .update(idempotencyText(HubEncounterId.parse(encounterId), Sha256.parse(sha256)))
    .digest("hex");

/** Its session ends with it, the one of a copy too. */
async function removeItem(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("copySession").where("imageId", "=", id).execute();
  await tx.deleteFrom("image").where("id", "=", id).execute();
}

/** The file item goes to the other encounter under the key it has there; where that has the bytes already, it ends. */
async function moveItem(tx: Tx, { id, sha256 }: ImageRow, to: EncounterRow, isThere: boolean): Promise<void> {
  if (isThere) {
    await removeItem(tx, id);
    return;
  }
  const place = { encounterId: to.id, idempotencyKey: idempotencyKey(to.id, sha256) };
  await tx.updateTable("image").set(place).where("id", "=", id).execute();
}

async function hasImages(tx: Tx, { id }: EncounterRow): Promise<boolean> {
  const one = await tx.selectFrom("image").select("id").where("encounterId", "=", id).limit(1).executeTakeFirst();
  return one !== undefined;
}

/** All names of an encounter lead to another one from now on, so that no station makes it anew. */
async function redirect(tx: Tx, from: EncounterRow, to: EncounterRow): Promise<void> {
  for (const table of ["encounterEvent", "encounterKey"] as const)
    await tx.updateTable(table).set({ encounterId: to.id }).where("encounterId", "=", from.id).execute();
  await tx.updateTable("encounter").set({ mergedInto: to.id }).where("mergedInto", "=", from.id).execute();
}

export interface Moved {
  readonly from: EncounterRow;
  readonly to: EncounterRow;
  /** In neither of the two. */
  readonly absent: readonly string[];
}

/**
 * Moves images. Done again it changes nothing and gives the same answer; with something left to do it throws
 * VERSION_CONFLICT unless the encounter has the version the caller read. One that is merged becomes a stub once it is
 * without images, and its eventIDs and keys the other's.
 */
export async function moveImages(
  db: Kysely<Schema>,
  source: EncounterRow,
  target: EncounterRow,
  { images, merge }: { readonly images: readonly string[]; readonly merge: boolean },
  expectedVersion: number,
  nowMs: number,
): Promise<Moved> {
  if (source.populationId !== target.populationId || source.id === target.id)
    throw new LandfallError("VALIDATION_FAILED", { detail: "images move between two encounters of one population" });
  return inTransaction(db, async (tx) => {
    const [from, to] = await lockBoth(tx, source, target);
    const [here, there] = [await imagesIn(tx, from, images), await imagesIn(tx, to, images)];
    const isThere = new Set(there.map(({ sha256 }) => sha256));
    const isKnown = new Set([...isThere, ...here.map(({ sha256 }) => sha256)]);
    const absent = images.filter((sha256) => !isKnown.has(sha256));
    if (here.length === 0) return { from, to, absent };
    expectVersion(from, expectedVersion);
    if (to.mergedInto !== null)
      throw new LandfallError("VERSION_CONFLICT", { detail: `encounter ${to.id} was merged into ${to.mergedInto}` });
    for (const image of here) await moveItem(tx, image, to, isThere.has(image.sha256));
    const isMerged = merge && !(await hasImages(tx, from));
    if (isMerged) await redirect(tx, from, to);
    const moved = {
      from: await raiseVersion(tx, from, isMerged ? to.id : null),
      to: await raiseVersion(tx, to),
      absent,
    };
    const { populationId } = from;
    await appendChange(
      tx,
      { kind: isMerged ? "encounter.merged" : "images.moved", populationId, encounterId: from.id },
      nowMs,
    );
    await appendChange(tx, { kind: "images.moved", populationId, encounterId: to.id }, nowMs);
    return moved;
  });
}

/** The encounters that these were taken out of, and not brought back to. */
export const withdrawalsOf = (db: Kysely<Schema>, populationId: string, sha256: readonly string[]) =>
  db
    .selectFrom("withdrawal")
    .select(["sha256", "encounterId", "reason"])
    .where("populationId", "=", populationId)
    .where("sha256", "in", sha256)
    .execute();

/**
 * Takes images out of the encounter; where they were last, and why, is kept until they are brought back there. Done
 * again it changes nothing; with something left to do it throws VERSION_CONFLICT unless the version is right.
 */
export function withdrawImages(
  db: Kysely<Schema>,
  target: EncounterRow,
  images: readonly string[],
  reason: string | null,
  expectedVersion: number,
  nowMs: number,
): Promise<{ encounter: EncounterRow; absent: readonly string[] }> {
  return inTransaction(db, async (tx) => {
    const encounter = await lock(tx, target);
    const { id: encounterId, populationId } = encounter;
    const here = await imagesIn(tx, encounter, images);
    const earlier = await tx
      .selectFrom("withdrawal")
      .select("sha256")
      .where("encounterId", "=", encounterId)
      .where("sha256", "in", images)
      .execute();
    const isKnown = new Set([...here, ...earlier].map(({ sha256 }) => sha256));
    const absent = images.filter((sha256) => !isKnown.has(sha256));
    if (here.length === 0) return { encounter, absent };
    expectVersion(encounter, expectedVersion);
    for (const { id, sha256, fileName } of here) {
      await removeItem(tx, id);
      await tx
        .insertInto("withdrawal")
        .values({ encounterId, sha256, populationId, fileName, reason, at: nowMs })
        .onConflict((conflict) => conflict.columns(["encounterId", "sha256"]).doUpdateSet({ reason, at: nowMs }))
        .execute();
    }
    const raised = await raiseVersion(tx, encounter);
    await appendChange(tx, { kind: "images.withdrawn", populationId, encounterId }, nowMs);
    return { encounter: raised, absent };
  });
}
