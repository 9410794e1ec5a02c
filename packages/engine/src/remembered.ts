/** What the station remembers of encounters and images, as the engine reads and notes it. */
import type {
  AzureSource,
  EncounterId,
  EncounterValues,
  EventId,
  HubEncounterId,
  ImageFacts,
  Md5,
  PlanAnswer,
  RunResult,
  Sha256,
} from "@landfall/protocol";
import type { ImageRecord } from "./machines/image.ts";

export interface SyncEncounter {
  readonly id: EncounterId;
  readonly eventID: EventId;
  readonly encounterNumber: number | null;
  readonly values: EncounterValues;
  readonly hubEncounterId: HubEncounterId | null;
  /** A person's answer to the plan's question. */
  readonly answer: PlanAnswer | null;
  readonly delivered: Delivered | null;
}

/** What was last delivered of an encounter's fields, and the version the hub then had; null where it is not known. */
export interface Delivered {
  readonly values: EncounterValues;
  readonly version: number | null;
  /** What others had made of fields since, when the hub was last asked. */
  readonly there?: Partial<EncounterValues>;
  /** True where the hub was put back to an earlier state since: it may have forgotten this. */
  readonly untold?: boolean;
}

/** What others have made of an encounter on the hub since it was delivered; empty where there is nothing. */
export interface SeenThere {
  readonly encounter: EncounterId;
  /** Fields that only others have changed. */
  readonly values: Partial<EncounterValues>;
  /** Images that the hub has, and not in this encounter any more. */
  readonly taken: readonly Sha256[];
}

/** An image that the hub has, or may have, in one of its encounters. */
export interface OnHub {
  readonly sha256: Sha256;
  readonly hubEncounter: HubEncounterId;
}

/** What a correction has come to. */
export interface CorrectionNote {
  readonly delivered?: Delivered;
  /** Values that only others have changed on the hub: they become the encounter's, where nobody has edited it here since. */
  readonly taken?: Partial<EncounterValues>;
  /** The hub has these images in this encounter. */
  readonly placed?: { readonly hub: HubEncounterId; readonly images: readonly Sha256[] };
  /**
   * It does not have these there for this encounter. Only the encounter's own notes go: what other encounters note is theirs, and
   * where one that has the photograph is that encounter of the hub, it is noted for that one.
   */
  readonly forgotten?: readonly OnHub[];
  /** What the hub was told of single images. */
  readonly told?: readonly { readonly sha256: Sha256; readonly facts: ImageFacts }[];
  /** For the run's result. */
  readonly counts?: Partial<RunResult["corrected"]>;
}

interface AnyImage {
  /** The SHA-256 of its bytes; of one that lies in Azure its key, since nobody has read them. */
  readonly sha256: Sha256;
  /** Of one that lies in Azure, the SHA-256 of its bytes as soon as the hub has said it. */
  readonly hashed: Sha256 | null;
  readonly bytes: number;
  readonly mediaType: string;
  readonly fileName: string;
  readonly capturedAt: string | null;
  /** As XMP states it: 1 to 5, −1 for rejected; null where it states none. */
  readonly rating: number | null;
  /** What is said of it. */
  readonly facts: ImageFacts;
  /** What the hub was last told of that, without what it may have forgotten since; null where it was told nothing. */
  readonly told: Partial<ImageFacts> | null;
  /** Whether it can be shown. */
  readonly hasPreview: boolean;
  readonly record: ImageRecord;
  /** The hub's encounter that has it, by our last word to it. */
  readonly hubEncounter: HubEncounterId | null;
  /** Why a person left it out. */
  readonly leftOut: string | null;
  /** Encounters of the hub that it is not in any more by this station's word, or that a person brings it back to. */
  readonly takenOut: readonly HubEncounterId[];
}

/** An image that lies on a disk and goes through the station. */
export interface OwnImage extends AnyImage {
  readonly md5: Md5;
  readonly source?: undefined;
}

/** An image that lies in somebody's container and is copied from there to the hub. */
export interface FarImage extends AnyImage {
  /** As the container states it. */
  readonly md5: Md5 | null;
  readonly source: AzureSource;
}

export type SyncImage = OwnImage | FarImage;
