/** Copies within Azure. Small ones are done when the call returns; of large ones the new blob says how far they are. */
import { setTimeout as delay } from "node:timers/promises";
import { type BlockBlobClient, RestError } from "@azure/storage-blob";
import { LandfallError, systemCode } from "@landfall/protocol";
import type { CopySource } from "../port.ts";

/** Azure's most for Copy Blob From URL. */
export const syncCopyBytes = 256 * 2 ** 20;
const callMs = 30_000;
const syncCopyMs = 10 * 60_000;
/** Between two looks at a copy that is under way: soon at first, then less often. */
const pollMs = [250, 500, 1_000, 2_000, 5_000] as const;
/** A copy that has not moved for so long is given up. */
const stalledMs = 15 * 60_000;

/** What the new blob's name holds. */
type Standing =
  | { readonly kind: "nothing" }
  | { readonly kind: "done" }
  | { readonly kind: "pending"; readonly copyId: string; readonly progress: string }
  | { readonly kind: "failed"; readonly detail: string };

async function standingOf(blob: BlockBlobClient, signal: AbortSignal): Promise<Standing> {
  try {
    const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(callMs)]);
    const {
      copyStatus,
      copyId = "",
      copyProgress = "",
      copyStatusDescription,
    } = await blob.getProperties({ abortSignal });
    if (copyStatus === "pending") return { kind: "pending", copyId, progress: copyProgress };
    if (copyStatus === "failed" || copyStatus === "aborted")
      return {
        kind: "failed",
        detail: `the copy ${copyStatus} (${copyStatusDescription?.split(" ")[0] ?? "no reason"})`,
      };
    return { kind: "done" };
  } catch (error) {
    if (error instanceof RestError && error.statusCode === 404) return { kind: "nothing" };
    throw error;
  }
}

/** Trouble of a copy, by what Azure says of its source. Names codes, never the address, which is signed. */
function toCopyError(error: unknown): LandfallError {
  if (error instanceof LandfallError) return error;
  if (!(error instanceof RestError))
    return new LandfallError("COPY_FAILED", {
      detail: systemCode(error) ?? "the blob store does not answer",
      cause: error,
    });
  const headers = error.response?.headers;
  const sourceCode = headers?.get("x-ms-copy-source-error-code");
  const status = Number(headers?.get("x-ms-copy-source-status-code") ?? Number.NaN);
  const detail = `the blob store answered ${[error.statusCode, error.code, sourceCode].filter(Boolean).join(" ")}`;
  // Without their cause: the request in it holds the signed address.
  if (error.code === "SourceConditionNotMet" || status === 412) return new LandfallError("SOURCE_CHANGED", { detail });
  if (status === 401 || status === 403) return new LandfallError("SOURCE_REFUSED", { detail });
  if (status === 404) return new LandfallError("SOURCE_MISSING", { detail });
  return new LandfallError("COPY_FAILED", { detail });
}

const isTaken = (error: unknown): boolean =>
  error instanceof RestError && (error.code === "BlobAlreadyExists" || error.code === "PendingCopyOperation");

async function start(blob: BlockBlobClient, { url, etag, bytes }: CopySource, signal: AbortSignal): Promise<void> {
  const wanted = { conditions: { ifNoneMatch: "*" }, sourceConditions: { ifMatch: `"${etag}"` } };
  const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(syncCopyMs)]);
  try {
    if (bytes <= syncCopyBytes) await blob.syncCopyFromURL(url, { ...wanted, abortSignal });
    else (await blob.beginCopyFromURL(url, { ...wanted, abortSignal })).stopPolling();
  } catch (error) {
    // Somebody else was faster: what they began is looked at.
    if (!isTaken(error)) throw error;
  }
}

async function untilDone(blob: BlockBlobClient, signal: AbortSignal): Promise<void> {
  let [seen, seenMs] = ["", Date.now()];
  for (let look = 0; ; look++) {
    const standing = await standingOf(blob, signal);
    if (standing.kind === "done") return;
    if (standing.kind === "failed") throw new LandfallError("COPY_FAILED", { detail: standing.detail });
    if (standing.kind === "nothing") throw new LandfallError("COPY_FAILED", { detail: "the copy is gone" });
    if (standing.progress !== seen) [seen, seenMs] = [standing.progress, Date.now()];
    else if (Date.now() - seenMs > stalledMs) {
      await blob.abortCopyFromURL(standing.copyId, { abortSignal: AbortSignal.timeout(callMs) });
      throw new LandfallError("COPY_FAILED", { detail: `the copy stood still at ${seen}` });
    }
    await delay(pollMs[Math.min(look, pollMs.length - 1)], undefined, { signal });
  }
}

export async function copyInto(blob: BlockBlobClient, source: CopySource, signal: AbortSignal): Promise<void> {
  try {
    if ((await standingOf(blob, signal)).kind === "nothing") await start(blob, source, signal);
    await untilDone(blob, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw toCopyError(error);
  }
}
