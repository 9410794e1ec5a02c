/** What grouping takes and gives: plain data that survives a structured clone. */
import type {
  AzureSource,
  Camera,
  ClockPoint,
  DayMonthOrder,
  EncounterValues,
  FactProvenance,
  FieldName,
  FieldPatch,
  FieldProvenance,
  FindingCode,
  FindingDetails,
  FindingSummary,
  ImageFacts,
  Md5,
  PathPattern,
  ReasonCode,
  ScanResult,
  Sha256,
} from "@landfall/protocol";
import type { IdentifierRules } from "./individuals/identifiers.ts";
import type { DatesOfRoot } from "./path-ports.ts";
import type { CameraPerson, PeopleRules } from "./people/resolve.ts";
import type { FoundFile } from "./scan-ports.ts";
import type { SheetReport, SheetSource, Track, TrackPosition, TrackReport, WithoutRow } from "./source-ports.ts";

/** What grouping needs of a file; a {@link FoundFile} is one. */
export type GroupInput = Pick<
  FoundFile,
  | "root"
  | "path"
  | "size"
  | "bucket"
  | "mediaType"
  | "sha256"
  | "md5"
  | "pictureSha256"
  | "source"
  | "metadata"
  | "findings"
>;

/** What is known of one camera's clock over a range of the times that it showed. */
export interface ClockRule {
  readonly camera: Camera;
  /** A local day or moment as the camera showed it, inclusive; null: without end. */
  readonly from: string | null;
  readonly to: string | null;
  /** One or two, the earlier first. */
  readonly points: readonly ClockPoint[];
  /** Files, by index, whose date was changed in the file after the rule was made: it may have been made right there. */
  readonly redated?: ReadonlySet<number>;
}

export interface PathOfFile {
  readonly root: number;
  /** Below its root. */
  readonly path: string;
}

/** As an earlier version has it: the path that placed a photograph. */
export interface PlacedBefore extends PathOfFile {
  /** What it is known by outside. */
  readonly key: number;
  /** A person has approved or denied its encounter. */
  readonly isDecided: boolean;
  /** All paths that it was known under. */
  readonly known: readonly PathOfFile[];
}

/** As it was approved: who took a photograph, and the paths that it was found under and is no longer. */
export interface ApprovedBefore {
  readonly recordedBy: string;
  readonly paths: readonly PathOfFile[];
}

export interface GroupOptions {
  /** The roots of the scan; their own folder names are hints too. */
  readonly roots: readonly string[];
  /** A pause longer than this splits photographs of one day, place and photographer. Two hours when left out. */
  readonly gapMs?: number;
  /** Fills empty fields, never regroups. */
  readonly set?: FieldPatch;
  /** Replaces. A replaced locality or photographer takes part in the grouping; a replaced date does not. */
  readonly override?: FieldPatch;
  /** IANA name of the zone of cameras that state no offset. It never moves a time or a day. */
  readonly timezone?: string;
  /** What is known of cameras whose clocks were wrong. */
  readonly clocks?: readonly ClockRule[];
  /** Who its photographers are. */
  readonly people?: PeopleRules;
  /** Whose photographs its cameras' are. */
  readonly cameraPeople?: readonly CameraPerson[];
  /** How its individuals' identifiers are written. */
  readonly identifiers?: IdentifierRules;
  /** What the names of its folders mean; the first that fits says it, before what is guessed. */
  readonly patterns?: readonly PathPattern[];
  /** Whether day or month comes first in the names of each root, where a person has said it. */
  readonly dayMonthOrders?: readonly (DayMonthOrder | null)[];
  /** Tables of sightings, as they were read. */
  readonly sheets?: readonly SheetSource[];
  /** Tracks of the boats that the photographs were taken from. */
  readonly tracks?: readonly Track[];
  /** By SHA-256: where photographs under several paths were placed before, what counts most first. */
  readonly before?: ReadonlyMap<string, readonly PlacedBefore[]>;
  /** By SHA-256: who was approved as the photographer of photographs that were moved since. */
  readonly approved?: ReadonlyMap<string, ApprovedBefore>;
}

