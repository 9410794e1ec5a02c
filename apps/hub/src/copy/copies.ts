/**
 * Copies under way. One blob is copied once at a time, however many ask; a call waits for a while and is then told to ask again. Nothing
 * of this is stored: the blob store knows what has arrived, and a copy that was cut short is begun again by the next call.
 */
import { setTimeout as delay } from "node:timers/promises";
import { type AzureFolder, type CopyResponse, LandfallError } from "@landfall/protocol";
import { type SettleParts, settle } from "../delivery/settle.ts";
import { type BlobRow, markDifferent } from "../store/blobs.ts";
import type { CopySession } from "../store/sources.ts";
import { inTransaction } from "../store/transaction.ts";
import { allowedUrl } from "./allow-list.ts";
import { readOnlySas } from "./sas.ts";
import { confirmSource } from "./source.ts";

export interface Copies {
  /** SOURCE_NOT_ALLOWED, SOURCE_REFUSED, SOURCE_MISSING, SOURCE_CHANGED, BLOB_DIFFERENT, COPY_FAILED. */
  readonly copy: (session: CopySession, sas: string) => Promise<CopyResponse>;
  /** Breaks off what is under way. */
  readonly stop: () => Promise<void>;
}

export interface CopiesOptions {
  readonly allowed: readonly AzureFolder[];
  /** How long a call waits before it answers `Copying`. */
  readonly patienceMs?: number;
}

const isThere = ({ state }: BlobRow): boolean => state === "committed" || state === "verified";

export function openCopies(parts: SettleParts, { allowed, patienceMs = 20_000 }: CopiesOptions): Copies {
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();

  /** The blob is there and is what its source states: length, MD5, and the ETag before and after. */
  const work = async ({ source }: CopySession, blob: BlobRow, url: string): Promise<void> => {
    const from = { url, etag: source.etag, bytes: source.bytes };
    const { signal } = stopping;
    const look = async () => (await settle(parts, [blob], Date.now())).get(blob.id);
    const before = await look();
    if (before === "right") return;
    if (before === "wrong")
      throw new LandfallError("BLOB_DIFFERENT", { detail: "an earlier copy did not come to its end" });
    try {
      await confirmSource(from, blob.md5, signal);
      await parts.blobs.copyFrom(blob.name, from, signal);
      await confirmSource(from, blob.md5, signal);
    } catch (error) {
      // What was copied of a source that changed meanwhile is nothing that anybody approved.
      if (error instanceof LandfallError && error.code === "SOURCE_CHANGED" && (await parts.blobs.head(blob.name)))
        await inTransaction(parts.store.db, (tx) => markDifferent(tx, [blob.id]));
      throw error;
    }
    const found = await look();
    if (found === "wrong") throw new LandfallError("BLOB_DIFFERENT", { detail: "the copy has another length or MD5" });
    if (found === "absent") throw new LandfallError("COPY_FAILED", { detail: "the copy is not there" });
  };

  const begin = (session: CopySession, blob: BlobRow, url: string): Promise<void> => {
    const begun = work(session, blob, url).finally(() => running.delete(blob.id));
    // Whoever asks next begins anew and meets the same trouble, if it lasts.
    begun.catch(() => {});
    running.set(blob.id, begun);
    return begun;
  };

  return {
    copy: async (session, sas) => {
      const { blob, source } = session;
      if (!blob || blob.state === "different")
        throw new LandfallError("BLOB_DIFFERENT", { detail: "the session is to be opened again" });
      if (isThere(blob)) return { state: "Uploaded" };
      // Checked by every call: whoever may not copy is not told how far others are.
      const url = `${allowedUrl(allowed, source)}?${readOnlySas(sas, Date.now())}`;
      const waiting = new AbortController();
      const late = delay(patienceMs, "Copying" as const, { signal: waiting.signal });
      late.catch(() => {});
      try {
        const copied = (running.get(blob.id) ?? begin(session, blob, url)).then(() => "Uploaded" as const);
        return { state: await Promise.race([copied, late]) };
      } finally {
        waiting.abort();
      }
    },
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(running.values());
    },
  };
}
