/** Encounters and images as lists show them, and what a person does to them. */
import { z } from "zod";
import {
  EncounterSyncState,
  EncounterValues,
  FieldEdit,
  FieldName,
  FieldPatch,
  FieldProvenance,
  ReviewState,
  Since,
} from "../encounter.ts";
import { errorCodes } from "../errors.ts";
import { FindingCode } from "../findings.ts";
import { EncounterId, EventId, HubEncounterId, ManifestId, ReshapingId, Sha256 } from "../ids.ts";
import { ImageCounts, ImageState } from "../image.ts";
import { FactProvenance, ImageFacts } from "../image-facts.ts";
import { ActivityActor } from "./activity.ts";
import { BothValues } from "./plan.ts";

const count = z.int().nonnegative();
const instant = z.iso.datetime();
const ErrorCodeName = z.enum(errorCodes);

/** In what an encounter differs from what a person last approved, or else from the version before. */
export const EncounterChanges = z.object({
  /** A person had approved it as it was. */
  wasApproved: z.boolean(),
  imagesAdded: count,
  imagesRemoved: count,
  /** Of which another side, another quality or people are said. */
  imagesDescribed: count,
  /** With the value there was. */
  fields: z.array(z.object({ name: FieldName, was: z.union([z.string(), z.number()]).nullable() })),
  /** Noticed now, and not then. */
  findings: z.array(FindingCode),
});
export type EncounterChanges = z.infer<typeof EncounterChanges>;

/** A position that an encounter may have been meant to have, for a person to take. */
export const PositionOffer = z.object({
  /** `latitude and longitude swapped`. */
  how: z.string(),
  decimalLatitude: z.number(),
  decimalLongitude: z.number(),
});
export type PositionOffer = z.infer<typeof PositionOffer>;

export const EncounterRow = z.object({
  id: EncounterId,
  manifestId: ManifestId,
  eventID: EventId,
  encounterNumber: z.int().positive().nullable(),
  values: EncounterValues,
  provenance: FieldProvenance,
  /** Local times of the first and the last photograph, `2016-07-01T10:11:12`, where known. */
  firstAt: z.string().nullable(),
  lastAt: z.string().nullable(),
  review: ReviewState,
  since: Since.nullable(),
  /** Of one that has changed since. */
  changes: EncounterChanges.nullable(),
  missing: z.array(FieldName),
  sync: EncounterSyncState,
  images: ImageCounts,
  imageCount: count,
  bytes: count,
  /** Of its first photograph, from the scanned folder's own name down: `Scans/98-07-15 Robson`. Only where its date or its place is not known. */
  folder: z.string().nullable(),
  /** Up to three images to show it by. */
  covers: z.array(Sha256),
  findings: z.array(
    z.object({
      code: FindingCode,
      severity: z.enum(["blocking", "warning", "note"]),
      message: z.string(),
      /** What it is about, where the message does not say it: a folder and its days. */
      detail: z.string().nullable(),
      count,
      /** Of blocking ones: what a person can do, and the images that it is about, the first few. */
      hint: z.string().nullable(),
      images: z.array(z.object({ sha256: Sha256, fileName: z.string() })),
      /** Of a position that is wrong: what may have been meant, the likeliest first. */
      offers: z.array(PositionOffer),
    }),
  ),
  hubEncounterId: HubEncounterId.nullable(),
  /** Approved, and the hub has it otherwise: the next sync corrects that. */
  correctionDue: z.boolean(),
  /** What others have changed on the hub since this station delivered it, as that was last seen. */
  changedThere: z.array(BothValues),
  /** Names of images that were delivered and that others have taken out of it on the hub, or moved, as it was last seen. */
  takenThere: z.array(z.string()),
  /** A person wants it sent before the others. */
  sendFirst: z.boolean(),
  /** The same for as long as its fields, its images and what was decided of it are the same. */
  version: z.string(),
});
export type EncounterRow = z.infer<typeof EncounterRow>;

export const ImageError = z.object({
  code: ErrorCodeName,
  message: z.string(),
  hint: z.string(),
  detail: z.string().nullable(),
  at: instant,
});
export type ImageError = z.infer<typeof ImageError>;

/** Frames of one camera within a second or so of each other. */
export const Burst = z.object({
  /** The same for all its frames in this manifest. */
  number: count,
  /** Which frame this is, of how many in this encounter. What belongs to a frame is counted with it. */
  at: z.int().positive(),
  of: z.int().positive(),
  /** The places of its first and last image among the encounter's, from 0; images of other cameras may lie between. */
  first: count,
  last: count,
});
export type Burst = z.infer<typeof Burst>;

/** Another image of the manifest that looks nearly the same. */
export const NearImage = z.object({ sha256: Sha256, fileName: z.string(), encounterId: EncounterId });
export type NearImage = z.infer<typeof NearImage>;

export const ImageRow = z.object({
  /** What it is known by: the SHA-256 of its bytes, or where it lies in a container a key made from that place. */
  sha256: Sha256,
  /** Whether it lies in an Azure container, and is copied from there. */
  inContainer: z.boolean(),
  fileName: z.string(),
  /** Relative to its root. */
  filePath: z.string(),
  mediaType: z.string(),
  bytes: count,
  capturedAt: z.string().nullable(),
  /** As XMP states it: 1 to 5, −1 for rejected. */
  rating: z.int().nullable(),
  state: ImageState,
  error: ImageError.nullable(),
  nextAttemptAt: instant.nullable(),
  /** The file that it belongs to and travels with: of a sidecar, of the JPEG beside a RAW file, of a video. */
  pairedWith: z.string().nullable(),
  findings: z.array(FindingCode),
  burst: Burst.nullable(),
  /** The one that looks most like it, of no burst of its own. */
  near: NearImage.nullable(),
  /** Why it was left out. */
  leftOut: z.string().nullable(),
  ...ImageFacts.shape,
  /** Where its side, quality and people come from. */
  said: FactProvenance,
  /** Those that its name, its folders or its keywords name, by the population's rule. */
  individuals: z.array(z.string()),
});
export type ImageRow = z.infer<typeof ImageRow>;

