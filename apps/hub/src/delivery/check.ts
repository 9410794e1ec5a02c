/** Check: what was delivered once is looked at again, or read again, byte for byte. */
import { type CheckAnswer, type CheckResponse, Sha256 } from "@landfall/protocol";
import type { BlobRow } from "../store/blobs.ts";
import { blobsUnderKeys } from "../store/sources.ts";
import { inTransaction } from "../store/transaction.ts";
import type { Notices } from "./notices.ts";
import { type SettleParts, settle } from "./settle.ts";
import { untilVerified } from "./until-verified.ts";

export interface Check {
  readonly populationId: string;
  readonly sha256: readonly string[];
  /** Only bytes that were read from this moment on count; undefined where nothing need be read. */
  readonly readSinceMs: number | undefined;
}

const isRead = (blob: BlobRow, { readSinceMs }: Check): boolean =>
  readSinceMs === undefined || (blob.verifiedAt ?? 0) >= readSinceMs;

function toAnswer(sha256: string, blob: BlobRow | undefined, check: Check): CheckAnswer {
  const of = { sha256: Sha256.parse(sha256), receipt: null };
  if (blob?.state === "verified")
    return isRead(blob, check) ? { ...of, state: "Complete", receipt: blob.receipt } : { ...of, state: "Verifying" };
  if (blob?.state === "committed") return { ...of, state: "Verifying" };
  return { ...of, state: blob?.state === "different" ? "Different" : "Missing" };
}

const read = ({ store }: SettleParts, { populationId, sha256 }: Check) =>
  blobsUnderKeys(store.db, populationId, sha256);

async function answer(parts: SettleParts, check: Check): Promise<CheckAnswer[]> {
  const latest = await read(parts, check);
  return check.sha256.map((sha256) => toAnswer(sha256, latest.get(sha256), check));
}

/** Queues the reading of what was not read since; asked again it changes nothing. */
async function queueReading(parts: SettleParts, check: Check): Promise<void> {
  const blobs = [...(await read(parts, check)).values()];
  const due = blobs.filter((blob) => blob.state === "verified" && !isRead(blob, check)).map((blob) => blob.id);
  if (due.length === 0) return;
  await inTransaction(parts.store.db, (tx) => parts.queue.enqueue(tx, "check", due));
  parts.wakeWorker();
}

/**
 * Asks the blob store for each image, whenever it was last seen, and records what is found: of what is gone the receipt
 * is withdrawn, and other bytes are set aside. Then reads what is to be read, and waits a while for that.
 */
export async function checkImages(
  parts: SettleParts & { readonly notices: Notices },
  check: Check,
  { nowMs, waitMs, signal }: { readonly nowMs: number; readonly waitMs: number; readonly signal: AbortSignal },
): Promise<Pick<CheckResponse, "images">> {
  const blobs = [...(await read(parts, check)).values()];
  // While it waits to be read, a blob that was seen a moment ago need not be asked for again.
  await settle(parts, blobs, nowMs, check.readSinceMs === undefined ? 0 : undefined);
  if (check.readSinceMs !== undefined) await queueReading(parts, check);
  const look = () => answer(parts, check);
  const images = await untilVerified(await look(), { look, notices: parts.notices, waitMs, signal });
  return { images: [...images] };
}
