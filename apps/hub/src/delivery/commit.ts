/** Commit: what arrived, image by image. */
import type { CommitAnswer, IdempotencyKey } from "@landfall/protocol";
import { type BlobRow, latestBlobs } from "../store/blobs.ts";
import type { EncounterRow } from "../store/encounters.ts";
import { findImages } from "../store/images.ts";
import type { Notices } from "./notices.ts";
import { type SettleParts, settle } from "./settle.ts";
import { untilVerified } from "./until-verified.ts";

function toAnswer(idempotencyKey: IdempotencyKey, blob: BlobRow | undefined): CommitAnswer {
  if (blob?.state === "verified") return { idempotencyKey, state: "Complete", receipt: blob.receipt };
  if (blob?.state === "committed") return { idempotencyKey, state: "Verifying", receipt: null };
  if (blob?.state === "different") return { idempotencyKey, state: "Different", receipt: null };
  return { idempotencyKey, state: "Missing", receipt: null };
}

async function readBlobs(parts: SettleParts, encounter: EncounterRow, keys: readonly IdempotencyKey[]) {
  const images = await findImages(parts.store.db, encounter.id, keys);
  const shas = [...images.values()].map((image) => image.sha256);
  const latest = await latestBlobs(parts.store.db, encounter.populationId, shas);
  return new Map(keys.map((key) => [key, latest.get(images.get(key)?.sha256 ?? "")]));
}

const answer = async (parts: SettleParts, encounter: EncounterRow, keys: readonly IdempotencyKey[]) => {
  const blobs = await readBlobs(parts, encounter, keys);
  return keys.map((key) => toAnswer(key, blobs.get(key)));
};

/** Checks what arrived. A key without a session here is Missing, so that its sender opens one. */
export async function commitImages(
  parts: SettleParts,
  encounter: EncounterRow,
  keys: readonly IdempotencyKey[],
  nowMs: number,
): Promise<CommitAnswer[]> {
  const before = await readBlobs(parts, encounter, keys);
  const blobs = new Map([...before.values()].flatMap((blob) => (blob ? [[blob.id, blob]] : [])));
  await settle(parts, [...blobs.values()], nowMs);
  return answer(parts, encounter, keys);
}

/** The answers once nothing is being verified any more, or those at the end of the wait. */
export const waitForReceipts = (
  parts: SettleParts & { readonly notices: Notices },
  encounter: EncounterRow,
  first: readonly CommitAnswer[],
  waitMs: number,
  signal: AbortSignal,
): Promise<readonly CommitAnswer[]> => {
  const keys = first.map((each) => each.idempotencyKey);
  return untilVerified(first, { look: () => answer(parts, encounter, keys), notices: parts.notices, waitMs, signal });
};
