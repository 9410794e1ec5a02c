/** The plan: what a run will do, before it does anything. */
import type {
  EncounterId,
  HubEncounter,
  HubEncounterId,
  KnownResponse,
  MatchResponse,
  PlanQuestion,
  Sha256,
} from "@landfall/protocol";
import type { SyncEncounter } from "../ports.ts";

/** One approved encounter and what is asked about it. */
export interface Subject {
  readonly encounter: SyncEncounter;
  /** Given, or set apart from others of the manifest that would have the same key. */
  readonly encounterNumber: number | null;
  readonly images: readonly SubjectImage[];
}

export interface SubjectImage {
  readonly sha256: Sha256;
  readonly bytes: number;
  /** It lies in a container and is copied from there. */
  readonly isFar: boolean;
  /** The station believes that the hub has confirmed it. */
  readonly confirmed: boolean;
}

/** What the hub answered about all subjects. */
export interface HubAnswers {
  readonly matches: ReadonlyMap<string, MatchResponse["matches"][number]>;
  readonly known: ReadonlyMap<Sha256, KnownResponse["images"][number]>;
  readonly encounters: ReadonlyMap<HubEncounterId, HubEncounter>;
  /** Hub encounters that encounters of this manifest are already: nobody else of it may become one of them. */
  readonly takenBy: ReadonlyMap<HubEncounterId, EncounterId>;
  /** Hub encounters that this station has delivered from other manifests. */
  readonly boundElsewhere: ReadonlySet<HubEncounterId>;
}

export type Action =
  | { readonly kind: "create"; readonly apart: boolean }
  | { readonly kind: "use"; readonly hub: HubEncounter; readonly by: "eventID" | "answer" | "photographs" | "matchKey" }
  | { readonly kind: "ask"; readonly question: PlanQuestion };

export interface PlannedEncounter {
  readonly encounter: SyncEncounter;
  readonly encounterNumber: number | null;
  readonly action: Action;
  readonly images: number;
  /** Images whose bytes the hub does not hold: those that the station sends, */
  readonly upload: number;
  readonly uploadBytes: number;
  /** and those that the hub copies from a container. */
  readonly copy: number;
  /** Its key and its photographs, where it was not found by its eventID: what another run must not bring at the same time. */
  readonly tokens: readonly string[];
  /** Confirmed once, and now not held in this encounter: they are due again. */
  readonly gone: readonly Sha256[];
}

export interface Plan {
  readonly encounters: readonly PlannedEncounter[];
}
