/** Requests as a station would send them. */
import { createHash, randomUUID } from "node:crypto";
import {
  type EncounterValues,
  EventId,
  type FindOrCreateRequest,
  type HubEncounterId,
  IdempotencyKey,
  idempotencyText,
  Md5,
  type OpenSession,
  Sha256,
} from "@landfall/protocol";

export const newEventId = (): EventId => EventId.parse(randomUUID());

export const someValues: EncounterValues = {
  eventDate: "2024-07-15",
  locality: "Kaikōura",
  recordedBy: "Ana Souza",
  decimalLatitude: null,
  decimalLongitude: null,
  license: null,
};

export const findOrCreate = (over: Partial<FindOrCreateRequest> = {}): FindOrCreateRequest => ({
  eventID: newEventId(),
  encounterNumber: null,
  values: someValues,
  join: null,
  apart: false,
  ...over,
});

export const sha256Of = (bytes: Uint8Array): Sha256 => Sha256.parse(createHash("sha256").update(bytes).digest("hex"));
export const md5Of = (bytes: Uint8Array): Md5 => Md5.parse(createHash("md5").update(bytes).digest("hex"));

export const keyOf = (encounter: HubEncounterId, sha256: Sha256): IdempotencyKey =>
  IdempotencyKey.parse(createHash("sha256").update(idempotencyText(encounter, sha256)).digest("hex"));

export const openSession = (
  encounter: HubEncounterId,
  bytes: Uint8Array,
  over: Partial<OpenSession> = {},
): OpenSession => ({
  idempotencyKey: keyOf(encounter, sha256Of(bytes)),
  sha256: sha256Of(bytes),
  md5: md5Of(bytes),
  bytes: bytes.length,
  fileName: "IMG_0001.JPG",
  mediaType: "image/jpeg",
  capturedAt: "2024-07-15T10:11:12",
  transfer: "single",
  ...over,
});
