/** What proves a delivery: the check of a card, the delivery report, and receipts to hand on. */
import { z } from "zod";
import { errorCodes } from "../errors.ts";
import { EncounterId, EventId, HubEncounterId, ManifestId, Sha256 } from "../ids.ts";
import { ImageState } from "../image.ts";
import { type ReasonCode, reasonTable } from "../reasons.ts";
import { Receipt, ReceiptClaims, ReceiptKeys } from "../receipt.ts";

const count = z.int().nonnegative();
const instant = z.iso.datetime();

/** Why a file keeps a card from being erased, beside {@link reasonTable}: it is a photograph, and yet not proven. */
export const unprovenTable = {
  NOT_SCANNED: "Landfall has never seen these bytes: the photograph was not scanned.",
  ALTERED: "The file was scanned with other bytes. What it holds now is not on the hub.",
  METADATA_ALTERED:
    "Its picture was delivered from another file with other metadata. The bytes of this very file are not on the hub.",
  NOT_APPROVED: "Its encounter is not approved, so it was not sent.",
  EXCLUDED: "It was left out on purpose: it was not sent, or has been taken out of its encounter on the hub since.",
  EXCLUDED_AFTER_DELIVERY: "It was left out after it was delivered. The hub is told with the next sync.",
  NOT_DELIVERED: "It is approved and not on the hub yet.",
  FORMER_HUB:
    "Its receipt was let go when the station was connected to another hub than the one that had signed for it. The present hub has given none yet: sync with its encounter approved, then check again.",
  NOT_VERIFIED: "The hub has it and has not signed for it yet. Sync again, then check again.",
  LOST: "The hub said that it no longer has the bytes. Sync again.",
  IN_TRASH:
    "It was deleted and still lies in the trash of this folder, and the hub has not signed for it. Empty the trash, or put the file back and scan it.",
  UNFINISHED:
    "A copy that was not finished, or the catalogue of another program, which is never delivered. Look at it, and copy or delete it.",
  RECEIPT_INVALID: "Its receipt is not a valid one of this hub for exactly these bytes.",
} as const satisfies Record<string, string>;
export type UnprovenCode = keyof typeof unprovenTable;

const cardReasons = [...Object.keys(unprovenTable), ...Object.keys(reasonTable)] as [
  UnprovenCode | ReasonCode,
  ...(UnprovenCode | ReasonCode)[],
];
export const CardReason = z.enum(cardReasons);
export type CardReason = z.infer<typeof CardReason>;

export const CardFile = z.object({
  filePath: z.string().describe("Relative to the folder, with `/`"),
  reason: CardReason,
  message: z.string(),
});
export type CardFile = z.infer<typeof CardFile>;

export const CardCheckId = z.uuid().brand<"CardCheckId">();
export type CardCheckId = z.infer<typeof CardCheckId>;

/** Each file found is in exactly one of `proven` (by a receipt), `problems` and `junk`. */
export const CardCheckView = z.object({
  id: CardCheckId,
  folder: z.string(),
  state: z.enum(["running", "done", "failed", "cancelled"]),
  startedAt: instant,
  finishedAt: instant.nullable(),
  /** The folder being read. */
  reading: z.string().nullable(),
  /** Found so far. */
  files: count,
  bytesRead: count,
  proven: count,
  problems: count,
  junk: count,
  /**
   * Null until it is known. True only where the hub has said, in this check, that it still has every file; never for a folder without
   * photographs.
   */
  safe: z.boolean().nullable(),
  /** Where the hub was not to be asked and each file has a receipt: the time up to which that is known of all of them. */
  signedAsOf: instant.nullable(),
  /** Why the hub could not be asked whether it still has the files; null where it was, or was not to be. */
  unasked: z.object({ code: z.enum(errorCodes), detail: z.string().nullable() }).nullable(),
  error: z.object({ code: z.enum(errorCodes), detail: z.string().nullable() }).nullable(),
});
export type CardCheckView = z.infer<typeof CardCheckView>;

export const CardFileKind = z.enum(["problems", "junk"]);
export type CardFileKind = z.infer<typeof CardFileKind>;

export const ReportRow = z.object({
  filePath: z.string().describe("Relative to its root, with `/`"),
  root: z.string(),
  /** Of its bytes; null for an image in an Azure container until the hub has hashed its copy. */
  sha256: Sha256.nullable(),
  bytes: count,
  mediaType: z.string(),
  /** Of this version of the manifest. */
  encounter: EncounterId,
  /** The same in every version, in every export and on the hub. */
  eventID: EventId,
  eventDate: z.string().nullable(),
  locality: z.string().nullable(),
  recordedBy: z.string().nullable(),
  /** The individual whose reference images these are; null where they are of a sighting. */
  reference: z.string().nullable(),
  hubEncounter: HubEncounterId.nullable(),
  state: ImageState,
  /** As the hub signed it; null without a receipt that is valid by the pinned keys. */
  verifiedAt: instant.nullable(),
  receipt: Receipt.nullable(),
});
export type ReportRow = z.infer<typeof ReportRow>;

export const ReportTotals = z.object({
  /** Approved ones: only these are in the report. */
  encounters: count,
  /** Of them, without those that are left out. */
  images: count,
  /** Delivered, verified and signed for. */
  complete: count,
  /** Left out on purpose: not counted in `images`. */
  skipped: count,
  /** Delivered before, in encounters that wait for approval again: in none of the other numbers. */
  toApproveAgain: count,
  /** Of all that the report lists, those left out too. */
  bytes: count,
  bytesComplete: count,
});
export type ReportTotals = z.infer<typeof ReportTotals>;

export const ReportHead = z.object({
  manifestId: ManifestId,
  name: z.string(),
  version: z.int().positive(),
  population: z.string(),
  hub: z.string().nullable(),
  generatedAt: instant,
  totals: ReportTotals,
});
export type ReportHead = z.infer<typeof ReportHead>;

export const ReportPage = ReportHead.extend({ images: z.array(ReportRow), next: z.int().nullable() });
export type ReportPage = z.infer<typeof ReportPage>;

export const ReportFormat = z.enum(["csv", "json", "html"]);
export type ReportFormat = z.infer<typeof ReportFormat>;

/** One image with the receipt for its bytes. */
export const ProofItem = z.object({
  sha256: Sha256,
  receipt: Receipt,
  claims: ReceiptClaims,
  /** Where its bytes lie, absolute and byte for byte, in base64: a name need not be text. */
  paths: z.array(z.base64()),
  /** Files that had its bytes when it was delivered, and have had these others since the station looked again: other metadata, the same picture. */
  changed: z.array(z.object({ path: z.base64(), sha256: Sha256 })),
  /** Where its bytes lay when it was delivered, and were found no more. */
  gone: z.array(z.base64()),
});
export type ProofItem = z.infer<typeof ProofItem>;

export const ProofPage = z.object({
  /** The hub's public keys as they were pinned, retired ones included. */
  keys: ReceiptKeys,
  items: z.array(ProofItem),
  /** Images of this part without a valid receipt. */
  unproven: z.array(z.object({ filePath: z.string(), sha256: Sha256.nullable(), state: ImageState })),
  next: z.int().nullable(),
});
export type ProofPage = z.infer<typeof ProofPage>;
