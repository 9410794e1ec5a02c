/** The containers that the hub copies from. Nothing is allowed unless whoever runs the hub has named it. */
import {
  AzureAccount,
  AzureContainer,
  type AzureSource,
  azureEndpoint,
  blobUrl,
  hasDotSegment,
  LandfallError,
} from "@landfall/protocol";

export interface AllowedContainer {
  readonly account: string;
  readonly container: string;
  /** Empty, or ends in `/`. */
  readonly prefix: string;
  /** Scheme, host and, on the loopback interface, the account as a path. */
  readonly endpoint: string;
}

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

const wrong = (text: string, why: string) =>
  new LandfallError("VALIDATION_FAILED", {
    detail: `--copy-source ${text}: ${why}. Write ACCOUNT/CONTAINER[/FOLDER], or the https address of a container.`,
  });

interface Place {
  readonly account: string;
  readonly endpoint: string;
  /** Container, then folders. */
  readonly path: readonly string[];
}

function placeOfUrl(text: string): Place {
  const url = URL.parse(text);
  if (!url || url.search || url.hash || url.username || url.password) throw wrong(text, "this is no address");
  const isLocal = loopback.has(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal)) throw wrong(text, "only https is taken");
  const parts = decodeURIComponent(url.pathname).split("/").filter(Boolean);
  if (!isLocal) return { account: url.hostname.split(".")[0] ?? "", endpoint: url.origin, path: parts };
  const [account = "", ...path] = parts;
  return { account, endpoint: `${url.origin}/${account}`, path };
}

function placeOfName(text: string): Place {
  const [account = "", ...path] = text.split("/").filter(Boolean);
  return { account, endpoint: azureEndpoint(account), path };
}

/** @throws LandfallError VALIDATION_FAILED */
export function parseAllowed(text: string): AllowedContainer {
  const { account, endpoint, path } = /^https?:/i.test(text) ? placeOfUrl(text) : placeOfName(text);
  const [container = "", ...folders] = path;
  if (!AzureAccount.safeParse(account).success) throw wrong(text, "the account's name is not one");
  if (!AzureContainer.safeParse(container).success) throw wrong(text, "the container's name is missing or not one");
  return { account, container, endpoint, prefix: folders.map((folder) => `${folder}/`).join("") };
}

/** The address of the source, built from what the hub itself was told. @throws LandfallError SOURCE_NOT_ALLOWED */
export function allowedUrl(allowed: readonly AllowedContainer[], source: AzureSource): string {
  const entry = allowed.find(
    ({ account, container, prefix }) =>
      account === source.account && container === source.container && source.name.startsWith(prefix),
  );
  if (!entry || hasDotSegment(source.name))
    throw new LandfallError("SOURCE_NOT_ALLOWED", { detail: `${source.account}/${source.container}/${source.name}` });
  return blobUrl(entry.endpoint, entry.container, source.name);
}
