/** A hub that agrees to everything and remembers nothing, so that only the station's own cost is measured. */
import { randomUUID } from "node:crypto";
import {
  defaultPopulationSettings,
  type EventId,
  HubEncounterId,
  HubId,
  type HubPopulation,
  type IdempotencyKey,
  PopulationId,
  type UploadSessionId,
  type UploadTarget,
} from "@landfall/protocol";

export const hubId = HubId.parse("6d3c1f0e-7c0a-4f5e-9a55-0d6b4f9d2b11");

export const population: HubPopulation = {
  id: PopulationId.parse("0e5d1a52-3a0c-4b8d-8f3a-3a4f0f1f6c20"),
  name: "Orcas",
  gate: "open",
  settings: defaultPopulationSettings,
};

const target = (blobsUrl: string, name: string): UploadTarget => ({
  kind: "single",
  url: `${blobsUrl}/account/season/${name}?sp=c&sig=none`,
  headers: { "x-ms-blob-type": "BlockBlob", "if-none-match": "*", "content-type": "image/jpeg" },
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
});

interface Identity {
  readonly eventID: EventId;
}

/** Of the size of a real one: a compact JWS with an Ed25519 signature. */
const receipt = `${"h".repeat(60)}.${"p".repeat(330)}.${"s".repeat(86)}`;

/** Handlers of the hub's contract; the blobs go to this base URL. */
export const stubHub = (blobsUrl: string) => ({
  health: () => ({ name: "landfall-hub" as const, hubId, version: "0.0.0", time: new Date().toISOString() }),
  known: () => ({ images: [], encounters: [] }),
  match: ({ body }: { body: { encounters: readonly Identity[] } }) => ({
    matches: body.encounters.map(({ eventID }) => ({ eventID, byEventID: null, byMatchKey: null })),
    blobs: blobsUrl,
  }),
  findOrCreate: <T extends { eventID: EventId; encounterNumber: number | null; values: unknown }>({
    body: { eventID, encounterNumber, values },
  }: {
    body: T;
  }) => ({
    encounter: {
      id: HubEncounterId.parse(randomUUID()),
      populationId: population.id,
      eventID,
      encounterNumber,
      values: values as T["values"],
      images: 0,
      version: 1,
      createdAt: new Date().toISOString(),
      mergedInto: null,
    },
    created: true,
    filled: [],
  }),
  openSessions: ({ body }: { body: { images: readonly { idempotencyKey: IdempotencyKey; sha256: string }[] } }) => ({
    sessions: body.images.map(({ idempotencyKey, sha256 }) => ({
      id: randomUUID() as UploadSessionId,
      idempotencyKey,
      state: "Pending" as const,
      target: target(blobsUrl, sha256),
      receipt: null,
    })),
  }),
  commit: ({ body }: { body: { images: readonly { idempotencyKey: IdempotencyKey }[] } }) => ({
    images: body.images.map(({ idempotencyKey }) => ({ idempotencyKey, state: "Complete" as const, receipt })),
  }),
});
