/** Why Azure Blob Storage cannot be used when the hub starts: a sentence that names it, and what to do. Never holds a key. */
import { type ContainerClient, RestError } from "@azure/storage-blob";
import { LandfallError, systemCode } from "@landfall/protocol";

const settings = "LANDFALL_AZURE_CONNECTION_STRING";

/** What the Azure client cannot read in a connection string. Its own words may quote it, and are not passed on. */
export const malformedConnection = (): LandfallError =>
  new LandfallError("VALIDATION_FAILED", {
    detail: `What ${settings} says is no connection string of a storage account: copy it from the account's "Access keys", beginning with DefaultEndpointsProtocol=.`,
  });

type Sentence = (store: string, container: string) => string;

const byCode: Readonly<Record<string, Sentence>> = {
  AuthenticationFailed: (store) =>
    `${store} does not take the key. Copy the account's connection string anew ("Access keys") to ${settings}; also a clock of this machine that is minutes off is refused so.`,
  AuthorizationFailure: (store) =>
    `${store} does not let the hub in: the key is another one's, or the account's network settings keep this machine out. Copy the account's connection string anew ("Access keys") to ${settings}, or allow this machine's address there.`,
  AuthorizationPermissionMismatch: (store) =>
    `${store} knows the hub's identity, which has no right there. Give it the role "Storage Blob Data Contributor", and for links "Storage Blob Delegator".`,
  KeyBasedAuthenticationNotPermitted: (store) =>
    `${store} lets nobody in by its key. Use the hub's own identity: LANDFALL_AZURE_ACCOUNT_URL instead of ${settings}.`,
  InvalidResourceName: (store, container) =>
    `${store} takes no container "${container}": 3 to 63 small letters, digits and single hyphens. Correct LANDFALL_AZURE_CONTAINER.`,
  ContainerBeingDeleted: (store, container) =>
    `${store} is just deleting the container "${container}". Try again in a minute, or name another one: LANDFALL_AZURE_CONTAINER.`,
};

const byFailure: readonly [RegExp, Sentence][] = [
  [
    /^ECONNREFUSED$/,
    (store) => `${store} cannot be reached: nothing answers there. Start it, or correct the address in ${settings}.`,
  ],
  [
    /^(ENOTFOUND|EAI_AGAIN)$/,
    (store) =>
      `${store} cannot be found: there is no account of that name, or no network. Correct it in ${settings} or LANDFALL_AZURE_ACCOUNT_URL.`,
  ],
];

function sentenceOf(thrown: unknown): Sentence {
  if (thrown instanceof RestError) {
    const { errorCode } = (thrown.details ?? {}) as { readonly errorCode?: string };
    const known = byCode[thrown.code ?? ""] ?? byCode[errorCode ?? ""];
    if (known) return known;
    if (thrown.statusCode === 403) return byCode.AuthorizationFailure as Sentence;
  }
  if (thrown instanceof Error && /^(CredentialUnavailable|Authentication|AggregateAuthentication)/.test(thrown.name))
    return (store) =>
      `${store} cannot be used, as the hub has no identity of its own. Sign it in (a managed identity, or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET), or give ${settings}.`;
  const code = systemCode(thrown) ?? "";
  const failed = byFailure.find(([codes]) => codes.test(code))?.[1];
  const what = code || (thrown instanceof RestError ? thrown.statusCode : "no answer");
  return (
    failed ??
    ((store) => `${store} does not answer as it should (${what}). Check the network, and the address in ${settings}.`)
  );
}

export function toBlobsTrouble(
  thrown: unknown,
  { url, containerName }: Pick<ContainerClient, "url" | "containerName">,
) {
  const { host, pathname } = new URL(url);
  // Azurite's accounts are paths.
  const account = pathname.split("/").slice(1, -1).join("/");
  const store = `The blob store at ${[host, account].filter(Boolean).join("/")}`;
  const detail = sentenceOf(thrown)(store, containerName);
  return new LandfallError("HUB_UNAVAILABLE", { detail, cause: thrown });
}
