/** The plan: what a run will do, before it does anything. */
import type {
  EncounterId,
  EncounterValues,
  HubEncounter,
  HubEncounterId,
  ImageFactName,
  ImageFacts,
  ImageFactsPatch,
  KnownResponse,
  MatchResponse,
  PlanQuestion,
  Sha256,
} from "@landfall/protocol";
import type { OnHub, SyncEncounter } from "../ports.ts";

/** One approved encounter and what is asked about it. */
export interface Subject {
  readonly encounter: SyncEncounter;
  /** Given, or set apart from others of the manifest that would have the same key. */
  readonly encounterNumber: number | null;
  readonly images: readonly SubjectImage[];
  /** Left out by a person, and on the hub by our last word. */
  readonly leftOut: readonly (OnHub & { readonly reason: string | null })[];
  readonly strays: readonly OnHub[];
  /** Of images that lie in Azure: key → the SHA-256 by which the hub's encounters have them. */
  readonly hashed: ReadonlyMap<Sha256, Sha256>;
}

export interface SubjectImage {
  readonly sha256: Sha256;
  readonly bytes: number;
  /** It lies in a container and is copied from there. */
  readonly isFar: boolean;
  /** The station believes that the hub has confirmed it. */
  readonly confirmed: boolean;
  /** The hub's encounter that has it, by our last word. */
  readonly hubEncounter: HubEncounterId | null;
  /** Encounters of the hub that it is not in any more by this station's word, or that a person brings it back to. */
  readonly takenOut: readonly HubEncounterId[];
  readonly fileName: string;
  readonly facts: ImageFacts;
  readonly told: Partial<ImageFacts> | null;
}

/** What the hub answered about all subjects. */
export interface HubAnswers {
  readonly matches: ReadonlyMap<string, MatchResponse["matches"][number]>;
  readonly known: ReadonlyMap<Sha256, KnownResponse["images"][number]>;
  readonly blobs: string | null;
  /** What it keeps of what is said of single images. */
  readonly imageFacts: readonly ImageFactName[];
  readonly encounters: ReadonlyMap<HubEncounterId, HubEncounter>;
  /** Hub encounters that encounters of this manifest are already, approved or not: nobody else of it becomes one of them unasked. */
  readonly takenBy: ReadonlyMap<HubEncounterId, EncounterId>;
  /** Hub encounters that encounters of this manifest are, approved or not. */
  readonly bound: ReadonlySet<HubEncounterId>;
  /** Whether the manifest has brought the photograph there, or its encounter that is this one of the hub has it, left out or not. */
  readonly isOwnThere: (image: OnHub) => boolean;
  /** Whether the manifest's encounter that this one of the hub is has the photograph too: then it stays there. */
  readonly isKeptThere: (image: OnHub) => boolean;
  /** Whether another encounter of the manifest has the photograph, and is that one of the hub, or notes it there: it is not withdrawn. */
  readonly isWantedThere: (image: OnHub) => boolean;
  /** Hub encounters that this station has delivered from other manifests. */
  readonly boundElsewhere: ReadonlySet<HubEncounterId>;
}

export type Action =
  | { readonly kind: "create"; readonly apart: boolean }
  /** All of its images are left out: it is not made, and only what the hub has of it is taken back. */
  | { readonly kind: "leave" }
  | { readonly kind: "use"; readonly hub: HubEncounter; readonly by: "eventID" | "answer" | "photographs" | "matchKey" }
  | { readonly kind: "ask"; readonly question: PlanQuestion };

export interface FromHubEncounter {
  readonly from: HubEncounter;
  readonly images: readonly Sha256[];
  /** No encounter of the station is that one any more: left without images, it is this one. */
  readonly merge: boolean;
}

/** What an image is said to be now, and what of that the hub is told. */
export interface Description {
  readonly sha256: Sha256;
  readonly facts: ImageFacts;
  readonly told: ImageFactsPatch;
}

export interface Correction {
  /** Fields to send. */
  readonly update: Partial<EncounterValues>;
  /** Fields that others have given the value that the station would send, or that the hub knows nothing of. */
  readonly agreed: Partial<EncounterValues>;
  /** Beside what is sent: what only others have changed since it was delivered. It becomes the station's, too. */
  readonly taken: Partial<EncounterValues>;
  /** Images that the hub has in other encounters. */
  readonly moves: readonly FromHubEncounter[];
  /** Images of which other things are said since; of some the hub keeps nothing, and is told nothing. */
  readonly descriptions: readonly Description[];
  /** Images that were left out since. */
  readonly withdrawals: readonly FromHubEncounter[];
  /** The hub has them here already, and the station did not know it. */
  readonly settled: readonly Sha256[];
  /** Left out, or gone from where they were: nothing is left to correct. */
  readonly forgotten: readonly { readonly sha256: Sha256; readonly hubEncounter: HubEncounterId }[];
}

export interface PlannedEncounter {
  readonly encounter: SyncEncounter;
  readonly encounterNumber: number | null;
  readonly action: Action;
  readonly images: number;
  /** Images that the hub's encounter has already. */
  readonly held: number;
  /** Images whose bytes the hub does not hold: those that the station sends, */
  readonly upload: number;
  readonly uploadBytes: number;
  /** and those that the hub copies from a container. */
  readonly copy: number;
  /** Its key and its photographs, where it was not found by its eventID: what another run must not bring at the same time. */
  readonly tokens: readonly string[];
  /** The hub has it already, and it is to be joined there, or something of it to be filled in or added. */
  readonly fills: boolean;
  readonly correction: Correction;
  /** Of images that lie in Azure: key → the SHA-256 by which the hub's encounters have them. */
  readonly hashed: ReadonlyMap<Sha256, Sha256>;
  /** Why images were left out. */
  readonly reasons: ReadonlyMap<Sha256, string | null>;
  /** Confirmed once, and the hub does not hold their bytes any more: they are due again. */
  readonly gone: readonly Sha256[];
  /** Confirmed once, and held, and taken out of this encounter or moved by others: that stays so. */
  readonly takenThere: readonly Sha256[];
  /** Confirmed once, and held, but not in this encounter: the hub is asked again. */
  readonly elsewhere: readonly Sha256[];
}

export interface Plan {
  readonly encounters: readonly PlannedEncounter[];
  /** Scheme, host and port of the store that images will go to; null where the hub has not said it. */
  readonly blobs: string | null;
}
