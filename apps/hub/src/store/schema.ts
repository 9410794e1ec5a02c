/**
 * The hub's tables. One schema for SQLite and PostgreSQL: times are epoch milliseconds, structures are JSON text.
 * Names of columns are those of the types below, in both databases.
 */
import type { HubChangeKind, Side } from "@landfall/protocol";
import type { Generated } from "kysely";

/** What the store lies on. */
export type Flavor = "sqlite" | "postgres";

export interface SettingTable {
  name: string;
  value: string;
}

/** `counter.value` of a name is raised in the transaction that uses it, so its order is the order of commits. */
export interface CounterTable {
  name: string;
  value: number;
}

export interface PopulationTable {
  id: string;
  name: string;
  /** The name after Unicode, case and spacing: two names a person would read as one are one. */
  nameFolded: string;
  gate: "open" | "closed";
  settings: string;
  createdAt: number;
}

export interface ApiKeyTable {
  id: string;
  name: string;
  /** SHA-256 of the key; the key itself is nowhere. */
  hash: string;
  createdAt: number;
  revokedAt: number | null;
  lastUsedAt: number | null;
}

export interface ApiKeyPopulationTable {
  keyId: string;
  populationId: string;
}

export interface EncounterTable {
  id: string;
  populationId: string;
  eventId: string;
  number: number | null;
  /** {@link EncounterValues} as JSON. */
  fields: string;
  version: number;
  createdAt: number;
  /** Set once it was merged: its names lead there. */
  mergedInto: string | null;
}

export interface EncounterEventTable {
  populationId: string;
  eventId: string;
  encounterId: string;
}

export interface EncounterKeyTable {
  populationId: string;
  matchKey: string;
  encounterId: string;
}

/** A file item and its upload session: one per (encounter, SHA-256). */
export interface ImageTable {
  /** The upload session's id. */
  id: string;
  idempotencyKey: string;
  encounterId: string;
  populationId: string;
  sha256: string;
  fileName: string;
  mediaType: string;
  capturedAt: string | null;
  openedAt: number;
  side: Side | null;
  quality: number | null;
  people: Generated<number>;
}

/** An image that was taken out of an encounter; gone again when it is brought back there. */
export interface WithdrawalTable {
  encounterId: string;
  sha256: string;
  populationId: string;
  fileName: string;
  reason: string | null;
  at: number;
}

/**
 * - `expected`: nothing is known to be stored
 * - `committed`: length and MD5 are right; SHA-256 is still to be checked
 * - `verified`: read back and right
 * - `different`: set aside; the next attempt has another name
 */
export type BlobState = "expected" | "committed" | "verified" | "different";

/** At most one blob of a (population, SHA-256) is not `different`. */
export interface BlobTable {
  id: string;
  populationId: string;
  sha256: string;
  md5: string;
  bytes: number;
  attempt: number;
  name: string;
  mediaType: string;
  state: BlobState;
  /** When the blob store last showed it with the right length and MD5. */
  seenAt: number | null;
  verifiedAt: number | null;
  receipt: string | null;
  variants: "queued" | "ready" | "damaged" | "noPreview";
  width: number | null;
  height: number | null;
  /** Of bytes that are copied from a source and have not been hashed: its key, which also stands for their SHA-256. */
  sourceKey: string | null;
}

/** One state of one blob in somebody's container, and what its bytes turned out to be. */
export interface SourceTable {
  populationId: string;
  /** SHA-256 of `sourceText`. */
  key: string;
  account: string;
  container: string;
  name: string;
  etag: string;
  bytes: number;
  /** Null until the worker has read a copy back. */
  sha256: string | null;
}

/** The upload session of an image that is copied. The image's own key becomes that of its SHA-256; this one stays. */
export interface CopySessionTable {
  id: string;
  idempotencyKey: string;
  imageId: string;
  populationId: string;
  sourceKey: string;
}

export interface ChangeTable {
  seq: number;
  at: number;
  kind: HubChangeKind;
  populationId: string;
  encounterId: string;
}

export interface JobTable {
  id: Generated<number>;
  kind: "verify" | "variants" | "check";
  /** A lower one goes first. */
  priority: number;
  /** What the work is about; one job of a kind per subject. */
  subject: string;
  attempts: number;
  runAfter: number;
  leaseUntil: number;
  leaseToken: string | null;
  lastError: string | null;
}

export interface ReceiptKeyTable {
  kid: string;
  /** The public JWK. */
  jwk: string;
  createdAt: number;
}

export interface PageLinkTable {
  tokenHash: string;
  encounterId: string;
  expiresAt: number;
  usedAt: number | null;
}

export interface PageSessionTable {
  tokenHash: string;
  encounterId: string;
  expiresAt: number;
}

/** A photographer, or an individual. */
export interface NamedRow {
  id: string;
  populationId: string;
  name: string;
  folded: string;
  createdAt: number;
}

export interface Schema {
  setting: SettingTable;
  counter: CounterTable;
  population: PopulationTable;
  apiKey: ApiKeyTable;
  apiKeyPopulation: ApiKeyPopulationTable;
  encounter: EncounterTable;
  encounterEvent: EncounterEventTable;
  encounterKey: EncounterKeyTable;
  image: ImageTable;
  withdrawal: WithdrawalTable;
  blob: BlobTable;
  source: SourceTable;
  copySession: CopySessionTable;
  change: ChangeTable;
  job: JobTable;
  receiptKey: ReceiptKeyTable;
  pageLink: PageLinkTable;
  pageSession: PageSessionTable;
  photographer: NamedRow;
  individual: NamedRow;
}
