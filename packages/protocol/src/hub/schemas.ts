/** What travels between a station and the hub, but for the bytes of images. */
import { z } from "zod";
import { EncounterValues, PopulationSettings } from "../encounter.ts";
import { EventId, HubEncounterId, HubId, KeyId, PopulationId, Sha256 } from "../ids.ts";
import { VariantState } from "../image.ts";
import { ImageFacts, ImageFactsPatch, imageFactNames } from "../image-facts.ts";
import { Receipt } from "../receipt.ts";
import { batch } from "./batch.ts";

export const HubHealth = z.object({
  name: z.literal("landfall-hub"),
  hubId: HubId,
  version: z.string(),
  /** The hub's clock. */
  time: z.iso.datetime(),
});
export type HubHealth = z.infer<typeof HubHealth>;

export const HubPopulation = z.object({
  id: PopulationId,
  name: z.string(),
  /** Whether stations may deliver to it now. */
  gate: z.enum(["open", "closed"]),
  settings: PopulationSettings,
});
export type HubPopulation = z.infer<typeof HubPopulation>;

export const HubMe = z.object({
  hubId: HubId,
  keyId: KeyId,
  name: z.string(),
  populations: z.array(HubPopulation),
});
export type HubMe = z.infer<typeof HubMe>;

/** What an encounter is known by. */
export const EncounterIdentity = z.object({
  eventID: EventId,
  eventDate: z.string().nullable(),
  locality: z.string().nullable(),
  recordedBy: z.string().nullable(),
  encounterNumber: z.int().positive().nullable(),
});
export type EncounterIdentity = z.infer<typeof EncounterIdentity>;

export const HubEncounter = z.object({
  id: HubEncounterId,
  populationId: PopulationId,
  /** The one it was made under; others may have joined it since. */
  eventID: EventId,
  encounterNumber: z.int().positive().nullable(),
  values: EncounterValues,
  images: z.int().nonnegative(),
  /** Raised by every correction: of its fields, and of which images it has. The `ETag`. */
  version: z.int().positive(),
  createdAt: z.iso.datetime(),
  /** Where its photographs and its names are now; set once a move has left it without images and said that the two are one. */
  mergedInto: HubEncounterId.nullable().default(null),
});
export type HubEncounter = z.infer<typeof HubEncounter>;

/** An image that lies in Azure is asked for by its key, and answered for under it. */
export const KnownRequest = z.object({ sha256: batch(Sha256) });
/** The images of the request that the population holds with their bytes; the others are left out. */
export const KnownResponse = z.object({
  images: z.array(
    z.object({
      sha256: Sha256,
      /** Read back and found to have this SHA-256; otherwise its check is still due. */
      verified: z.boolean(),
      encounters: z.array(HubEncounterId),
      /** Encounters that it was taken out of and has not been brought back to, with the reason that was given. */
      withdrawn: z.array(z.object({ encounter: HubEncounterId, reason: z.string().nullable() })).optional(),
    }),
  ),
  /** Each encounter named above, once. */
  encounters: z.array(HubEncounter),
});
export type KnownResponse = z.infer<typeof KnownResponse>;

export const MatchRequest = z.object({ encounters: batch(EncounterIdentity) });
export const MatchResponse = z.object({
  /** One for each encounter of the request, in its order. */
  matches: z.array(
    z.object({
      eventID: EventId,
      byEventID: HubEncounter.nullable(),
      byMatchKey: HubEncounter.nullable(),
    }),
  ),
  /** Scheme, host and port that links to blobs will lead to: far away a connection is opened before the first link is there. */
  blobs: z.url().optional(),
  /** What the hub keeps of what is said of single images; it is not told of the rest. */
  imageFacts: z.array(z.enum(imageFactNames)).optional(),
});
export type MatchResponse = z.infer<typeof MatchResponse>;

