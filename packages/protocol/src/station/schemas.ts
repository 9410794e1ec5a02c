/** What the dashboard and the CLI see of the station. */
import { z } from "zod";
import { AzureCredential } from "../azure-source.ts";
import {
  EncounterSyncState,
  EncounterValues,
  FieldName,
  FieldPatch,
  FieldProvenance,
  PopulationSettings,
  ReviewState,
  Since,
} from "../encounter.ts";
import { errorCodes } from "../errors.ts";
import { FindingCode, ReasonCode } from "../findings.ts";
import { HubEncounter } from "../hub/schemas.ts";
import {
  EncounterId,
  EventId,
  HubEncounterId,
  ManifestId,
  PopulationId,
  ReshapingId,
  RunId,
  ScanJobId,
  Sha256,
} from "../ids.ts";
import { Bucket, ImageCounts, ImageState, Side } from "../image.ts";
import { defaultLocationPrecision, LocationPrecision } from "./records.ts";
import { RunLimits, StationSettings } from "./settings.ts";
import { OfferedSource, SourcePaths, SourcesSummary } from "./sources.ts";

const count = z.int().nonnegative();
const instant = z.iso.datetime();
const ErrorCodeName = z.enum(errorCodes);

export const HubStatus = z.object({
  state: z.enum(["notConnected", "checking", "reachable", "offline", "unavailable", "notTheHub"]),
  url: z.string().nullable(),
  version: z.string().nullable(),
  /** Of the last check, milliseconds. */
  latencyMs: z.number().nullable(),
  /** By how much the hub's clock is ahead of this machine's, in whole minutes; null where they agree well enough. */
  clockAheadMs: z.int().nullable(),
  checkedAt: instant.nullable(),
  detail: z.string().nullable(),
});
export type HubStatus = z.infer<typeof HubStatus>;

export const KeyStatus = z.object({
  state: z.enum(["none", "unknown", "ready", "invalid"]),
  /** The key's name on the hub. The key itself is never shown. */
  name: z.string().nullable(),
});
export type KeyStatus = z.infer<typeof KeyStatus>;

export const PauseReason = z.enum(["user", "offline", "unavailable", "auth", "window", "budget", "disk", "queue"]);
export type PauseReason = z.infer<typeof PauseReason>;

export const RunState = z.enum(["running", "paused", "done", "cancelled", "failed"]);
export type RunState = z.infer<typeof RunState>;

/** What a run has corrected on the hub. */
const CorrectionCounts = z.object({
  /** Encounters whose fields were. */
  updated: count,
  /** Images. */
  moved: count,
  withdrawn: count,
});

/** What a run did. Each image of the run is in exactly one count once the run has settled. */
export const RunResult = z.object({
  encounters: z.object({ synced: count, partial: count, failed: count }),
  images: z.object({
    /** Delivered and verified by this run. */
    complete: count,
    /** Held by the hub before this run sent anything. */
    alreadyThere: count,
    /** Spent their retries, or were refused; Retry sends them. */
    failed: count,
    missing: count,
    changed: count,
  }),
  /** Bytes of images put on the wire, including what had to be sent again. */
  bytesSent: count,
  corrected: CorrectionCounts.default({ updated: 0, moved: 0, withdrawn: 0 }),
});
export type RunResult = z.infer<typeof RunResult>;

/** What a run may spend before it asks again, and has. */
export const RunBudget = RunLimits.extend({ spentBytes: count, spentMs: count });
export type RunBudget = z.infer<typeof RunBudget>;

