/** The delivery report: each image of a manifest's approved encounters, where it is, and what proves it. */
import {
  manifestRecord,
  population,
  profile,
  type ReportImage,
  reportPage,
  reportTotals,
  type StationDatabase,
} from "@landfall/db";
import { verifyReceipt } from "@landfall/engine";
import type { ManifestId, ReceiptClaims, ReceiptKeys, ReportHead, ReportPage, ReportRow } from "@landfall/protocol";

export function reportHead(db: StationDatabase, manifest: ManifestId): ReportHead {
  const { name, version, populationId } = manifestRecord(db, manifest);
  return {
    manifestId: manifest,
    name,
    version,
    population: population(db, populationId)?.name ?? "",
    hub: profile(db)?.hubUrl ?? null,
    generatedAt: new Date(db.now()).toISOString(),
    totals: reportTotals(db, manifest),
  };
}

export const pinnedKeys = (db: StationDatabase): ReceiptKeys => profile(db)?.receiptKeys ?? { keys: [] };

/** The claims of its receipt, where that is a valid one for these very bytes. */
export async function provenClaims(
  keys: ReceiptKeys,
  { receipt, sha256, bytes }: Pick<ReportImage, "receipt" | "sha256" | "bytes">,
): Promise<ReceiptClaims | undefined> {
  if (receipt === null) return undefined;
  const claims = await verifyReceipt(keys, receipt);
  return claims?.sha256 === sha256 && claims.bytes === bytes ? claims : undefined;
}

/** NOT_FOUND. */
export async function deliveryReport(
  db: StationDatabase,
  manifest: ManifestId,
  page: { after: number; limit: number },
): Promise<ReportPage> {
  const keys = pinnedKeys(db);
  const { items, next } = reportPage(db, manifest, page);
  const images = await Promise.all(items.map(async (item) => toRow(item, await provenClaims(keys, item))));
  return { ...reportHead(db, manifest), images, next };
}

const toRow = (image: ReportImage, claims: ReceiptClaims | undefined): ReportRow => ({
  filePath: image.files[0]?.text ?? image.fileName,
  root: image.files[0]?.root ?? "",
  sha256: image.sha256,
  bytes: image.bytes,
  mediaType: image.mediaType,
  encounter: image.encounterId,
  eventID: image.eventID,
  eventDate: image.eventDate,
  locality: image.locality,
  recordedBy: image.recordedBy,
  reference: image.reference,
  hubEncounter: image.hubEncounterId,
  state: image.state,
  verifiedAt: claims?.verifiedAt ?? null,
  receipt: image.receipt,
});
