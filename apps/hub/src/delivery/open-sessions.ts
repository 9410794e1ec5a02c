/** Opens upload sessions, or finds them again. */
import { createHash } from "node:crypto";
import {
  type HubEncounterId,
  idempotencyText,
  LandfallError,
  type OpenSession,
  type UploadSession,
  UploadSessionId,
} from "@landfall/protocol";
import { type BlobRow, latestBlobs, openAttempts, replaceExpected } from "../store/blobs.ts";
import type { EncounterRow } from "../store/encounters.ts";
import { ensureImages, findImages } from "../store/images.ts";
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

const isOtherThan = (blob: BlobRow, image: OpenSession): boolean =>
  blob.md5 !== image.md5 || blob.bytes !== image.bytes;

/** Bytes with one SHA-256 have one length and one MD5: whoever says otherwise of bytes the hub holds is mistaken. */
function checkClaims(images: readonly OpenSession[], latest: ReadonlyMap<string, BlobRow>): void {
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

const onePerSha = (images: readonly OpenSession[]): OpenSession[] => [
  ...new Map(images.map((image) => [image.sha256, { ...image, mediaType: toMediaType(image.mediaType) }])).values(),
];

/** Makes what is missing in the store, and reads back who is there now. `old` are the attempts that were there before. */
async function ensureRows(parts: SettleParts, encounter: EncounterRow, images: readonly OpenSession[], nowMs: number) {
  const shas = images.map((image) => image.sha256);
  const { populationId } = encounter;
  return inTransaction(parts.store.db, async (tx) => {
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
    const isNew = new Set<string>(wanting.map((image) => image.sha256));
    const latest = await latestBlobs(tx, populationId, shas);
    return { latest, old: [...latest.values()].filter((blob) => !isNew.has(blob.sha256)) };
  });
}

/** Attempts for images whose blob was found to be another one just now. */
async function reopen(parts: SettleParts, encounter: EncounterRow, images: readonly OpenSession[]) {
  const shas = images.map((image) => image.sha256);
  return inTransaction(parts.store.db, async (tx) => {
    const before = await latestBlobs(tx, encounter.populationId, shas);
    const wanting = images.filter((image) => before.get(image.sha256)?.state === "different");
    await openAttempts(tx, encounter.populationId, wanting, before);
    return latestBlobs(tx, encounter.populationId, shas);
  });
}

async function toSession(parts: SettleParts, id: string, image: OpenSession, blob: BlobRow): Promise<UploadSession> {
  const session = { id: UploadSessionId.parse(id), idempotencyKey: image.idempotencyKey };
  if (blob.state === "verified") return { ...session, state: "Complete", target: null, receipt: blob.receipt };
  if (blob.state === "committed") return { ...session, state: "Uploaded", target: null, receipt: null };
  const target = await parts.blobs.target(blob.name, toMediaType(image.mediaType), image.transfer);
  return { ...session, state: "Pending", target, receipt: null };
}

/** One session for each image of the request, in its order. */
export async function openSessions(
  parts: SettleParts,
  encounter: EncounterRow,
  images: readonly OpenSession[],
  nowMs: number,
): Promise<UploadSession[]> {
  checkKeys(encounter.id, images);
  const wanted = onePerSha(images);
  const { latest: opened, old } = await ensureRows(parts, encounter, wanted, nowMs);
  const findings = await settle(parts, old, nowMs);
  const latest = findings.size > 0 ? await reopen(parts, encounter, wanted) : opened;
  const items = await findImages(
    parts.store.db,
    encounter.id,
    wanted.map((image) => image.idempotencyKey),
  );
  return concurrently(images, 8, async (image) => {
    const [item, blob] = [items.get(image.idempotencyKey), latest.get(image.sha256)];
    if (!item || !blob) throw new LandfallError("HUB_UNAVAILABLE", { detail: "the session is being opened elsewhere" });
    return toSession(parts, item.id, image, blob);
  });
}