/** A draft, and what became of the sheets. */
export interface Grouping {
  readonly encounters: DraftEncounter[];
  readonly sheets: readonly SheetReport[];
  /** Photographs of no row, where there are sheets: how many, and some of their paths. */
  readonly withoutRow: readonly WithoutRow[];
  readonly tracks: readonly TrackReport[];
  /** How many photographs each of the scan's patterns fits, in their order. */
  readonly patterns: readonly { readonly pattern: string; readonly images: number }[];
  /** Roots with dates that could be either way round. */
  readonly dates: readonly DatesOfRoot[];
}

/** What is said of an image, and where each of it comes from. */
export interface SaidFacts extends ImageFacts {
  readonly said: FactProvenance;
}

/** The same bytes in one encounter, from any of `files`. */
export interface DraftImage {
  /** Its key, where it has a `source`. */
  readonly sha256: Sha256;
  /** Null only where it has a `source` that states none. */
  readonly md5: Md5 | null;
  readonly source?: AzureSource;
  readonly bytes: number;
  readonly mediaType: string;
  /** Of the first file. */
  readonly fileName: string;
  /** Local time with its offset where the file or the option tells it, `2016-07-01T10:11:12.120+02:00`, or a day. */
  readonly capturedAt: string | null;
  readonly rating: number | null;
  /** Its side, quality and people, as the file says them; absent where it says nothing. */
  readonly facts?: SaidFacts;
  /** The file it belongs to and travels with: of a sidecar, of the JPEG beside a RAW file, of a video. */
  readonly pairedWith?: string | null;
  /** The burst that it is a frame of; a number of this draft. */
  readonly burst?: number | null;
  /** Its photographers as they are written, best first down to the one that counts. */
  readonly photographers?: readonly string[];
  /** Where a track places it; its own position stands with its file. */
  readonly trackPosition?: TrackPosition & { readonly place: string };
  /** Indexes into the list of files that was grouped; the first is the best place to send from. */
  readonly files: readonly number[];
  /** Key of the file whose path placed it, where that is gone. */
  readonly placedBy?: number;
  /** Of its files, and of its place in the encounter. */
  readonly findings: readonly FindingCode[];
}

export interface DraftEncounter {
  readonly values: EncounterValues;
  readonly provenance: FieldProvenance;
  /** Set where the folder names a number, or where several encounters share day, place and photographer. */
  readonly encounterNumber: number | null;
  /** Nobody has written that number: it only keeps it apart from others. */
  readonly isNumberGiven?: boolean;
  /** Local times of the first and last photograph that states one. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  /** Of the encounter as a whole; those of single images stand with the images. */
  readonly findings: readonly FindingCode[];
  /** What some of these findings are about, as text to show. */
  readonly details?: FindingDetails;
  /** In order of time, then of path. */
  readonly images: readonly DraftImage[];
}

export interface Draft {
  readonly files: readonly (GroupInput & { readonly reason: ReasonCode | null })[];
  readonly encounters: readonly DraftEncounter[];
}

export interface EncounterCheck {
  /** The required fields that are empty. */
  readonly missing: readonly FieldName[];
  /** Each code once, with the number of images it concerns; 1 for a finding of the whole encounter. */
  readonly findings: readonly { readonly code: FindingCode; readonly count: number }[];
}

/** What a scan result says, minus the ids. */
export interface DraftCheck
  extends Omit<
    ScanResult,
    | "scanJobId"
    | "manifestId"
    | "version"
    | "encounters"
    | "changes"
    | "away"
    | "relinked"
    | "sources"
    | "patterns"
    | "dates"
  > {
  /** One for each encounter of the draft, in its order. */
  readonly encounters: readonly EncounterCheck[];
  readonly findings: FindingSummary[];
}
