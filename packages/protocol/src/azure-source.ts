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
