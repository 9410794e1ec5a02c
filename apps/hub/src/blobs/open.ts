/** The blob store that was asked for. */
import type { HubFolders } from "../folders.ts";
import { openDiskBlobs } from "./disk/blobs.ts";
import type { BlobRequests } from "./disk/requests.ts";
import type { Blobs } from "./port.ts";

export type BlobsChoice = "disk" | "azurite" | "azure";

export interface OpenBlobsOptions {
  readonly choice: BlobsChoice;
  readonly folders: HubFolders;
  readonly secret: Buffer;
  readonly publicUrl: () => string;
  readonly onError: (error: unknown) => void;
  /** Told of folders of the disk store that had vanished, and were made again. */
  readonly onRemade: (folder: string) => void;
}

/** The Azure client is loaded only where it is used. */
export async function openBlobs(options: OpenBlobsOptions): Promise<Blobs & { readonly requests?: BlobRequests }> {
  const { choice, folders, secret, publicUrl, onError, onRemade } = options;
  if (choice === "disk") return openDiskBlobs({ folder: folders.blobs, secret, publicUrl, onError, onRemade });
  const { openConfiguredAzureBlobs, openAzuriteBlobs } = await import("./azure/open.ts");
  return choice === "azurite" ? openAzuriteBlobs(folders.azurite) : openConfiguredAzureBlobs(process.env);
}
