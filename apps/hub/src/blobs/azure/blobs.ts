/** Azure Blob Storage. Stations get a link for one blob, to create it and nothing else; the account's key never leaves the hub. */
import { type ContainerClient, RestError } from "@azure/storage-blob";
import { LandfallError, systemCode } from "@landfall/protocol";
import { toBlobsTrouble } from "../../start/blobs-trouble.ts";
import { BlobAbsentError, type Blobs, targetHeaders, targetLifeMs } from "../port.ts";
import { copyInto } from "./copy.ts";
import type { SignLink } from "./links.ts";

export interface AzureBlobsOptions {
  readonly kind: "azure" | "azurite";
  readonly container: ContainerClient;
  readonly signLink: SignLink;
  readonly stop: () => Promise<void>;
}

/** How long a small call may take. */
const callMs = 30_000;
/** How long a download may stand still. */
const stallMs = 60_000;

/** The answer to a HEAD has no body: its code stands in a header. */
function codeOf(error: RestError): string | undefined {
  const { errorCode } = (error.details ?? {}) as { readonly errorCode?: string };
  return error.code ?? errorCode;
}

const isAbsent = (error: unknown): boolean => error instanceof RestError && error.statusCode === 404;

/** Trouble of the store as trouble of the hub: it may pass. Names the code, never the address, which may be signed. */
function toTrouble(error: unknown): LandfallError {
  const status = error instanceof RestError ? (codeOf(error) ?? error.statusCode) : undefined;
  const what = status ?? systemCode(error) ?? (error instanceof Error ? error.name : "unknown");
  return new LandfallError("HUB_UNAVAILABLE", {
    detail: `the blob store does not answer as it should (${what})`,
    cause: error,
  });
}

/** Passes chunks on and gives up when none comes for a while. */
async function* watched(stream: NodeJS.ReadableStream, controller: AbortController): AsyncGenerator<Uint8Array> {
  let timer = setTimeout(() => controller.abort(), stallMs);
  try {
    for await (const chunk of stream) {
      clearTimeout(timer);
      yield chunk as Buffer;
      timer = setTimeout(() => controller.abort(), stallMs);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Opens the store, making its container where there is none. */
export async function openAzureBlobs(options: AzureBlobsOptions): Promise<Blobs> {
  const { kind, container, signLink, stop } = options;
  const ensureContainer = () => container.createIfNotExists({ abortSignal: AbortSignal.timeout(callMs) });
  await ensureContainer().catch((error: unknown) => {
    throw toBlobsTrouble(error, container);
  });
  return {
    kind,
    stop,
    target: async (name, mediaType, kind = "single") => {
      const expiresAt = new Date(Date.now() + targetLifeMs);
      const url = await signLink(container.getBlockBlobClient(name), kind, expiresAt).catch((error: unknown) => {
        throw toTrouble(error);
      });
      const headers = targetHeaders(kind, mediaType);
      return { kind, url, headers, expiresAt: expiresAt.toISOString() };
    },
    origin: () => new URL(container.url).origin,
    head: async (name) => {
      try {
        const blob = container.getBlockBlobClient(name);
        const found = await blob.getProperties({ abortSignal: AbortSignal.timeout(callMs) });
        // A copy that is under way has its whole length already, and nothing in it.
        if (found.copyStatus === "pending") return null;
        const md5 = found.contentMD5 && Buffer.from(found.contentMD5).toString("hex");
        return { bytes: found.contentLength ?? 0, md5: md5 || null };
      } catch (error) {
        if (!isAbsent(error)) throw toTrouble(error);
        // Links into a container that is gone would be refused for ever.
        if (codeOf(error as RestError) === "ContainerNotFound") await ensureContainer();
        return null;
      }
    },
    read: async function* (name, signal) {
      const controller = new AbortController();
      const abortSignal = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
      try {
        const { readableStreamBody } = await container.getBlockBlobClient(name).download(0, undefined, { abortSignal });
        if (readableStreamBody) yield* watched(readableStreamBody, controller);
      } catch (error) {
        if (isAbsent(error)) throw new BlobAbsentError(name, { cause: error });
        throw toTrouble(error);
      } finally {
        controller.abort();
      }
    },
    copyFrom: (name, source, signal) => copyInto(container.getBlockBlobClient(name), source, signal),
    write: async (name, bytes, mediaType) => {
      const blob = container.getBlockBlobClient(name);
      const abortSignal = AbortSignal.timeout(2 * callMs);
      await blob
        .upload(bytes, bytes.length, { blobHTTPHeaders: { blobContentType: mediaType }, abortSignal })
        .catch((error: unknown) => {
          throw toTrouble(error);
        });
    },
  };
}
