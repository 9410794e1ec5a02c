/** A container as survey and the station need it. */
import type { AzureCredential, AzureFolder, Md5 } from "@landfall/protocol";

/** Where, and what lets the station in. Holds a secret: never logged or stored. */
export interface AzureAccess extends Pick<AzureFolder, "account" | "container" | "endpoint"> {
  readonly credential: AzureCredential;
}

export interface BlobItem {
  /** Its whole name. */
  readonly name: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** As the container states it. Nobody has checked it. */
  readonly md5: Md5 | null;
}

/** Rejects with CONTAINER_REFUSED, CONTAINER_NOT_FOUND, CONTAINER_OFFLINE. */
export interface AzureContainer {
  /** All blobs below a prefix in the order of their names, page by page. */
  readonly list: (prefix: string, pageSize: number) => AsyncIterable<readonly BlobItem[]>;
  /** This range of this state of the blob; shorter at its end. SOURCE_MISSING, SOURCE_CHANGED. */
  readonly read: (blob: Pick<BlobItem, "name" | "etag">, offset: number, length: number) => Promise<Buffer>;
  /** What it is now. SOURCE_MISSING. */
  readonly head: (name: string) => Promise<BlobItem>;
  /** The query of a SAS that allows reading this blob for so long; one that a person gave is handed on as it is. */
  readonly readLink: (name: string, lifeMs: number) => Promise<string>;
}
