/** The Azure store from the hub's environment, and the Azurite one. */
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { LandfallError } from "@landfall/protocol";
import { malformedConnection } from "../../start/blobs-trouble.ts";
import type { Blobs } from "../port.ts";
import { startAzurite } from "./azurite.ts";
import { openAzureBlobs } from "./blobs.ts";
import { accountKeyLinks, delegatedLinks } from "./links.ts";

/** One try for each request: the hub and its stations have retries of their own, and two layers would multiply. */
const clientOptions = { retryOptions: { maxTries: 1 } };

const containerName = (env: NodeJS.ProcessEnv): string => env.LANDFALL_AZURE_CONTAINER ?? "landfall";

function containerOf(connectionString: string, name: string): ContainerClient {
  try {
    return BlobServiceClient.fromConnectionString(connectionString, clientOptions).getContainerClient(name);
  } catch {
    throw malformedConnection();
  }
}

/**
 * `LANDFALL_AZURE_ACCOUNT_URL`: the hub's own identity (DefaultAzureCredential) and user delegation links.
 * `LANDFALL_AZURE_CONNECTION_STRING`: the account's key. `LANDFALL_AZURE_CONTAINER`: default `landfall`.
 */
export async function openConfiguredAzureBlobs(env: NodeJS.ProcessEnv): Promise<Blobs> {
  const accountUrl = env.LANDFALL_AZURE_ACCOUNT_URL;
  const stop = async (): Promise<void> => {};
  if (accountUrl) {
    const { DefaultAzureCredential } = await import("@azure/identity");
    const service = new BlobServiceClient(accountUrl, new DefaultAzureCredential(), clientOptions);
    const container = service.getContainerClient(containerName(env));
    return openAzureBlobs({ kind: "azure", container, signLink: delegatedLinks(service), stop });
  }
  const connectionString = env.LANDFALL_AZURE_CONNECTION_STRING;
  if (!connectionString)
    throw new LandfallError("VALIDATION_FAILED", {
      detail: "--blobs azure needs LANDFALL_AZURE_ACCOUNT_URL or LANDFALL_AZURE_CONNECTION_STRING in the environment.",
    });
  const container = containerOf(connectionString, containerName(env));
  return openAzureBlobs({ kind: "azure", container, signLink: accountKeyLinks, stop });
}

export async function openAzuriteBlobs(folder: string): Promise<Blobs> {
  console.error("Azurite is for trying things out and no place for anybody's data: it loses blobs when it is killed.");
  const azurite = await startAzurite(folder);
  const service = BlobServiceClient.fromConnectionString(azurite.connectionString, clientOptions);
  const container = service.getContainerClient("landfall");
  try {
    return await openAzureBlobs({ kind: "azurite", container, signLink: accountKeyLinks, stop: azurite.stop });
  } catch (error) {
    await azurite.stop();
    throw error;
  }
}
