/** What the engine asks of the rest of the house. The engine owns these types; others implement them. */
import type {
  Client,
  EncounterId,
  Ensured,
  HubContract,
  HubEncounterId,
  ImageFacts,
  ManifestId,
  PopulationId,
  RunId,
  Sha256,
} from "@landfall/protocol";

import type { Budget } from "./machines/budget.ts";
import type { ImageEvent } from "./machines/image.ts";
import type { RunEvent, RunRecord } from "./machines/run.ts";
import type { CorrectionNote, Delivered, OnHub, SeenThere, SyncEncounter, SyncImage } from "./remembered.ts";
import type {
  AcknowledgedBlocks,
  LinkSource,
  Preconnect,
  PutBlob,
  PutBlock,
  PutBlockList,
  ReadSource,
  SourceFile,
} from "./wire-ports.ts";

export type * from "./remembered.ts";
export type * from "./wire-ports.ts";

export interface ImageChange {
  readonly sha256: Sha256;
  readonly event: ImageEvent;
}

/** What a run leaves behind beside the states of images. */
export interface RunMark {
  readonly run: RunId;
  /** Bytes put on the wire since the last mark. */
  readonly bytesSent?: number;
  /** True where the images were held by the hub before this run sent anything. */
  readonly alreadyThere?: boolean;
}

/** What a hub keeps by name. */
export type NameKind = "photographer" | "individual";

/**
 * The station's memory. Every method is one synchronous transaction; a disk that is full throws DISK_FULL. A person may put
 * images elsewhere, and merge encounters, while a run is at work: an encounter that is no more has no images, and what is
 * noted of one, or of an image that it does not have, is left out.
 */
