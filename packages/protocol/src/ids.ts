/** Branded identifiers: the same string type never stands for two things. */
import { z } from "zod";

/** `dwc:eventID`: made by the station, never derived from editable data. */
export const EventId = z.uuid().brand<"EventId">();
export type EventId = z.infer<typeof EventId>;

/** The station's id of one encounter of one manifest. Its eventID is the same in every version of the manifest. */
export const EncounterId = z.uuid().brand<"EncounterId">();
export type EncounterId = z.infer<typeof EncounterId>;

/** The hub's own id of an encounter. */
export const HubEncounterId = z.uuid().brand<"HubEncounterId">();
export type HubEncounterId = z.infer<typeof HubEncounterId>;

export const PopulationId = z.uuid().brand<"PopulationId">();
export type PopulationId = z.infer<typeof PopulationId>;

export const ScanJobId = z.uuid().brand<"ScanJobId">();
export type ScanJobId = z.infer<typeof ScanJobId>;

export const ManifestId = z.uuid().brand<"ManifestId">();
export type ManifestId = z.infer<typeof ManifestId>;

export const RunId = z.uuid().brand<"RunId">();
export type RunId = z.infer<typeof RunId>;

/** One act of a person on which images encounters have. */
export const ReshapingId = z.uuid().brand<"ReshapingId">();
export type ReshapingId = z.infer<typeof ReshapingId>;

export const UploadSessionId = z.uuid().brand<"UploadSessionId">();
export type UploadSessionId = z.infer<typeof UploadSessionId>;

export const HubId = z.uuid().brand<"HubId">();
export type HubId = z.infer<typeof HubId>;

export const KeyId = z.uuid().brand<"KeyId">();
export type KeyId = z.infer<typeof KeyId>;

/** SHA-256 of a file's bytes, 64 lowercase hexadecimal digits (`ac:hashValue`). */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "64 lowercase hexadecimal digits")
  .brand<"Sha256">();
export type Sha256 = z.infer<typeof Sha256>;

/** MD5 of a file's bytes, 32 lowercase hexadecimal digits; `Content-MD5` carries the same bytes in base64. */
export const Md5 = z
  .string()
  .regex(/^[0-9a-f]{32}$/, "32 lowercase hexadecimal digits")
  .brand<"Md5">();
export type Md5 = z.infer<typeof Md5>;

/** SHA-256 of {@link idempotencyText}. */
export const IdempotencyKey = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "64 lowercase hexadecimal digits")
  .brand<"IdempotencyKey">();
export type IdempotencyKey = z.infer<typeof IdempotencyKey>;

/**
 * The text whose SHA-256 (hexadecimal) is an image's idempotency key: the same bytes in the same hub encounter
 * give the same key from any scan and any station.
 */
export const idempotencyText = (encounter: HubEncounterId, sha256: Sha256): string =>
  `landfall/1/${encounter}/${sha256}`;