/** What a person did to which images encounters have. */
export const Reshaped = z.object({
  /** As they are now, the first 50 of them; the one that the images of the request are in comes first. */
  encounters: z.array(EncounterRow),
  /** Left without images, and so no encounters any more. */
  removed: z.array(EncounterId),
  /** To be given to `:undo`; null where it cannot be undone. */
  undo: ReshapingId.nullable(),
  /** What became of fields that several encounters cannot all have, as sentences. */
  notes: z.array(z.string()).optional(),
});
export type Reshaped = z.infer<typeof Reshaped>;

export const ChangeKind = z.enum([
  "approval",
  "denial",
  "reopening",
  "edit",
  "description of images",
  "split",
  "merge",
  "move",
  "leaving out",
]);
export type ChangeKind = z.infer<typeof ChangeKind>;

/** What a person did last, as far as it can be undone. */
export const UndoableChange = z.object({
  id: ReshapingId,
  kind: ChangeKind,
  /** Null of what was done before the station kept the time. */
  at: instant.nullable(),
  /** From where it was done; null where that is not known any more. */
  by: ActivityActor.nullable(),
  encounters: count,
  /** The first few of them: `2024-07-15 · Haro Strait · BW`. */
  titles: z.array(z.string()),
  /** Of an edit, with what the first encounter has in them since. */
  fields: z.array(z.object({ name: FieldName, value: z.union([z.string(), z.number()]).nullable() })),
});
export type UndoableChange = z.infer<typeof UndoableChange>;

/** To be given to `:undo`; null where nothing changed. */
const undo = ReshapingId.nullable();

/** An encounter after a person's decision. */
export const DecidedRow = EncounterRow.extend({ undo });
export type DecidedRow = z.infer<typeof DecidedRow>;

/** What a person saw when deciding: the versions of encounters. What is otherwise by now is not decided of. */
export const Seen = z.record(EncounterId, z.string());
export type Seen = z.infer<typeof Seen>;

/** Fields to correct, with what a person saw in them: where that is otherwise by now, VERSION_CONFLICT. */
export const SeenEdit = FieldEdit.safeExtend({
  seen: z.partialRecord(FieldName, z.union([z.string(), z.number()]).nullable()).optional(),
});
export type SeenEdit = z.infer<typeof SeenEdit>;

/** Left as they are, since they are otherwise than they were seen, with the names that they have now. */
const otherwise = z.array(z.object({ id: EncounterId, title: z.string() }));

/** How many encounters a decision changed. */
export const ManyDecided = z.object({ changed: count, undo, otherwise });
export type ManyDecided = z.infer<typeof ManyDecided>;

/** The same, and what a denial left as it was. */
export const DecideResponse = ManyDecided.extend({
  /** Encounters that were to be denied and are approved: they stay so until they are reopened. */
  stayApproved: count,
  /** Images of what was denied that the hub shows: they stay there. */
  imagesOnHub: count,
});
export type DecideResponse = z.infer<typeof DecideResponse>;

export const page = <T extends z.ZodType>(item: T) => z.object({ asOf: count, total: count, items: z.array(item) });

export const EncounterFilter = z.enum([
  "all",
  "pending",
  "incomplete",
  "approved",
  "denied",
  "changed",
  "warnings",
  "problems",
]);
export type EncounterFilter = z.infer<typeof EncounterFilter>;

export const ManifestPatch = z.object({
  /** Only these; all that are not approved when left out. */
  encounters: z.array(EncounterId).optional(),
  seen: Seen.optional(),
  set: FieldPatch.optional(),
  override: FieldEdit.optional(),
  /** Of those that have no position: that none is known. */
  positionUnknown: z.boolean().optional(),
});

/** `deny` leaves encounters out that are not approved; `reopen` takes approvals and denials back, all of them where none is named. */
export const DecideRequest = z.discriminatedUnion("decision", [
  z.object({ decision: z.literal("deny"), encounters: z.array(EncounterId).min(1), seen: Seen.optional() }),
  z.object({
    decision: z.literal("reopen"),
    encounters: z.array(EncounterId).min(1).optional(),
    seen: Seen.optional(),
  }),
]);
export type DecideRequest = z.infer<typeof DecideRequest>;

export const ApproveRequest = z.object({
  /** Only these; all that are pending when left out. */
  encounters: z.array(EncounterId).optional(),
  seen: Seen.optional(),
  /** Fills empty fields of these encounters first. */
  set: FieldPatch.optional(),
});

/** Why encounters were left out: a field that they lack, or a finding that blocks them. */
export const LeftOutReason = z.object({
  field: FieldName.nullable(),
  finding: FindingCode.nullable(),
  message: z.string(),
  /** What a person can do. */
  hint: z.string(),
  encounters: count,
  /** Files that it is about, or else encounters, a few by name. */
  examples: z.array(z.string()),
});
export type LeftOutReason = z.infer<typeof LeftOutReason>;

export const ApproveResponse = z.object({
  approved: count,
  incomplete: count,
  /** Why these were left out, the commonest first; an encounter may have several. */
  leftOut: z.array(LeftOutReason),
  /** Images of those that were approved now that nobody has decoded yet, */
  undecoded: count,
  /** Approved encounters without a licence, where the population does not ask for one. */
  unlicensed: count,
  /** and those on drives that are away. */
  away: count,
  otherwise,
  undo,
});
export type ApproveResponse = z.infer<typeof ApproveResponse>;
