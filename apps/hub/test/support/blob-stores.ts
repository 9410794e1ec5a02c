/** Both blob stores, each made fresh, and each reached over HTTP as a station reaches it. */
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { openAzuriteBlobs } from "../../src/blobs/azure/open.ts";
import { openDiskBlobs } from "../../src/blobs/disk/blobs.ts";
import type { Blobs } from "../../src/blobs/port.ts";

export interface BlobStoreMaker {
  readonly name: string;
  readonly start: () => Promise<Blobs>;
  readonly stop: () => Promise<void>;
}

export interface ServedDisk {
  readonly blobs: Blobs;
  readonly folder: string;
  readonly secret: Buffer;
  readonly url: string;
  /** Files that hold bytes which have not arrived whole. */
  readonly incoming: () => Promise<string[]>;
  readonly stop: () => Promise<void>;
}

export async function serveDisk(folder: string, secret: Buffer = randomBytes(32)): Promise<ServedDisk> {
  let url = "";
  const blobs = await openDiskBlobs({ folder, secret, publicUrl: () => url, onError: () => {} });
  const server: Server = createServer((request, response) => void blobs.requests(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return {
    blobs,
    folder,
    secret,
    url,
    incoming: () => readdir(path.join(folder, ".incoming")),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function maker(
  name: string,
  open: (folder: string) => Promise<{ blobs: Blobs; stop: () => Promise<void> }>,
): BlobStoreMaker {
  let opened: { blobs: Blobs; stop: () => Promise<void> } | undefined;
  let folder = "";
  return {
    name,
    start: async () => {
      folder = await mkdtemp(path.join(tmpdir(), "hub-blobs-"));
      opened = await open(folder);
      return opened.blobs;
    },
    stop: async () => {
      await opened?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const blobStoreMakers: readonly BlobStoreMaker[] = [
  maker("disk", serveDisk),
  maker("Azurite", async (folder) => {
    const blobs = await openAzuriteBlobs(folder);
    return { blobs, stop: blobs.stop };
  }),
];
