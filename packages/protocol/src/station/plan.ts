/** What a sync would do, what it asks, and what it is told. */
import { z } from "zod";
import { EncounterValues, FieldName } from "../encounter.ts";
import { errorCodes } from "../errors.ts";
import { HubEncounter } from "../hub/schemas.ts";
import { EncounterId, HubEncounterId, Sha256 } from "../ids.ts";

const count = z.int().nonnegative();
const ErrorCodeName = z.enum(errorCodes);

const FieldValue = z.union([z.string(), z.number()]).nullable();

/** What this station has in a field, and what the hub has. */
export const BothValues = z.object({ field: FieldName, ours: FieldValue, theirs: FieldValue });
export type BothValues = z.infer<typeof BothValues>;

/** A question that only a person can answer: which encounter of the hub, if any, is this? */
export const PlanQuestion = z.object({
  encounterId: EncounterId,
  values: EncounterValues,
  images: count,
  why: z.enum([
    "sharesPhotographs",
    "sameKeyTwice",
    "severalHoldPhotographs",
    "heldByAnother",
    "correctedElsewhere",
    "withdrawnThere",
  ]),
  message: z.string(),
  /** With `correctedElsewhere`: what the station would send, and what the hub has instead. */
  conflicts: z.array(BothValues),
  /** With the same: what only the hub's has changed in since it was delivered. The station takes it over with the answer. */
  changedThere: z.array(BothValues),
  /** With `withdrawnThere`: the photographs, and why they were taken out. */
  withdrawn: z.array(z.object({ sha256: Sha256, fileName: z.string(), reason: z.string().nullable() })).optional(),
  candidates: z.array(z.object({ encounter: HubEncounter, imagesHeld: count })),
});
export type PlanQuestion = z.infer<typeof PlanQuestion>;

export const PlanView = z.object({
  /** Encounters that will be made on the hub. */
  create: count,
  /** Encounters that are on the hub and will be joined, or get images or fields that they do not have there. */
  fill: count,
  /** Encounters that wait for a person's answer. */
  ask: count,
  /** Images to send. */
  upload: count,
  /** Images that the hub copies from an Azure container; they take nothing of the station's link, and are not in `bytes`. */
  copy: count,
  alreadyThere: count,
  /** Of the images to send. */
  bytes: count,
  /** Encounters whose fields will be corrected on the hub. */
  update: count,
  /** Images that the hub will have in another encounter. No bytes are sent for that. */
  move: count,
  /** Images that were left out, and that the hub will take out of their encounters. */
  withdraw: count,
  /** Images of which the hub will be told another side, another quality, or of people. */
  describe: count,
  /** The same, encounter by encounter. */
  corrections: z.array(
    z.object({
      encounterId: EncounterId,
      values: EncounterValues,
      update: z.array(z.object({ field: FieldName, from: FieldValue, to: FieldValue })),
      /** Images that come to it. */
      move: count,
      withdraw: count,
      describe: count,
    }),
  ),
  /** Encounters in which others have changed fields on the hub since this station delivered them. A sync leaves both as they are. */
  changedThere: z.array(z.object({ encounterId: EncounterId, values: EncounterValues, fields: z.array(BothValues) })),
  /** Images that were delivered and that others have taken out of their encounters on the hub, or moved: a sync leaves that so. */
  takenThere: z.int().nonnegative(),
  /** Encounters that the hub may have otherwise, because it was put back to an earlier state. */
  toTellAgain: z.int().nonnegative(),
  questions: z.array(PlanQuestion),
});
export type PlanView = z.infer<typeof PlanView>;

const SomeValues = EncounterValues.partial().strict();

export const PlanAnswer = z.discriminatedUnion("choice", [
  z.object({ choice: z.literal("join"), hubEncounterId: HubEncounterId }),
  z.object({ choice: z.literal("apart") }),
  /** Photographs that others have taken out of the encounter on the hub are left out here too, */
  z.object({ choice: z.literal("leaveOut"), images: z.array(Sha256).min(1) }),
  /** or brought back there with the next sync. */
  z.object({ choice: z.literal("bringBack"), images: z.array(Sha256).min(1), hubEncounterId: HubEncounterId }),
  /** Where the hub has been corrected by others: send the station's values; `values` are those of the hub that they replace. */
  z.object({ choice: z.literal("ours"), values: SomeValues, changedThere: SomeValues.optional() }),
  /** The station takes over these values of the hub. With either it takes over what was changed only there. */
  z.object({ choice: z.literal("theirs"), values: SomeValues, changedThere: SomeValues.optional() }),
]);
export type PlanAnswer = z.infer<typeof PlanAnswer>;

/** An encounter under review, and what the hub has of it already. */
export const HubMatch = z.object({
  encounterId: EncounterId,
  images: count,
  /** `none`: a sync would make a new one there. `fills`: the plan is certain. `asks`: only a person can say. */
  state: z.enum(["none", "fills", "asks"]),
  /** Why it is asked. */
  message: z.string().nullable(),
  candidates: z.array(z.object({ encounter: HubEncounter, imagesHeld: count })),
  /** What a person has said already: the plan takes that. */
  answer: PlanAnswer.nullable(),
});
export type HubMatch = z.infer<typeof HubMatch>;

/** Only what all of these say; everything that failed when nothing is said. */
export const RetryScope = z.object({
  encounter: EncounterId.optional(),
  image: Sha256.optional(),
  /** What failed for this cause. */
  code: ErrorCodeName.optional(),
});
export type RetryScope = z.infer<typeof RetryScope>;
