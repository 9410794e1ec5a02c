/** Opens upload sessions, or finds them again. */
import { createHash } from "node:crypto";
import {
  type HubEncounterId,
  IdempotencyKey,
  idempotencyText,
  LandfallError,
  type OpenSession,
  Sha256,
  type UploadSession,
  UploadSessionId,
} from "@landfall/protocol";
import type { Transaction } from "kysely";
import { agreeOnMd5, type BlobRow, latestBlobs, noMd5, openAttempts, replaceExpected } from "../store/blobs.ts";
import { lockEncounter } from "../store/encounter-changes.ts";
import type { EncounterRow } from "../store/encounters.ts";
import { ensureImages, findImages } from "../store/images.ts";
import type { Schema } from "../store/schema.ts";
import {
  ensureCopySessions,
  findCopySessions,
  hashedSources,
  idempotencyKeyOf,
  type NewCopySession,
  sourceKeyOf,
} from "../store/sources.ts";
import { inTransaction } from "../store/transaction.ts";
import { concurrently } from "./concurrently.ts";
import { type SettleParts, settle } from "./settle.ts";

/** The same bytes in the same encounter have one key; a client that makes another one is not of this contract. */
function checkKeys(encounterId: string, images: readonly OpenSession[]): void {
  const fields = images.flatMap(({ sha256, idempotencyKey }, index) => {
    const text = idempotencyText(encounterId as HubEncounterId, sha256);
    const isRight = createHash("sha256").update(text).digest("hex") === idempotencyKey;
    return isRight ? [] : [{ path: `body.images.${index}.idempotencyKey`, message: "not the key of this image here" }];
  });
  if (fields.length > 0)
    throw new LandfallError("VALIDATION_FAILED", { detail: "an idempotency key is not that of its image", fields });
}

/** An image as it is kept: one whose source is known by now has the SHA-256 of its bytes, and the key that goes with it. */
interface WantedImage extends Omit<OpenSession, "md5"> {
  readonly md5: string;
  readonly sourceKey: string | null;
  readonly asked: OpenSession;
}

/** A source's key is made from what it names, and bytes that lie elsewhere have an MD5. */
function checkSources(images: readonly OpenSession[]): void {
  const fields = images.flatMap(({ source, sha256, md5, bytes }, index) => {
    const isRight = source ? sourceKeyOf(source, bytes) === sha256 : md5 !== null;
    return isRight ? [] : [{ path: `body.images.${index}.source`, message: "not what its sha256 and md5 say" }];
  });
  if (fields.length > 0)
    throw new LandfallError("VALIDATION_FAILED", { detail: "an image is not described as its source", fields });
}

async function toWanted(
  { store: { db } }: SettleParts,
  encounter: EncounterRow,
  images: readonly OpenSession[],
): Promise<WantedImage[]> {
  const keys = images.flatMap(({ source, sha256 }) => (source ? [sha256] : []));
  const hashed = keys.length > 0 ? await hashedSources(db, encounter.populationId, keys) : new Map<string, string>();
  return images.map((image) => {
    const known = hashed.get(image.sha256);
    const kept = { ...image, asked: image, md5: image.md5 ?? noMd5, mediaType: toMediaType(image.mediaType) };
    if (known === undefined) return { ...kept, sourceKey: image.source ? image.sha256 : null };
    return {
      ...kept,
      sha256: Sha256.parse(known),
      idempotencyKey: IdempotencyKey.parse(idempotencyKeyOf(encounter.id, known)),
      sourceKey: null,
    };
  });
}

const isOtherThan = (blob: BlobRow, image: WantedImage): boolean =>
  !agreeOnMd5(blob.md5, image.md5) || blob.bytes !== image.bytes || blob.sourceKey !== image.sourceKey;

/** Bytes with one SHA-256 have one length and one MD5: whoever says otherwise of bytes the hub holds is mistaken. */
function checkClaims(images: readonly WantedImage[], latest: ReadonlyMap<string, BlobRow>): void {
  const fields = images.flatMap((image, index) => {
    const blob = latest.get(image.sha256);
    const isHeld = blob?.state === "committed" || blob?.state === "verified";
    return blob && isHeld && isOtherThan(blob, image)
      ? [
          {
            path: `body.images.${index}.md5`,
            message: "the hub holds bytes of this SHA-256 with another MD5 or length",
          },
        ]
      : [];
  });
  if (fields.length > 0) throw new LandfallError("VALIDATION_FAILED", { detail: "an MD5 or length is wrong", fields });
}

const plainMediaType = /^[a-z0-9][\w.+-]*\/[\w.+-]+$/i;
const toMediaType = (given: string): string => (plainMediaType.test(given) ? given : "application/octet-stream");

const onePerSha = (images: readonly WantedImage[]): WantedImage[] => [
  ...new Map(images.map((image) => [image.sha256, image])).values(),
];

