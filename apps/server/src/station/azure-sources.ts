/**
 * The Azure containers that this station reads, and what lets it in. Credentials are kept per container in a file that only its owner may
 * read; nothing of them is in the database, in a log or in an answer.
 */
import path from "node:path";
import {
  AzureCredential,
  type AzureSource,
  azureFolderText,
  isAzureFolder,
  LandfallError,
  parseAzureFolder,
} from "@landfall/protocol";
import type { AzureAccess, AzureContainer, Turn } from "@landfall/survey";
import { z } from "zod";
import { readPrivateJson, writePrivateJson } from "../data-folder.ts";

export interface AzureSources {
  /**
   * The folder as it is kept. A credential is tried before it is kept; without one, the container's own is needed.
   * VALIDATION_FAILED, CREDENTIAL_MISSING, CONTAINER_REFUSED, CONTAINER_NOT_FOUND, CONTAINER_OFFLINE.
   */
  admit(folder: string, credential: AzureCredential | undefined): Promise<string>;
  /** How to get into each of these folders that lies in Azure, for a scan. CREDENTIAL_MISSING. */
  accessTo(folders: readonly string[]): Record<string, AzureAccess>;
  /** The container of a source. CREDENTIAL_MISSING. */
  containerOf(source: AzureSource): Promise<AzureContainer>;
  /** The query of a SAS for reading this blob. CREDENTIAL_MISSING, CONTAINER_REFUSED, CONTAINER_OFFLINE. */
  link(source: AzureSource, lifeMs: number): Promise<string>;
}

/** By `ACCOUNT/CONTAINER`. */
const Kept = z.record(z.string(), z.object({ endpoint: z.string(), credential: AzureCredential }));
type Kept = z.infer<typeof Kept>;

/** Loaded when a container is opened: most stations never do. */
const openContainer = async (access: AzureAccess, turn: Turn): Promise<AzureContainer> => {
  const survey = await import("@landfall/survey");
  return survey.withTurns(await survey.openContainer(access), turn);
};

type Place = Pick<AzureSource, "account" | "container">;
const nameOf = ({ account, container }: Place): string => `${account}/${container}`;

function parse(folder: string) {
  const parsed = parseAzureFolder(folder);
  if (parsed) return parsed;
  // What was given may hold a signature.
  const shown = folder.split("?")[0];
  const message = `${shown} is no folder in Azure: write azure://ACCOUNT/CONTAINER/FOLDER, and give a SAS apart from it.`;
  throw new LandfallError("VALIDATION_FAILED", { detail: message, fields: [{ path: "body.folders", message }] });
}

/** A connection string says itself where the account is. */
function endpointOf(credential: AzureCredential, endpoint: string): string {
  if (credential.kind !== "connectionString") return endpoint;
  const given = /(?:^|;)\s*BlobEndpoint=([^;]+)/i.exec(credential.connectionString)?.[1];
  return given?.replace(/\/+$/, "") ?? endpoint;
}

/** @param turn what is read of blobs takes its turn with all else that comes over the network */
export function openAzureSources(dataFolder: string, turn: Turn): AzureSources {
  const file = path.join(dataFolder, "azure-sources.json");
  const opened = new Map<string, Promise<AzureContainer>>();

  const read = (): Kept => {
    const kept = Kept.safeParse(readPrivateJson(file));
    return kept.success ? kept.data : {};
  };
  const accessOf = (place: Place): AzureAccess => {
    const kept = read()[nameOf(place)];
    if (!kept) throw new LandfallError("CREDENTIAL_MISSING", { detail: `azure://${nameOf(place)}` });
    return { account: place.account, container: place.container, ...kept };
  };
  const containerOf = (place: Place): Promise<AzureContainer> => {
    const name = nameOf(place);
    const found = opened.get(name) ?? Promise.resolve(accessOf(place)).then((access) => openContainer(access, turn));
    opened.set(name, found);
    found.catch(() => opened.delete(name));
    return found;
  };

  return {
    containerOf: async (source) => containerOf(source),
    link: async (source, lifeMs) => (await containerOf(source)).readLink(source.name, lifeMs),
    accessTo: (folders) =>
      Object.fromEntries(folders.filter(isAzureFolder).map((folder) => [folder, accessOf(parse(folder))])),
    admit: async (folder, credential) => {
      const place = parse(folder);
      const text = azureFolderText(place);
      if (!credential) {
        accessOf(place);
        return text;
      }
      const kept = { endpoint: endpointOf(credential, place.endpoint), credential };
      const container = await openContainer({ account: place.account, container: place.container, ...kept }, turn);
      for await (const _ of container.list(place.prefix, 1)) break;
      writePrivateJson(file, { ...read(), [nameOf(place)]: kept });
      opened.set(nameOf(place), Promise.resolve(container));
      return text;
    },
  };
}
