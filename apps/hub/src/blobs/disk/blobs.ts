/** The durable default: a folder, and upload links that the hub itself signs and serves. */
import { type Blobs, targetHeaders, targetLifeMs } from "../port.ts";
import { openDiskBlocks } from "./blocks.ts";
import { copyToDisk } from "./copy.ts";
import { openDiskFiles } from "./files.ts";
import { type BlobRequests, blobRequests, blobsPath } from "./requests.ts";
import { signTarget } from "./signature.ts";

export interface DiskBlobsOptions {
  readonly folder: string;
  /** At least 32 random bytes. */
  readonly secret: Buffer;
  /** Scheme, host and port under which stations reach the hub; known once it listens. */
  readonly publicUrl: () => string;
  readonly onError: (error: unknown) => void;
  /** Told of folders that had vanished while the hub runs, and were made again. */
  readonly onRemade?: (folder: string) => void;
}

export interface DiskBlobs extends Blobs {
  readonly requests: BlobRequests;
}

export async function openDiskBlobs(options: DiskBlobsOptions): Promise<DiskBlobs> {
  const { secret, publicUrl, onError } = options;
  const files = await openDiskFiles(options.folder, options.onRemade);
  const blocks = await openDiskBlocks(options.folder);
  return {
    kind: "disk",
    requests: blobRequests({ files, blocks, secret, onError }),
    target: async (name, mediaType, kind = "single") => {
      const expiresAtMs = Date.now() + targetLifeMs;
      return {
        kind,
        url: `${publicUrl()}${blobsPath}${name}?${signTarget(secret, name, kind, expiresAtMs)}`,
        headers: targetHeaders(kind, mediaType),
        expiresAt: new Date(expiresAtMs).toISOString(),
      };
    },
    origin: () => new URL(publicUrl()).origin,
    head: files.head,
    read: files.read,
    copyFrom: (name, source, signal) => copyToDisk(files, name, source, signal),
    write: (name, bytes) => files.replace(name, bytes),
    stop: async () => {},
  };
}