export const RunView = z.object({
  id: RunId,
  manifestId: ManifestId,
  state: RunState,
  reasons: z.array(PauseReason),
  /** The error that ended the run, or why it is paused. */
  error: z.object({ code: ErrorCodeName, detail: z.string().nullable() }).nullable(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  /** When what waits comes due again by itself. */
  nextAttemptAt: instant.nullable(),
  /** Null where it is not limited. */
  budget: RunBudget.nullable(),
  /** True when nothing is at work and nothing can be until `nextAttemptAt` or a person acts. */
  settled: z.boolean(),
  /** Its place in the queue, 1 for the first; null when it is over. */
  position: z.int().positive().nullable(),
  result: RunResult,
});
export type RunView = z.infer<typeof RunView>;

/** Runs that are not over, from the first to the last. The first that can send has the wire. */
export const QueueView = z.object({
  items: z.array(z.object({ run: RunView, manifestName: z.string(), version: z.int(), populationName: z.string() })),
});
export type QueueView = z.infer<typeof QueueView>;

export const EncounterCounts = z.object({
  incomplete: count,
  pending: count,
  approved: count,
  denied: count,
  /** Of the approved ones. */
  synced: count,
  partial: count,
  failed: count,
});
export type EncounterCounts = z.infer<typeof EncounterCounts>;

export const ManifestStatus = z.enum(["draft", "approved", "superseded"]);
export type ManifestStatus = z.infer<typeof ManifestStatus>;

export const ManifestRow = z.object({
  id: ManifestId,
  populationId: PopulationId,
  scanJobId: ScanJobId,
  /** The scan job's name. */
  name: z.string(),
  version: z.int().positive(),
  status: ManifestStatus,
  createdAt: instant,
  approvedAt: instant.nullable(),
  encounters: EncounterCounts,
  /** Encounters that are as they were approved in the version before, and wait to be approved again. */
  asApproved: count,
  /** All images of the manifest, approved or not, by state. */
  images: ImageCounts,
  /** Images of approved encounters that are not complete or skipped. */
  imagesDue: count,
  /** Images of approved encounters that the hub has, by our last word from it: what a reset asks for again. */
  imagesHeld: count,
  /** Approved encounters that the hub has otherwise: what the next sync corrects there, without sending a photograph. */
  correctionsDue: count,
  bytes: count,
  bytesComplete: count,
  run: RunView.nullable(),
});
export type ManifestRow = z.infer<typeof ManifestRow>;

export const PopulationCard = z.object({
  id: PopulationId,
  name: z.string(),
  /** False while the name is known on this station only. */
  onHub: z.boolean(),
  gate: z.enum(["open", "closed"]).nullable(),
  settings: PopulationSettings,
  /** Of places in records for others; a setting of this station. */
  locationPrecision: LocationPrecision.default(defaultLocationPrecision),
  /** Newest first; superseded ones are left out. */
  manifests: z.array(ManifestRow),
});
export type PopulationCard = z.infer<typeof PopulationCard>;

export const FindingSummary = z.object({
  code: FindingCode,
  severity: z.enum(["blocking", "warning", "note"]),
  message: z.string(),
  count: count,
  /** A few of the files it concerns. */
  examples: z.array(z.string()),
});
export type FindingSummary = z.infer<typeof FindingSummary>;

export const FileTally = z.object({ found: count, images: count, unreadable: count, ignored: count });
export type FileTally = z.infer<typeof FileTally>;

export const ScanResult = z.object({
  scanJobId: ScanJobId,
  manifestId: ManifestId,
  version: z.int().positive(),
  files: FileTally,
  /** How many files of each reason were not taken as images. */
  reasons: z.array(z.object({ reason: ReasonCode, message: z.string(), count, examples: z.array(z.string()) })),
  encounters: count,
  complete: count,
  incomplete: count,
  findings: z.array(FindingSummary),
  /** Folders that hold nothing but what another one holds too: backup drives. */
  copies: z.array(z.object({ folder: z.string(), of: z.string(), images: count })).default([]),
  /** Folders that were not there, or empty where photographs had been: what is known of their files is kept as it is. */
  away: z.array(z.object({ folder: z.string(), files: count })).default([]),
  /** Folders that are known under the name that their drive had before. */
  relinked: z.array(z.object({ from: z.string(), to: z.string() })).default([]),
  /** Null where no sheet or track was used, and none lies in the folders. */
  sources: SourcesSummary.nullable().default(null),
});
export type ScanResult = z.infer<typeof ScanResult>;

export const ScanJobView = z.object({
  id: ScanJobId,
  name: z.string(),
  populationId: PopulationId,
  folders: z.array(z.string()),
  state: z.enum(["running", "done", "failed", "cancelled"]),
  /** Running, and waiting for a person to let it go on. */
  isPaused: z.boolean(),
  startedAt: instant,
  files: FileTally,
  /** The folder being read. */
  folder: z.string().nullable(),
  result: ScanResult.nullable(),
  error: z.object({ code: ErrorCodeName, detail: z.string().nullable() }).nullable(),
});
export type ScanJobView = z.infer<typeof ScanJobView>;

export const StationSnapshot = z.object({
  /** Every durable event up to and including this sequence number is in this snapshot. */
  asOf: count,
  version: z.string(),
  hub: HubStatus,
  key: KeyStatus,
  settings: StationSettings,
  populations: z.array(PopulationCard),
  /** Running ones, and the latest finished ones. */
  scanJobs: z.array(ScanJobView),
});
export type StationSnapshot = z.infer<typeof StationSnapshot>;

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
  missing: z.array(FieldName),
  sync: EncounterSyncState,
  images: ImageCounts,
  imageCount: count,
  bytes: count,
  /** Up to three images to show it by. */
  covers: z.array(Sha256),
  findings: z.array(
    z.object({ code: FindingCode, severity: z.enum(["blocking", "warning", "note"]), message: z.string(), count }),
  ),
  hubEncounterId: HubEncounterId.nullable(),
  /** Approved, and the hub has it otherwise: the next sync corrects that. */
  correctionDue: z.boolean(),
  /** A person wants it sent before the others. */
  sendFirst: z.boolean(),
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
  /** Why it was left out. */
  leftOut: z.string().nullable(),
  /** As its name or folder says. */
  side: Side.nullable(),
  /** Those that its name, its folders or its keywords name, by the population's rule. */
  individuals: z.array(z.string()),
});
export type ImageRow = z.infer<typeof ImageRow>;

