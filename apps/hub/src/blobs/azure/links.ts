/**
 * Upload links: one blob, no start time (clocks differ), https only where the endpoint is. Create only for one Put Blob;
 * blocks need write as well, and are kept from overwriting by `If-None-Match` on their list.
 */
import {
  BlobSASPermissions,
  type BlobServiceClient,
  type BlockBlobClient,
  SASProtocol,
  type UserDelegationKey,
} from "@azure/storage-blob";
import type { TransferKind } from "@landfall/protocol";

export type SignLink = (blob: BlockBlobClient, kind: TransferKind, expiresOn: Date) => Promise<string>;

const grant = (blob: BlockBlobClient, kind: TransferKind, expiresOn: Date) => ({
  permissions: BlobSASPermissions.from({ create: true, write: kind === "blocks" }),
  expiresOn,
  protocol: blob.url.startsWith("https:") ? SASProtocol.Https : SASProtocol.HttpsAndHttp,
});

/** Signed with the account's key. */
export const accountKeyLinks: SignLink = (blob, kind, expiresOn) => blob.generateSasUrl(grant(blob, kind, expiresOn));

const keyLifeMs = 24 * 3_600_000;
/** A key is used only while every link made with it ends before it does. */
const keyReserveMs = 2 * 3_600_000;

/** Signed with a user delegation key, which Azure gives to the hub's own identity and which is renewed in time. */
export function delegatedLinks(service: BlobServiceClient): SignLink {
  let current: { readonly key: Promise<UserDelegationKey>; readonly untilMs: number } | undefined;
  const delegationKey = (): Promise<UserDelegationKey> => {
    const nowMs = Date.now();
    if (current && nowMs < current.untilMs - keyReserveMs) return current.key;
    const untilMs = nowMs + keyLifeMs;
    const key = service.getUserDelegationKey(new Date(nowMs - 15 * 60_000), new Date(untilMs));
    current = { key, untilMs };
    key.catch(() => {
      current = undefined;
    });
    return key;
  };
  return async (blob, kind, expiresOn) =>
    blob.generateUserDelegationSasUrl(grant(blob, kind, expiresOn), await delegationKey());
}
