/** The containers that the hub copies from. Nothing is allowed unless whoever runs the hub has named it. */
import {
  type AzureFolder,
  type AzureSource,
  blobUrl,
  hasDotSegment,
  LandfallError,
  parseAzureFolder,
} from "@landfall/protocol";

/** `ACCOUNT/CONTAINER[/FOLDER]` or the address of a container. @throws LandfallError VALIDATION_FAILED */
export function parseAllowed(text: string): AzureFolder {
  const folder = parseAzureFolder(text.includes("://") ? text : `azure://${text}`);
  if (folder) return folder;
  // What was given may hold a signature.
  const shown = text.split("?")[0]?.replace(/\/\/[^/]*@/, "//");
  const detail = `--copy-source ${shown}: write ACCOUNT/CONTAINER[/FOLDER], or the https address of a container without a SAS.`;
  throw new LandfallError("VALIDATION_FAILED", { detail });
}

/** The address of the source, built from what the hub itself was told. @throws LandfallError SOURCE_NOT_ALLOWED */
export function allowedUrl(allowed: readonly AzureFolder[], source: AzureSource): string {
  const entry = allowed.find(
    ({ account, container, prefix }) =>
      account === source.account && container === source.container && source.name.startsWith(prefix),
  );
  if (!entry || hasDotSegment(source.name))
    throw new LandfallError("SOURCE_NOT_ALLOWED", { detail: `${source.account}/${source.container}/${source.name}` });
  return blobUrl(entry.endpoint, entry.container, source.name);
}