/** What a person did to which images encounters have. */
export const Reshaped = z.object({
  /** As they are now; the one that the images of the request are in comes first. */
  encounters: z.array(EncounterRow),
  /** Left without images, and so no encounters any more. */
  removed: z.array(EncounterId),
  /** To be given to `:undo`; null where it cannot be undone. */
  undo: ReshapingId.nullable(),
});
export type Reshaped = z.infer<typeof Reshaped>;

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

export const ScanRequest = z.object({
  /** Absolute paths, or `azure://ACCOUNT/CONTAINER/FOLDER`. */
  folders: z.array(z.string().min(1)).min(1).max(100),
  /** Lets the station into the containers among them; kept, and not needed the next time. A secret, never shown again. */
  azure: AzureCredential.optional(),
  /** By name; one that is not known yet stays on this station until the hub has it. */
  population: z.string().trim().min(1).max(200),
  name: z.string().trim().min(1).max(200).optional(),
  /** IANA name such as `America/Vancouver`, for photographs that state no offset. */
  timezone: z.string().min(1).max(100).optional(),
  /** Fills empty fields only and never regroups. */
  set: FieldPatch.optional(),
  /** Replaces. */
  override: FieldPatch.optional(),
  /** Sheets of sightings and GPX tracks to use; left out, those of the last time. */
  ...SourcePaths.shape,
});
export type ScanRequest = z.infer<typeof ScanRequest>;

export const ManifestPatch = z.object({ set: FieldPatch.optional(), override: FieldPatch.optional() });
export const ApproveRequest = z.object({
  /** Only these; all that are pending when left out. */
  encounters: z.array(EncounterId).optional(),
  /** Only those that are as they were approved in the version before. */
  asApproved: z.boolean().optional(),
  /** Fills empty fields of these encounters first. */
  set: FieldPatch.optional(),
});
export const ApproveResponse = z.object({ approved: count, incomplete: count });

const FieldValue = z.union([z.string(), z.number()]).nullable();

const BothValues = z.object({ field: FieldName, ours: FieldValue, theirs: FieldValue });

/** A question that only a person can answer: which encounter of the hub, if any, is this? */
export const PlanQuestion = z.object({
  encounterId: EncounterId,
  values: EncounterValues,
  images: count,
  why: z.enum(["sharesPhotographs", "sameKeyTwice", "severalHoldPhotographs", "correctedElsewhere"]),
  message: z.string(),
  /** With `correctedElsewhere`: what the station would send, and what the hub has instead. */
  conflicts: z.array(BothValues),
  /** With the same: what only the hub's has changed in since it was delivered. The station takes it over with the answer. */
  changedThere: z.array(BothValues),
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
  /** The same, encounter by encounter. */
  corrections: z.array(
    z.object({
      encounterId: EncounterId,
      values: EncounterValues,
      update: z.array(z.object({ field: FieldName, from: FieldValue, to: FieldValue })),
      /** Images that come to it. */
      move: count,
      withdraw: count,
    }),
  ),
  questions: z.array(PlanQuestion),
});
export type PlanView = z.infer<typeof PlanView>;

