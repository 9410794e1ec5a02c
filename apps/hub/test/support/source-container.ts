/** Somebody's container on an Azurite, and links to what is in it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { BlobSASPermissions, BlobServiceClient, type ContainerClient, SASProtocol } from "@azure/storage-blob";
import { type AzureSource, plainEtag } from "@landfall/protocol";
import { type Azurite, startAzurite } from "../../src/blobs/azure/azurite.ts";

export interface SourceContainer {
  readonly azurite: Azurite;
  readonly container: ContainerClient;
  /** As `--copy-source` takes it. */
  readonly address: string;
  /** Puts a blob, or another in its place; resolves to the state it is in now. */
  readonly put: (name: string, bytes: Uint8Array) => Promise<AzureSource>;
  /** A SAS for this blob, reading for an hour unless it is said otherwise. */
  readonly sas: (name: string, over?: { permissions?: string; lifeMs?: number }) => Promise<string>;
  readonly stop: () => Promise<void>;
}

export const account = "devstoreaccount1";

export async function openSourceContainer(name = "season"): Promise<SourceContainer> {
  const folder = await mkdtemp(path.join(tmpdir(), "source-azurite-"));
  const azurite = await startAzurite(folder);
  const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(name);
  await container.create();
  return {
    azurite,
    container,
    address: container.url,
    put: async (blob, bytes) => {
      const { etag } = await container.getBlockBlobClient(blob).uploadData(bytes);
      return { account, container: name, name: blob, etag: plainEtag(etag ?? "") };
    },
    sas: async (blob, { permissions = "r", lifeMs = 3_600_000 } = {}) => {
      const url = await container.getBlockBlobClient(blob).generateSasUrl({
        permissions: BlobSASPermissions.parse(permissions),
        expiresOn: new Date(Date.now() + lifeMs),
        protocol: SASProtocol.HttpsAndHttp,
      });
      return new URL(url).search.slice(1);
    },
    stop: async () => {
      await azurite.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
