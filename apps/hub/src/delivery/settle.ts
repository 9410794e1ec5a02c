/** Asks the blob store what is there and records it. The one place where a look at the store changes what the hub says. */

import type { Blobs } from "../blobs/port.ts";
import type { Queue } from "../queue/port.ts";
import { agreeOnMd5, type BlobRow, markDifferent, markLost, markSeen } from "../store/blobs.ts";
import type { Store } from "../store/open.ts";
import { inTransaction } from "../store/transaction.ts";
import { concurrently } from "./concurrently.ts";

export type Finding = "right" | "wrong" | "absent";

export interface SettleParts {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly queue: Queue;
  /** Called when there is new work. */
  readonly wakeWorker: () => void;
}

const parallelHeads = 8;
/** A blob that was seen so lately is not looked at again. */
const usuallyFreshMs = 5 * 60_000;

const isDue = (blob: BlobRow, nowMs: number, freshMs: number): boolean =>
  blob.state !== "different" && (blob.seenAt === null || nowMs - blob.seenAt >= freshMs);

const idsOf = (blobs: readonly BlobRow[]): string[] => blobs.map((blob) => blob.id);

async function look(blobs: Blobs, blob: BlobRow): Promise<Finding> {
  const head = await blobs.head(blob.name);
  if (!head) return "absent";
  // A store without an MD5 for it leaves the judgement to the worker, which reads the bytes.
  return head.bytes === blob.bytes && (head.md5 === null || agreeOnMd5(head.md5, blob.md5)) ? "right" : "wrong";
}

/**
 * Looks at those of the blobs that were not seen lately, and writes down what was found: right ones are committed and
 * their check is due, wrong ones are set aside, and of absent ones nothing is claimed any more.
 *
 * Returns what each looked-at blob was found to be, by blob id.
 */
export async function settle(
  parts: SettleParts,
  candidates: readonly BlobRow[],
  nowMs: number,
  freshMs = usuallyFreshMs,
): Promise<Map<string, Finding>> {
  const due = candidates.filter((blob) => isDue(blob, nowMs, freshMs));
  const findings = await concurrently(due, parallelHeads, (blob) => look(parts.blobs, blob));
  const found = (finding: Finding) => due.filter((_, index) => findings[index] === finding);
  const unverified = found("right").filter((blob) => blob.state !== "verified");
  const gone = found("absent").filter((blob) => blob.state !== "expected");
  const [right, wrong] = [found("right"), found("wrong")];
  if (right.length + wrong.length + gone.length > 0)
    await inTransaction(parts.store.db, async (tx) => {
      await markSeen(tx, idsOf(right), nowMs);
      await markDifferent(tx, idsOf(wrong));
      await markLost(tx, idsOf(gone));
      await parts.queue.enqueue(tx, "verify", idsOf(unverified));
    });
  if (unverified.length > 0) parts.wakeWorker();
  return new Map(due.map((blob, index) => [blob.id, findings[index] as Finding]));
}