export const FindOrCreateRequest = z.object({
  eventID: EventId,
  encounterNumber: z.int().positive().nullable(),
  values: EncounterValues,
  /** Join this encounter of the hub (matched by its photographs, or chosen by a person): the eventID becomes its alias. */
  join: HubEncounterId.nullable(),
  /** A person decided that this is another encounter than the one with the same key. */
  apart: z.boolean(),
});
export type FindOrCreateRequest = z.infer<typeof FindOrCreateRequest>;
export const FindOrCreateResponse = z.object({
  encounter: HubEncounter,
  created: z.boolean(),
  /** Fields that were empty on the hub and now have the station's value. */
  filled: z.array(z.string()),
});
export type FindOrCreateResponse = z.infer<typeof FindOrCreateResponse>;

export const EncounterCorrection = EncounterValues.partial().strict();
export type EncounterCorrection = z.infer<typeof EncounterCorrection>;

export const MoveImagesRequest = z.object({
  to: HubEncounterId,
  images: batch(Sha256),
  /** The two are one: left without images, the encounter becomes an alias of the other. */
  merge: z.boolean().default(false),
});
export const MoveImagesResponse = z.object({
  /** Where they were, and where they are. */
  encounter: HubEncounter,
  to: HubEncounter,
  /** Images of the request that are in neither: somebody has put them elsewhere. */
  absent: z.array(Sha256),
});
export type MoveImagesResponse = z.infer<typeof MoveImagesResponse>;

export const WithdrawImagesRequest = z.object({
  images: batch(Sha256),
  /** Why, in a person's words. */
  reason: z.string().trim().max(500).nullable(),
});
export const WithdrawImagesResponse = z.object({
  encounter: HubEncounter,
  /** Images of the request that it never had, or that are elsewhere. */
  absent: z.array(Sha256),
});
export type WithdrawImagesResponse = z.infer<typeof WithdrawImagesResponse>;

export const DescribeImagesRequest = z.object({
  /** Of each only what has changed since the hub was last told. */
  images: batch(z.object({ sha256: Sha256, facts: ImageFactsPatch })),
});
export const DescribeImagesResponse = z.object({
  encounter: HubEncounter,
  /** Images of the request that it does not have. */
  absent: z.array(Sha256),
});
export type DescribeImagesResponse = z.infer<typeof DescribeImagesResponse>;

/** A file item as others see it. */
export const HubImage = z.object({
  /** Of its bytes; of a copied image that has not been read back, its key. */
  sha256: Sha256,
  fileName: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  capturedAt: z.string().nullable(),
  /** Absent from the answer of a hub that keeps none. */
  facts: ImageFacts.optional(),
  state: z.enum(["Pending", "Verifying", "Complete", "Different"]),
  variants: VariantState,
  width: z.int().nullable(),
  height: z.int().nullable(),
  receipt: Receipt.nullable(),
});
export type HubImage = z.infer<typeof HubImage>;

export const HubEncounterDetail = HubEncounter.extend({ items: z.array(HubImage) });
export type HubEncounterDetail = z.infer<typeof HubEncounterDetail>;

export const EncounterLink = z.object({
  /** Opens the encounter's page once, in one browser. A secret until it is used. */
  url: z.url(),
  expiresAt: z.iso.datetime(),
});

export const HubChangeKind = z.enum([
  "encounter.created",
  "encounter.corrected",
  "encounter.joined",
  "encounter.merged",
  "images.moved",
  "images.withdrawn",
  "images.described",
]);
export type HubChangeKind = z.infer<typeof HubChangeKind>;

export const HubChange = z.object({
  seq: z.int(),
  at: z.iso.datetime(),
  kind: HubChangeKind,
  encounter: HubEncounter,
});
export const ChangesResponse = z.object({
  changes: z.array(HubChange),
  /** To be given as `after` next time. */
  next: z.int(),
  more: z.boolean(),
});

/** The largest filling of a probe, bytes. */
export const probeBytes = 1_048_576;
export const ProbeRequest = z.object({
  filling: z.string().max(probeBytes),
  /** How many bytes of filling the answer has. */
  answer: z.int().min(0).max(probeBytes).default(0),
});
export const ProbeAnswer = z.object({ received: z.int().nonnegative(), filling: z.string() });