export interface Ledger {
  /** Approved encounters of a manifest, in order of time. */
  encounters(manifest: ManifestId): SyncEncounter[];
  /** The same with those that nobody has decided about; only these and others of the same day, place and photographer where some are named. */
  proposed(manifest: ManifestId, only?: ReadonlySet<EncounterId>): SyncEncounter[];
  /**
   * Those that nobody has decided about, of the same day, place and photographer as an approved one, where the hub has neither by our
   * last word: they may be the encounter of the hub that the approved one would be.
   */
  rivals(manifest: ManifestId): SyncEncounter[];
  /** Which encounter of the manifest a hub encounter is: an approved one, or one that nobody has decided about. */
  takenBy(manifest: ManifestId): Map<HubEncounterId, EncounterId>;
  /** All images of an encounter, in order of time. */
  images(encounter: EncounterId): SyncImage[];
  /** Approved encounters with an image that is due at this time. */
  dueEncounters(manifest: ManifestId, nowMs: number): EncounterId[];
  /** Approved encounters that a person wants sent before the others, in that order. */
  chosen(manifest: ManifestId): EncounterId[];
  /** The ratings that images of each approved encounter have, clamped to −1 … 5; 0 is none. */
  ratings(manifest: ManifestId): Map<EncounterId, number[]>;
  /** When the next waiting image of an approved encounter comes due; null when none waits. */
  nextDueMs(manifest: ManifestId): number | null;
  /** When it was last found that the hub was put back to an earlier state, epoch milliseconds: from then on it counts as not told. */
  wentBackMs(): number | null;
  /** Notes that the plan asks a person about these. */
  asked(encounters: readonly EncounterId[]): void;
  /** Notes what others have changed on the hub, and where that is no longer so. */
  seenThere(seen: readonly SeenThere[]): void;
  /** Where an image's bytes may be found, the likeliest first; looked up one after the other, as far as they are wanted. */
  sources(encounter: EncounterId, sha256: Sha256): Iterable<SourceFile>;
  /** Which of these hub encounters belong to an encounter (another eventID) outside this manifest. */
  boundElsewhere(manifest: ManifestId, hubEncounters: readonly HubEncounterId[]): Set<HubEncounterId>;
  /** Which encounter of the hub it is, with the fields that were given when it was found or made. */
  bind(encounter: EncounterId, hubEncounter: HubEncounterId, delivered: Delivered): void;
  /**
   * Notes that the hub is about to have these images in this encounter: should its answer be lost, it is known where to
   * look; and where they were noted before, becomes a stray. Returns those that still are the approved encounter's, with
   * what is said of each: as it is told from now on.
   */
  opening(encounter: EncounterId, hubEncounter: HubEncounterId, images: readonly Sha256[]): Map<Sha256, ImageFacts>;
  /** Notes the same of images that are about to be moved there. Returns those that still are the approved encounter's. */
  moving(encounter: EncounterId, from: HubEncounterId, to: HubEncounterId, images: readonly Sha256[]): Sha256[];
  /** Which of these are still to be taken out of the hub's encounter: left out here, and no encounter's of the manifest there. */
  leaving(encounter: EncounterId, from: HubEncounterId, images: readonly Sha256[]): Sha256[];
  /** Hub encounters that encounters of this manifest are, approved or not. */
  bound(manifest: ManifestId): Set<HubEncounterId>;
  /**
   * Which of these photographs the manifest has in its encounter that is that one of the hub, left out or not, or notes there: the
   * others of that encounter came to the hub from elsewhere.
   */
  ownThere(manifest: ManifestId, images: readonly OnHub[]): OnHub[];
  /** Which of these are photographs of the very encounter of the manifest that the hub's encounter is. */
  keptThere(manifest: ManifestId, images: readonly OnHub[]): OnHub[];
  /** Which of these an encounter of the manifest has, not left out, that is that encounter of the hub or notes it there. */
  wantedThere(manifest: ManifestId, images: readonly OnHub[]): OnHub[];
  /** Images that the hub may have in another encounter as well. */
  strays(encounter: EncounterId): OnHub[];
  /** Approved encounters with strays that the hub holds by now. */
  strayEncounters(manifest: ManifestId): EncounterId[];
  corrected(encounter: EncounterId, note: CorrectionNote, run: RunId): void;
  /** Whom approved encounters of the manifest name, and the hub has not been told of. */
  namesDue(manifest: ManifestId, kind: NameKind): string[];
  /** What the hub made of them. */
  named(manifest: ManifestId, kind: NameKind, items: readonly Ensured[]): void;
  /** The one write path of images: read rows, step, write rows, append events. */
  applyImages(encounter: EncounterId, changes: readonly ImageChange[], mark: RunMark): void;
  /** Does all of this work in one transaction. */
  together(work: () => void): void;
  /** What the store has acknowledged of an image that is sent in blocks; null when nothing. */
  blocks(encounter: EncounterId, sha256: Sha256): AcknowledgedBlocks | null;
  /** Notes one more, and what was sent; those of another target or size are forgotten. */
  acknowledgeBlock(
    encounter: EncounterId,
    sha256: Sha256,
    of: Omit<AcknowledgedBlocks, "indexes">,
    index: number,
    mark: RunMark,
  ): void;
  forgetBlocks(encounter: EncounterId, sha256: Sha256): void;
  /** The runs that are not over, in the order in which they may use the wire. */
  queue(): RunId[];
  /** What the run may spend, and has; null where it is not limited. */
  budget(run: RunId): Budget | null;
  /** Adds to what is spent, and to what the run has sent; returns what then is spent. */
  spend(run: RunId, more: { readonly bytes: number; readonly ms: number }): Budget | null;
  run(run: RunId): RunRecord;
  /** The one write path of runs. */
  applyRun(run: RunId, event: RunEvent): RunRecord;
}

export interface Clock {
  now(): number;
  /** Resolves after this time, or rejects with the signal's reason. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Notes of running work; recorded by workers, sampled by readers, never stored. */
export interface ProgressSink {
  encounter(encounter: EncounterId): void;
  started(encounter: EncounterId, sha256: Sha256, bytes: number): void;
  sent(encounter: EncounterId, sha256: Sha256, sentBytes: number): void;
  ended(encounter: EncounterId, sha256: Sha256): void;
}

export type HubClient = Pick<
  Client<HubContract>,
  | "known"
  | "match"
  | "encounter"
  | "findOrCreate"
  | "correct"
  | "moveImages"
  | "withdrawImages"
  | "describeImages"
  | "openSessions"
  | "copy"
  | "commit"
  | "resolvePhotographers"
  | "ensureIndividuals"
  | "health"
>;

export interface EnginePorts {
  readonly ledger: Ledger;
  /** The client with the credentials of this moment: a person may mend the key while a run waits. */
  readonly hub: () => HubClient;
  readonly putBlob: PutBlob;
  readonly putBlock: PutBlock;
  readonly putBlockList: PutBlockList;
  readonly preconnect: Preconnect;
  readonly readSource: ReadSource;
  readonly linkSource: LinkSource;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly progress: ProgressSink;
}

/** What a run works on. */
export interface RunTask {
  readonly run: RunId;
  readonly manifest: ManifestId;
  /** The population's id on the hub. */
  readonly population: PopulationId;
  /** A sync checks all approved encounters; a retry takes only what is due. */
  readonly kind: "sync" | "retry";
  readonly startedAtMs: number;
}
