/** Where bytes rest. Two adapters, one conformance suite. */
import type { TransferKind, UploadTarget } from "@landfall/protocol";

export interface BlobHead {
  readonly bytes: number;
  /** 32 hexadecimal digits; `null` where the store has none for it. */
  readonly md5: string | null;
}

/** Says that the blob is not there. Everything else that is thrown is trouble of the store. */
export class BlobAbsentError extends Error {
  override readonly name = "BlobAbsentError";
}

/** A blob of somebody's container, in the one state that is wanted. */
export interface CopySource {
  /** Signed: a secret. */
  readonly url: string;
  readonly etag: string;
  readonly bytes: number;
}

export interface Blobs {
  readonly kind: "disk" | "azurite" | "azure";
  /** Where to PUT the bytes: create-only, for this one name, for about an hour. */
  readonly target: (name: string, mediaType: string, kind?: TransferKind) => Promise<UploadTarget>;
  /** Scheme, host and port of every target. */
  readonly origin: () => string;
  /** What is there; `null` when nothing is. */
  readonly head: (name: string) => Promise<BlobHead | null>;
  /** The bytes from the first to the last. Rejects with {@link BlobAbsentError} when there are none. */
  readonly read: (name: string, signal?: AbortSignal) => AsyncIterable<Uint8Array>;
  /**
   * Copies the source to this name, create-only, from where it is: a copy that an earlier call began is waited for. Resolves
   * when bytes are under the name, by this call or another. SOURCE_CHANGED, SOURCE_MISSING, SOURCE_REFUSED, COPY_FAILED;
   * what is there is for the caller to look at in any case.
   */
  readonly copyFrom: (name: string, source: CopySource, signal: AbortSignal) => Promise<void>;
  /** Stores what can be made again; an older one of the name is replaced. */
  readonly write: (name: string, bytes: Uint8Array, mediaType: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const targetLifeMs = 60 * 60_000;

/** Azure's words for the media type differ between Put Blob and Put Block List. */
export const targetHeaders = (kind: TransferKind, mediaType: string): Record<string, string> =>
  kind === "single"
    ? { "x-ms-blob-type": "BlockBlob", "if-none-match": "*", "content-type": mediaType }
    : { "if-none-match": "*", "x-ms-blob-content-type": mediaType };

const nameShape = /^[0-9a-z]+(?:[-.][0-9a-z]+)*(?:\/[0-9a-z]+(?:[-.][0-9a-z]+)*)*$/;

/** Our names hold lowercase letters, digits, `-` and single dots inside a part: no name can leave its folder. */
export const isBlobName = (name: string): boolean => name.length <= 300 && nameShape.test(name);

/** Collects a stream of at most `limitBytes`; `undefined` when it is longer. */
export async function collect(stream: AsyncIterable<Uint8Array>, limitBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > limitBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}
