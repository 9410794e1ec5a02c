/** A hub on each pair of stores, and what may happen to its blobs behind its back. */
import { randomBytes } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { newEncounter, openOne, startTestHub, type TestHub } from "./hub.ts";
import { type Postgres, startPostgres } from "./postgres.ts";

export interface Setup {
  readonly name: string;
  readonly start: () => Promise<TestHub>;
  readonly stop: () => Promise<void>;
  /** Takes a blob away, as a broken disk would. */
  readonly lose: (hub: TestHub, blob: string) => Promise<void>;
  /** Gives it other bytes of the same length. */
  readonly alter: (hub: TestHub, blob: string) => Promise<void>;
}

/** The last byte is another one. */
const altered = (bytes: Buffer): Buffer => Buffer.concat([bytes.subarray(0, -1), Buffer.from([~(bytes.at(-1) ?? 0)])]);

async function containerOf(hub: TestHub): Promise<ContainerClient> {
  const encounter = await newEncounter(hub);
  const { url } = (await openOne(hub.client, encounter, randomBytes(8))).target ?? { url: "" };
  const [, account, container] = new URL(url).pathname.split("/");
  const key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
  const service = BlobServiceClient.fromConnectionString(
    `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};BlobEndpoint=${new URL(url).origin}/${account};`,
  );
  return service.getContainerClient(container ?? "");
}

function onDisk(): Setup {
  const file = (hub: TestHub, blob: string) => path.join(hub.dataFolder, "hub", "blobs", blob);
  return {
    name: "SQLite and a folder",
    start: () => startTestHub(),
    stop: async () => {},
    lose: (hub, blob) => rm(file(hub, blob)),
    alter: async (hub, blob) => writeFile(file(hub, blob), altered(await readFile(file(hub, blob)))),
  };
}

function onServers(): Setup {
  let postgres: Postgres | undefined;
  return {
    name: "PostgreSQL and Azurite",
    start: async () => {
      postgres = await startPostgres();
      return startTestHub({ databaseUrl: await postgres.createDatabase(), blobs: "azurite" });
    },
    stop: async () => postgres?.stop(),
    lose: async (hub, blob) => void (await (await containerOf(hub)).deleteBlob(blob)),
    alter: async (hub, blob) => {
      const client = (await containerOf(hub)).getBlockBlobClient(blob);
      const { contentMD5 } = await client.getProperties();
      const bytes = altered(await client.downloadToBuffer());
      // As rot would leave it: the store still states the MD5 of what it once took.
      await client.upload(bytes, bytes.length);
      await client.setHTTPHeaders(contentMD5 ? { blobContentMD5: contentMD5 } : {});
    },
  };
}

export const setups = (): readonly Setup[] => [onDisk(), onServers()];
