/** Scan jobs: what is asked, how far it is, what was found. */
import { z } from "zod";
import { AzureCredential } from "../azure-source.ts";
import { FieldPatch } from "../encounter.ts";
import { errorCodes } from "../errors.ts";
import { FindingCode } from "../findings.ts";
import { ManifestId, PopulationId, ScanJobId } from "../ids.ts";
import { within } from "../plain-issues.ts";
import { ReasonCode } from "../reasons.ts";
import { PathPatterns } from "./path-pattern.ts";
import { RootDates } from "./patterns.ts";
import { OfferedSource, SourcePaths, SourcesSummary } from "./sources.ts";

const count = z.int().nonnegative();
const instant = z.iso.datetime();
const ErrorCodeName = z.enum(errorCodes);

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

/** How the encounters of a reading stand to those of the version before. */
export const VersionChanges = z.object({
  /** False where everything is as it was: then there is no new version. */
  isNew: z.boolean(),
  added: count,
  changed: count,
  same: count,
  /** Of the version before; their photographs are not there, or in other encounters. */
  gone: count,
  /** As they were approved, and so approved still. */
  approved: count,
});
export type VersionChanges = z.infer<typeof VersionChanges>;

export const FilesAway = z.object({
  folder: z.string(),
  files: count,
  /** None of them was found where they were, and other photographs are: another drive is in their place. */
  isReplaced: z.boolean().default(false),
});
export type FilesAway = z.infer<typeof FilesAway>;

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
  /** Null in a first version. */
  changes: VersionChanges.nullable().default(null),
  findings: z.array(FindingSummary),
  /** Folders that hold nothing but what another one holds too: backup drives. */
  copies: z.array(z.object({ folder: z.string(), of: z.string(), images: count })).default([]),
  /** Folders that were not there, or hold nothing of what they held: what is known of their files is kept as it is. */
  away: z.array(FilesAway).default([]),
  /** Folders that are known under the name that their drive had before. */
  relinked: z.array(z.object({ from: z.string(), to: z.string() })).default([]),
  /** Null where no sheet or track was used, and none lies in the folders. */
  sources: SourcesSummary.nullable().default(null),
  /** Its path patterns, in their order, and how many photographs each fits. */
  patterns: z.array(z.object({ pattern: z.string(), images: count })).default([]),
  /** Folders with dates that could be either way round. */
  dates: z.array(RootDates).default([]),
});
export type ScanResult = z.infer<typeof ScanResult>;

export const ScanJobView = z.object({
  id: ScanJobId,
  name: z.string(),
  populationId: PopulationId,
  folders: z.array(z.string()),
  /** `interrupted`: the station ended while it was at work. */
  state: z.enum(["running", "done", "failed", "cancelled", "interrupted"]),
  /** Running, and waiting for a person to let it go on. */
  isPaused: z.boolean(),
  /** After so many minutes in which nothing changed in its folders, what is new in them is read; null: when somebody asks. */
  watchMinutes: z.int().positive().nullable(),
  startedAt: instant,
  files: FileTally,
  /** The folder being read. */
  folder: z.string().nullable(),
  result: ScanResult.nullable(),
  error: z.object({ code: ErrorCodeName, detail: z.string().nullable() }).nullable(),
});
export type ScanJobView = z.infer<typeof ScanJobView>;

export const WatchRequest = z.object({
  watchMinutes: z.int().min(1, within(1, 1440)).max(1440, within(1, 1440)).nullable(),
});

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
  /** What the names of its folders mean; left out, as the last time. */
  patterns: PathPatterns.optional(),
  /** Sheets of sightings and GPX tracks to use; left out, those of the last time. */
  ...SourcePaths.shape,
});
export type ScanRequest = z.infer<typeof ScanRequest>;

/** All folders of a scan job from now on. */
export const ScanFolders = ScanRequest.pick({ folders: true });
export type ScanFolders = z.infer<typeof ScanFolders>;

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