const SomeValues = EncounterValues.partial().strict();

export const PlanAnswer = z.discriminatedUnion("choice", [
  z.object({ choice: z.literal("join"), hubEncounterId: HubEncounterId }),
  z.object({ choice: z.literal("apart") }),
  /** Of `correctedElsewhere`: send the station's values; `values` are those of the hub that they replace. */
  z.object({ choice: z.literal("ours"), values: SomeValues, changedThere: SomeValues.optional() }),
  /** The station takes over these values of the hub. With either it takes over what was changed only there. */
  z.object({ choice: z.literal("theirs"), values: SomeValues, changedThere: SomeValues.optional() }),
]);
export type PlanAnswer = z.infer<typeof PlanAnswer>;

/** Only what all of these say; everything that failed when nothing is said. */
export const RetryScope = z.object({
  encounter: EncounterId.optional(),
  image: Sha256.optional(),
  /** What failed for this cause. */
  code: ErrorCodeName.optional(),
});
export type RetryScope = z.infer<typeof RetryScope>;

/** One image that needs another attempt. */
export const ProblemFile = z.object({
  sha256: Sha256,
  filePath: z.string().describe("With its root"),
  state: ImageState,
  detail: z.string().nullable(),
});
export type ProblemFile = z.infer<typeof ProblemFile>;

export const ProblemCause = z.object({
  code: ErrorCodeName,
  message: z.string(),
  hint: z.string(),
  detail: z.string().nullable(),
  count,
  /** Paths of some of the files. */
  files: z.array(z.string()),
  nextAttemptAt: instant.nullable(),
});
export const ProblemGroup = z.object({
  encounterId: EncounterId,
  manifestId: ManifestId,
  populationId: PopulationId,
  values: EncounterValues,
  sync: EncounterSyncState,
  arrived: count,
  total: count,
  causes: z.array(ProblemCause),
});
export type ProblemGroup = z.infer<typeof ProblemGroup>;
export const ProblemsView = z.object({
  asOf: count,
  /** The first few hundred of each; what is solved makes room for the rest. */
  actionable: z.array(ProblemGroup),
  skipped: z.array(ProblemGroup),
  /** Encounters, also those that are not listed. */
  totals: z.object({ actionable: count, skipped: count }),
});
export type ProblemsView = z.infer<typeof ProblemsView>;

export const FolderView = z.object({
  path: z.string().nullable().describe("null at the top, where the allowed roots are listed"),
  parent: z.string().nullable(),
  folders: z.array(z.object({ name: z.string(), path: z.string() })),
  /** Files directly in it. */
  files: count,
  /** Of them, those that may be sheets of sightings or tracks. */
  sources: z.array(OfferedSource).default([]),
});
export type FolderView = z.infer<typeof FolderView>;

/** One file found, exactly as it and its sources state it. Names follow Camtrap DP and Darwin Core. */
export const ExportEntry = z.object({
  filePath: z.string().describe("Relative to its root, with `/`"),
  root: z.string(),
  sha256: Sha256.nullable(),
  mediaType: z.string().nullable(),
  bucket: Bucket,
  reason: ReasonCode.nullable(),
  localTime: z.string().nullable(),
  offset: z.string().nullable(),
  offsetSource: z.enum(["stated", "gps"]).nullable().describe("Where the offset comes from; null: the zone is unknown"),
  timeSource: z.string().nullable(),
  decimalLatitude: z.number().nullable(),
  decimalLongitude: z.number().nullable(),
  /** Where a track places it that states no position itself. */
  trackPosition: z
    .object({
      decimalLatitude: z.number(),
      decimalLongitude: z.number(),
      coordinateUncertaintyInMeters: z.number(),
      place: z.string().describe("The track and the instant"),
    })
    .nullable(),
  recordedBy: z.string().nullable(),
  orientation: z.int().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  encounter: EncounterId.nullable(),
  findings: z.array(FindingCode),
});
export type ExportEntry = z.infer<typeof ExportEntry>;
