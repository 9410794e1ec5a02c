/** Photographs that lie in somebody's Azure container, and are copied from there to the hub without passing through a station. */
import { z } from "zod";

export const AzureAccount = z.string().regex(/^[a-z0-9]{3,24}$/, "3 to 24 lowercase letters and digits");
export const AzureContainer = z.string().regex(/^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$|^\$root$/, "a container's name");

/** One state of one blob. */
export const AzureSource = z.object({
  account: AzureAccount,
  container: AzureContainer,
  /** The blob's whole name, as it is: not encoded. */
  name: z.string().min(1).max(1024),
  /** Without its quotes. */
  etag: z.string().min(1).max(200),
});
export type AzureSource = z.infer<typeof AzureSource>;

/**
 * The text whose SHA-256 (hexadecimal) is the key of an image that nobody has read: it stands where the SHA-256 of the
 * bytes stands otherwise, and never equals one.
 */
export const sourceText = ({ account, container, name, etag }: AzureSource, bytes: number): string =>
  JSON.stringify(["landfall/azure/1", account, container, name, etag, bytes]);

/** An ETag as it is kept: listings write it bare, headers in quotes. */
export const plainEtag = (etag: string): string => etag.replace(/^"(.*)"$/, "$1");

/** A whole segment of dots would lead out of the container once it stands in a URL. */
export const hasDotSegment = (name: string): boolean => name.split("/").some((part) => part === "." || part === "..");

/** `https://host/container/a%20b/c.jpg` below this endpoint; a name cannot leave its container. */
export const blobUrl = (endpoint: string, container: string, name: string): string =>
  `${endpoint}/${container}/${name.split("/").map(encodeURIComponent).join("/")}`;

export const azureEndpoint = (account: string): string => `https://${account}.blob.core.windows.net`;

/** A folder of a container. */
export interface AzureFolder {
  readonly account: string;
  readonly container: string;
  /** Empty, or ends in `/`. */
  readonly prefix: string;
  /** Scheme and host; where the host is a machine's own, with the account as a path, as Azurite has it. */
  readonly endpoint: string;
}

const loopbackNames = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Whether a text means a place in Azure and not on a disk. */
export const isAzureFolder = (text: string): boolean => /^(?:azure|https?):\/\//i.test(text);

interface Place {
  readonly account: string;
  readonly endpoint: string;
  /** Container, then folders. */
  readonly path: readonly string[];
}

const segments = (text: string): string[] => text.split("/").filter(Boolean);

function placeOfAddress(text: string): Place | undefined {
  const url = URL.parse(text);
  if (!url || url.search || url.hash || url.username || url.password) return undefined;
  const isLocal = loopbackNames.has(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal)) return undefined;
  const path = segments(url.pathname).map(decodeURIComponent);
  if (!isLocal) return { account: url.hostname.split(".")[0] ?? "", endpoint: url.origin, path };
  const [account = "", ...below] = path;
  return { account, endpoint: `${url.origin}/${account}`, path: below };
}

/**
 * `azure://ACCOUNT/CONTAINER/FOLDER`, or the address of a container (https; http on the loopback interface), without a query.
 * Undefined for anything else.
 */
export function parseAzureFolder(text: string): AzureFolder | undefined {
  const named = /^azure:\/\/(.*)$/is.exec(text)?.[1];
  const [name = "", ...path] = segments(named ?? "");
  const place = named === undefined ? placeOfAddress(text) : { account: name, endpoint: azureEndpoint(name), path };
  const [container = "", ...folders] = place?.path ?? [];
  if (!place || !AzureAccount.safeParse(place.account).success || !AzureContainer.safeParse(container).success)
    return undefined;
  const prefix = folders.map((folder) => `${folder}/`).join("");
  return { account: place.account, container, prefix, endpoint: place.endpoint };
}

/** The one way such a folder is written down. */
export const azureFolderText = ({ account, container, prefix }: Omit<AzureFolder, "endpoint">): string =>
  `azure://${account}/${container}/${prefix}`.replace(/\/$/, "");

/** What lets a station into a container. The first two are secrets: kept in a file of their own, never stored, logged or shown. */
export const AzureCredential = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("sas"), sas: z.string().min(1).max(2_000) }),
  z.object({ kind: z.literal("connectionString"), connectionString: z.string().min(1).max(4_000) }),
  /** This machine's or its user's Entra identity. */
  z.object({ kind: z.literal("identity") }),
]);
export type AzureCredential = z.infer<typeof AzureCredential>;
