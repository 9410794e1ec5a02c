/** The container behind `@azure/storage-blob`; the far end where Azure's answers are classified. */
import {
  AnonymousCredential,
  BlobSASPermissions,
  BlobServiceClient,
  type ContainerClient,
  RestError,
  SASProtocol,
} from "@azure/storage-blob";
import { type AzureCredential, LandfallError, type Md5, plainEtag, systemCode } from "@landfall/protocol";
import type { AzureAccess, AzureContainer, BlobItem } from "./port.ts";

const clientOptions = { retryOptions: { maxTries: 3, retryDelayInMs: 500, maxRetryDelayInMs: 4_000 } };
/** How long one call may take. */
const callMs = 60_000;

/** Names the container and the code, never the address, which may be signed. */
function toContainerError(error: unknown, { account, container }: AzureAccess, name?: string): LandfallError {
  if (error instanceof LandfallError) return error;
  const where = `azure://${account}/${container}${name === undefined ? "" : `/${name}`}`;
  const [status, code] = error instanceof RestError ? [error.statusCode, error.code] : [undefined, systemCode(error)];
  const detail = code ? `${where} (${code})` : where;
  if (status === 404)
    return new LandfallError(
      name === undefined || code === "ContainerNotFound" ? "CONTAINER_NOT_FOUND" : "SOURCE_MISSING",
      { detail },
    );
  if (status === 412) return new LandfallError("SOURCE_CHANGED", { detail });
  if (status === 401 || status === 403) return new LandfallError("CONTAINER_REFUSED", { detail });
  const isIdentity = error instanceof Error && /Credential|Authentication/.test(error.name);
  return new LandfallError(isIdentity ? "CONTAINER_REFUSED" : "CONTAINER_OFFLINE", { detail });
}

const withSas = (endpoint: string, sas: string): string => `${endpoint}/?${sas.replace(/^\?/, "")}`;

async function openService({ endpoint, credential }: AzureAccess): Promise<BlobServiceClient> {
  switch (credential.kind) {
    case "sas":
      return new BlobServiceClient(withSas(endpoint, credential.sas), new AnonymousCredential(), clientOptions);
    case "connectionString":
      try {
        return BlobServiceClient.fromConnectionString(credential.connectionString, clientOptions);
      } catch {
        throw new LandfallError("VALIDATION_FAILED", { detail: "This is not a connection string of Azure Storage." });
      }
    default: {
      const { DefaultAzureCredential } = await import("@azure/identity");
      return new BlobServiceClient(endpoint, new DefaultAzureCredential(), clientOptions);
    }
  }
}

const md5Of = (bytes: Uint8Array | undefined): Md5 | null =>
  bytes?.length === 16 ? (Buffer.from(bytes).toString("hex") as Md5) : null;

/** The SAS in a connection string that has one instead of a key. */
const sasIn = (credential: AzureCredential): string | undefined =>
  credential.kind === "sas"
    ? credential.sas
    : credential.kind === "connectionString"
      ? /(?:^|;)\s*SharedAccessSignature=([^;]+)/i.exec(credential.connectionString)?.[1]
      : undefined;

/** Asked for a little before now: clocks differ. */
const skewMs = 15 * 60_000;

async function signRead(
  service: BlobServiceClient,
  container: ContainerClient,
  access: AzureAccess,
  name: string,
  lifeMs: number,
): Promise<string> {
  const given = sasIn(access.credential);
  if (given) return given.replace(/^\?/, "");
  const blob = container.getBlobClient(name);
  const expiresOn = new Date(Date.now() + lifeMs);
  const protocol = access.endpoint.startsWith("https:") ? SASProtocol.Https : SASProtocol.HttpsAndHttp;
  const grant = { permissions: BlobSASPermissions.parse("r"), expiresOn, protocol };
  const url =
    access.credential.kind === "identity"
      ? await blob.generateUserDelegationSasUrl(
          grant,
          await service.getUserDelegationKey(new Date(Date.now() - skewMs), expiresOn),
        )
      : await blob.generateSasUrl(grant);
  return new URL(url).search.slice(1);
}

export async function openAzureContainer(access: AzureAccess): Promise<AzureContainer> {
  const service = await openService(access);
  const container = service.getContainerClient(access.container);
  const inTime = () => ({ abortSignal: AbortSignal.timeout(callMs) });
  const classified = async <T>(work: Promise<T>, name?: string): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw toContainerError(error, access, name);
    }
  };
  return {
    list: async function* (prefix, pageSize) {
      const pages = container.listBlobsFlat({ prefix }).byPage({ maxPageSize: pageSize });
      for (;;) {
        const { done, value } = await classified(pages.next());
        if (done) return;
        yield value.segment.blobItems.map(
          ({ name, properties }): BlobItem => ({
            name,
            size: properties.contentLength ?? 0,
            etag: plainEtag(properties.etag),
            md5: md5Of(properties.contentMD5),
          }),
        );
      }
    },
    read: ({ name, etag }, offset, length) => {
      if (length <= 0) return Promise.resolve(Buffer.alloc(0));
      const conditions = { ifMatch: `"${etag}"` };
      return classified(
        container.getBlobClient(name).downloadToBuffer(offset, length, { conditions, ...inTime() }),
        name,
      );
    },
    head: async (name) => {
      const found = await classified(container.getBlobClient(name).getProperties(inTime()), name);
      const { contentLength = 0, etag = "", contentMD5 } = found;
      return { name, size: contentLength, etag: plainEtag(etag), md5: md5Of(contentMD5) };
    },
    readLink: (name, lifeMs) => classified(signRead(service, container, access, name, lifeMs), name),
  };
}
