/** What the dashboard and the CLI see of the station. */
import { z } from "zod";
import { PopulationSettings } from "../encounter.ts";
import { FindingCode } from "../findings.ts";
import { EncounterId, ManifestId, PopulationId, ScanJobId, Sha256 } from "../ids.ts";
import { Bucket, ImageCounts } from "../image.ts";
import { ReasonCode } from "../reasons.ts";
import { defaultLocationPrecision, LocationPrecision } from "./records.ts";
import { RunView } from "./runs.ts";
import { ScanJobView } from "./scan-job.ts";
import { StationSettings } from "./settings.ts";

const count = z.int().nonnegative();
const instant = z.iso.datetime();

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
  /** All images of the manifest, approved or not, by state. */
  images: ImageCounts,
  /** Images of approved encounters that are not complete or skipped. */
  imagesDue: count,
  /** Images of approved encounters that the hub has, by our last word from it: what a reset asks for again. */
  imagesHeld: count,
  /** Approved encounters that the hub has otherwise: what the next sync corrects there, without sending a photograph. */
  correctionsDue: count,
  /** Approved encounters in which others have changed fields on the hub, as it was last seen by a sync, a plan or a verification. */
  changedThere: count,
  /** Images of approved encounters that were delivered and that others have taken out of them on the hub, or moved. */
  takenThere: count,
  /** Approved encounters that the hub may have otherwise, because it was put back to an earlier state. */
  toTellAgain: count,
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
  /** Of its latest scan that was told one: of those that are told none, too. */
  timezone: z.string().nullable().default(null),
  /** Newest first; superseded ones are left out. */
  manifests: z.array(ManifestRow),
});
export type PopulationCard = z.infer<typeof PopulationCard>;

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
