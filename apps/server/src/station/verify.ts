/** Checks receipts without the hub: signature and claims by the pinned keys, and the bytes by reading the local file again. */
import { type Deliverable, deliverablePage, ownSources, profile, type StationDatabase } from "@landfall/db";
import { nodeReadSource, verifyReceipt } from "@landfall/engine";
import {
  type ManifestId,
  type ReceiptKeys,
  toLandfallError,
  type VerifyFailure,
  type VerifyResult,
} from "@landfall/protocol";
import type { z } from "zod";

type Failure = z.infer<typeof VerifyFailure>;
type Outcome = Pick<Failure, "outcome" | "detail">;

export interface VerifiedPage extends VerifyResult {
  readonly failures: Failure[];
  readonly next: number | null;
}

export async function verifyPage(
  db: StationDatabase,
  manifest: ManifestId,
  after: number,
  limit: number,
  signal: AbortSignal,
): Promise<VerifiedPage> {
  const keys = profile(db)?.receiptKeys ?? { keys: [] };
  const { items, next } = deliverablePage(db, manifest, after, limit);
  const failures: Failure[] = [];
  for (const item of items) {
    signal.throwIfAborted();
    const failed = (await checkReceipt(keys, item)) ?? (await checkFile(db, item));
    if (failed) failures.push({ filePath: item.filePath, sha256: item.sha256, ...failed });
  }
  const of = (outcome: Failure["outcome"]) => failures.filter((failure) => failure.outcome === outcome).length;
  return {
    images: items.length,
    verified: items.length - failures.length,
    different: of("different"),
    missing: of("missing"),
    failures,
    next,
  };
}

async function checkReceipt(
  keys: ReceiptKeys,
  { receipt, sha256, bytes, state }: Deliverable,
): Promise<Outcome | undefined> {
  if (receipt === null) return { outcome: "missing", detail: `There is no receipt: the image is ${state}.` };
  const claims = await verifyReceipt(keys, receipt);
  if (!claims) return { outcome: "different", detail: "The receipt is not signed by a key of this hub." };
  if (claims.sha256 === sha256 && claims.bytes === bytes) return undefined;
  return { outcome: "different", detail: "The receipt is about other bytes." };
}

/** From any place that this manifest found the image in: a copy elsewhere says nothing about these files. */
async function checkFile(db: StationDatabase, image: Deliverable): Promise<Outcome | undefined> {
  try {
    await nodeReadSource(ownSources(db, image.encounter, image.sha256), image);
    return undefined;
  } catch (error) {
    const { code, message } = toLandfallError(error);
    const outcome = code === "FILE_CHANGED" ? "different" : "missing";
    return { outcome, detail: `${code}: ${message}` };
  }
}
