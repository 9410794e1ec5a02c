/** What keeps one file of a card from being safe to erase; nothing, where a valid receipt proves it. */
import {
  formerHubOf,
  imagesOfBytes,
  isDeliveredPicture,
  type KnownImage,
  type StationDatabase,
  wasScanned,
} from "@landfall/db";
import { verifyReceipt } from "@landfall/engine";
import {
  type CardReason,
  type PopulationId,
  type ReceiptKeys,
  reasonTable,
  type Sha256,
  type UnprovenCode,
  unprovenTable,
} from "@landfall/protocol";
import { type FoundFile, isJunkFolder, isLitter, isTrashFolder, isUnfinished } from "@landfall/survey";

export type CardVerdict = "proven" | "junk" | CardReason;

export interface Card {
  readonly db: StationDatabase;
  /** The hub's, as they were pinned. */
  readonly keys: ReceiptKeys;
  /** Absolute, without links. */
  readonly folder: string;
}

/** @param file read just now, never from a cache */
export async function judgeFile(card: Card, file: FoundFile): Promise<CardVerdict> {
  if (isSystemsOwn(file)) return "junk";
  const isAside = file.reason === "JUNK";
  if ((file.bucket !== "image" && !isAside) || file.sha256 === null) return file.reason ?? "CANNOT_READ";
  const known = imagesOfBytes(card.db, file.sha256);
  if ((await proofsOf(card, file)).length > 0) return "proven";
  if (known.length > 0) return ofFormerHub(card, file.sha256, whyNot(known));
  if (isAside && isInTrash(file)) return "IN_TRASH";
  if (isAside && isUnfinished(nameOf(file))) return "UNFINISHED";
  return neverSent(card, file, file.sha256);
}

/** An image of the station whose receipt is valid for a file. */
export interface Proof extends Pick<KnownImage, "encounter" | "key"> {
  /** The hub's. */
  readonly population: PopulationId;
  /** When the hub had read the bytes back. */
  readonly verifiedAt: string;
}

/** All of them: one that the hub still has is enough. */
export async function proofsOf({ db, keys }: Pick<Card, "db" | "keys">, file: FoundFile): Promise<Proof[]> {
  const proofs: Proof[] = [];
  for (const { state, receipt, encounter, key } of file.sha256 === null ? [] : imagesOfBytes(db, file.sha256)) {
    if (state !== "complete" || receipt === null) continue;
    const claims = await verifyReceipt(keys, receipt);
    if (claims?.sha256 !== file.sha256 || claims.bytes !== file.size) continue;
    proofs.push({ encounter, key, population: claims.population, verifiedAt: claims.verifiedAt });
  }
  return proofs;
}

const foldersOf = ({ path }: FoundFile): string[] => path.split("/").slice(0, -1);
const nameOf = ({ path }: FoundFile): string => path.slice(path.lastIndexOf("/") + 1);
const isInTrash = (file: FoundFile): boolean => foldersOf(file).some(isTrashFolder);

/**
 * Junk that nobody misses, and folders that only the operating system may look into. What a repair put into `lost+found` may be
 * photographs, and so may what lies in the trash or was not copied to its end.
 */
function isSystemsOwn(file: FoundFile): boolean {
  const { reason, path } = file;
  const folders = foldersOf(file);
  if (folders.includes("lost+found")) return false;
  if (reason === "JUNK") return file.size === 0 || isNobodys(nameOf(file), file);
  return reason === "CANNOT_READ" && path.endsWith("/") && folders.some(isJunkFolder);
}

/** Of the trash, what says of deleted files where they lay. */
const isOfTrash = (name: string): boolean => name.startsWith("$I") || name.endsWith(".trashinfo");

function isNobodys(name: string, file: FoundFile): boolean {
  if (isLitter(name) || isOfTrash(name)) return true;
  return !isInTrash(file) && (foldersOf(file).some(isJunkFolder) || !isUnfinished(name));
}

/** The least that is missing, of all the manifests that have it. */
const order: readonly UnprovenCode[] = [
  "RECEIPT_INVALID",
  "LOST",
  "NOT_VERIFIED",
  "NOT_DELIVERED",
  "NOT_APPROVED",
  "EXCLUDED_AFTER_DELIVERY",
  "EXCLUDED",
];

/** What a replaced version says counts only where no other knows these bytes. */
function whyNot(known: readonly KnownImage[]): UnprovenCode {
  const current = known.filter(({ isSuperseded }) => !isSuperseded);
  const reasons = new Set((current.length > 0 ? current : known).map(reasonOf));
  return order.find((reason) => reasons.has(reason)) ?? "NOT_DELIVERED";
}

/** What is due on the present hub, or would be once it is approved, may have been delivered to a former one. */
const ofFormerHub = ({ db }: Card, sha256: Sha256, why: UnprovenCode): UnprovenCode =>
  (why === "NOT_DELIVERED" || why === "NOT_APPROVED") && formerHubOf(db, sha256) !== undefined ? "FORMER_HUB" : why;

function reasonOf({ state, review, isOnHub }: KnownImage): UnprovenCode {
  if (state === "complete") return "RECEIPT_INVALID";
  if (state === "lost") return "LOST";
  if (state === "skipped" && isOnHub) return "EXCLUDED_AFTER_DELIVERY";
  if (state === "skipped" || review === "denied") return "EXCLUDED";
  if (review !== "approved") return "NOT_APPROVED";
  return state === "committed" ? "NOT_VERIFIED" : "NOT_DELIVERED";
}

function neverSent({ db, folder }: Card, { pathBytes }: FoundFile, sha256: Sha256): UnprovenCode {
  if (isDeliveredPicture(db, sha256)) return "METADATA_ALTERED";
  const path = Buffer.concat([Buffer.from(folder.endsWith("/") ? folder : `${folder}/`), pathBytes]);
  return wasScanned(db, path) ? "ALTERED" : "NOT_SCANNED";
}

const textOf = (reason: CardReason): string =>
  reason in unprovenTable ? unprovenTable[reason as UnprovenCode] : reasonTable[reason as keyof typeof reasonTable];

export function messageOf(db: StationDatabase, reason: CardReason, sha256: Sha256 | null): string {
  const former = reason === "FORMER_HUB" && sha256 !== null ? formerHubOf(db, sha256) : undefined;
  return former === undefined ? textOf(reason) : `${textOf(reason)} (${former})`;
}
