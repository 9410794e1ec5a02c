/** One image held against its receipt, the local file, and the hub's answer. */
import { type Deliverable, isSamePicture, ownSources, type StationDatabase } from "@landfall/db";
import { type ImageEvent, nodeReadSource, verifyReceipt } from "@landfall/engine";
import {
  type AzureSource,
  type CheckAnswer,
  errorTable,
  LandfallError,
  type Receipt,
  type ReceiptKeys,
  type Sha256,
  toLandfallError,
  type VerifyFailure,
  type VerifySample,
} from "@landfall/protocol";
import type { AzureSources } from "./azure-sources.ts";
import { sha256Of } from "./file-checks.ts";

export type Outcome = Pick<VerifyFailure, "outcome" | "detail">;

/** The same parts on any day and any station: by the first 48 bits of the SHA-256. */
export const isSampled = (sample: VerifySample | null, sha256: Sha256): boolean =>
  sample === null || Number.parseInt(sha256.slice(0, 12), 16) % sample.of === sample.part - 1;

/** The receipt, by the pinned keys; undefined when all is right. @param former see {@link formerHubOf} */
export async function checkReceipt(
  keys: ReceiptKeys,
  receipt: Receipt | null,
  { bytesSha256, bytes, state }: Deliverable,
  former?: string,
): Promise<Outcome | undefined> {
  if (receipt === null) return { outcome: "noReceipt", detail: former ? leftWords(former) : `The image is ${state}.` };
  const claims = await verifyReceipt(keys, receipt);
  if (!claims) return { outcome: "different", detail: "The receipt is not signed by a key of this hub." };
  if (claims.sha256 === bytesSha256 && claims.bytes === bytes) return undefined;
  return { outcome: "different", detail: "The receipt is about other bytes." };
}

const leftWords = (former: string): string =>
  `The hub ${former} had signed for it, and its receipt was let go when the station was connected to another hub. The present hub has given none yet; the next sync asks it.`;

/** What keeps a file or blob from being read, in the error table's words, and where. */
function toOutcome(error: unknown): Outcome {
  const { code, detail } = toLandfallError(error);
  const outcome = code === "FILE_CHANGED" || code === "SOURCE_CHANGED" ? "different" : "missing";
  const { message } = errorTable[code];
  return { outcome, detail: detail ? `${message} (${detail})` : message };
}

/** The file, from any place that this manifest found the image in: a copy elsewhere says nothing about these files. */
export async function checkFile(db: StationDatabase, image: Deliverable): Promise<Outcome | undefined> {
  try {
    const source = await nodeReadSource(ownSources(db, image.encounter, image.sha256), image);
    await source.prove();
    return undefined;
  } catch (error) {
    const outcome = toOutcome(error);
    if (outcome.outcome !== "different") return outcome;
    return (await hasOtherMetadata(db, image))
      ? { outcome: "metadataChanged", detail: metadataChangedWords }
      : { ...outcome, detail: `${outcome.detail} ${differentHint}` };
  }
}

const metadataChangedWords =
  "Its metadata was changed since it was delivered; the picture is the same, and the receipt is for the bytes that were approved. Nothing has to be done; where the file should be as delivered, put a copy of the delivered one in its place.";
const differentHint =
  "Scan the folder again to see whether only its metadata was changed; else put a copy of the delivered file in its place.";

/** One of its files is the same picture, by what the latest scans read of these very bytes. */
async function hasOtherMetadata(db: StationDatabase, { encounter, sha256 }: Deliverable): Promise<boolean> {
  for (const { path } of ownSources(db, encounter, sha256)) {
    const now = await sha256Of(path);
    if (now !== undefined && isSamePicture(db, sha256, now)) return true;
  }
  return false;
}

/** The blob in its container: the state of it that was copied has its ETag and length, and nothing of it is downloaded. */
export async function checkBlob(
  azure: AzureSources,
  source: AzureSource,
  { bytes }: Deliverable,
): Promise<Outcome | undefined> {
  try {
    const { etag, size } = await (await azure.containerOf(source)).head(source.name);
    if (etag === source.etag && size === bytes) return undefined;
    throw new LandfallError("SOURCE_CHANGED");
  } catch (error) {
    return toOutcome(error);
  }
}

/** What the hub says no longer holds. */
export function checkAnswer({ state }: CheckAnswer): Outcome | undefined {
  if (state === "Missing")
    return { outcome: "lost", detail: "The hub no longer has the bytes. The next sync sends them." };
  if (state === "Different")
    return {
      outcome: "different",
      detail: "The hub's copy had other bytes and was set aside. The next sync sends the right ones.",
    };
  return undefined;
}

/** What becomes of the image by the hub's answer; a receipt only where it is right. */
export function toEvent({ state, receipt }: CheckAnswer, atMs: number): ImageEvent | undefined {
  if (state === "Missing") return { type: "gone", atMs, code: "BLOB_MISSING" };
  if (state === "Different") return { type: "gone", atMs, code: "BLOB_DIFFERENT" };
  return receipt === null ? undefined : { type: "verified", receipt };
}