const toCopySession = ({ sha256, bytes, asked }: WantedImage): NewCopySession[] => {
  const { source, idempotencyKey, sha256: sourceKey } = asked;
  return source ? [{ idempotencyKey, source, sourceKey, bytes, sha256 }] : [];
};

/** Nothing gets into one that was merged into another, also while this was asked: nobody would look for it there. */
async function lockUnmerged(tx: Transaction<Schema>, { id, populationId }: EncounterRow): Promise<void> {
  const { mergedInto } = await lockEncounter(tx, id, populationId);
  if (mergedInto !== null) throw new LandfallError("VERSION_CONFLICT", { detail: `it was merged into ${mergedInto}` });
}

/** Makes what is missing in the store, and reads back who is there now. `old` are the attempts that were there before. */
async function ensureRows(parts: SettleParts, encounter: EncounterRow, all: readonly WantedImage[], nowMs: number) {
  const images = onePerSha(all);
  const shas = images.map((image) => image.sha256);
  const { populationId } = encounter;
  return inTransaction(parts.store.db, async (tx) => {
    await lockUnmerged(tx, encounter);
    const before = await latestBlobs(tx, populationId, shas);
    checkClaims(images, before);
    const mistaken = images.filter((image) => {
      const blob = before.get(image.sha256);
      return blob?.state === "expected" && isOtherThan(blob, image);
    });
    await replaceExpected(
      tx,
      mistaken.flatMap((image) => before.get(image.sha256)?.id ?? []),
    );
    const isMistaken = new Set(mistaken);
    const wanting = images.filter((image) => {
      const blob = before.get(image.sha256);
      return !blob || blob.state === "different" || isMistaken.has(image);
    });
    await openAttempts(tx, populationId, wanting, before);
    await ensureImages(tx, encounter, images, nowMs);
    await ensureCopySessions(tx, encounter, all.flatMap(toCopySession));
    const isNew = new Set<string>(wanting.map((image) => image.sha256));
    const latest = await latestBlobs(tx, populationId, shas);
    return { latest, old: [...latest.values()].filter((blob) => !isNew.has(blob.sha256)) };
  });
}

/** Attempts for images whose blob was found to be another one just now. */
async function reopen(parts: SettleParts, encounter: EncounterRow, images: readonly WantedImage[]) {
  const shas = images.map((image) => image.sha256);
  return inTransaction(parts.store.db, async (tx) => {
    const before = await latestBlobs(tx, encounter.populationId, shas);
    const wanting = images.filter((image) => before.get(image.sha256)?.state === "different");
    await openAttempts(tx, encounter.populationId, wanting, before);
    return latestBlobs(tx, encounter.populationId, shas);
  });
}

/** A source is copied by the hub: there is nothing for the station to PUT. */
async function toSession(
  parts: SettleParts,
  id: string,
  { source, idempotencyKey, mediaType, transfer }: OpenSession,
  blob: BlobRow,
): Promise<UploadSession> {
  const session = { id: UploadSessionId.parse(id), idempotencyKey };
  if (blob.state === "verified") return { ...session, state: "Complete", target: null, receipt: blob.receipt };
  if (blob.state === "committed") return { ...session, state: "Uploaded", target: null, receipt: null };
  const target = source ? null : await parts.blobs.target(blob.name, toMediaType(mediaType), transfer);
  return { ...session, state: "Pending", target, receipt: null };
}

/** One session for each image of the request, in its order. VERSION_CONFLICT where the encounter was merged into another. */
export async function openSessions(
  parts: SettleParts,
  encounter: EncounterRow,
  images: readonly OpenSession[],
  nowMs: number,
): Promise<UploadSession[]> {
  const { db } = parts.store;
  checkKeys(encounter.id, images);
  checkSources(images);
  const wanted = await toWanted(parts, encounter, images);
  const { latest: opened, old } = await ensureRows(parts, encounter, wanted, nowMs);
  const findings = await settle(parts, old, nowMs);
  const latest = findings.size > 0 ? await reopen(parts, encounter, onePerSha(wanted)) : opened;
  const items = await findImages(
    db,
    encounter.id,
    wanted.map((image) => image.idempotencyKey),
  );
  const copies = await findCopySessions(
    db,
    images.flatMap(({ source, idempotencyKey }) => (source ? [idempotencyKey] : [])),
  );
  return concurrently(wanted, 8, async ({ asked, idempotencyKey, sha256 }) => {
    const item = asked.source ? copies.get(asked.idempotencyKey) : items.get(idempotencyKey);
    const blob = latest.get(sha256);
    if (!item || !blob) throw new LandfallError("HUB_UNAVAILABLE", { detail: "the session is being opened elsewhere" });
    return toSession(parts, item.id, asked, blob);
  });
}
