/**
 * The dashboard's stream. Durable events are rows whose sequence number is the SSE id; progress is sampled and never stored.
 * SSE event names: `change` (durable), `progress`, `reset` (the asked-for id is no longer kept: refetch).
 */
import { z } from "zod";
import { EncounterSyncState, ReviewState } from "../encounter.ts";
import { EncounterId, HubEncounterId, ManifestId, PopulationId, RunId, Sha256 } from "../ids.ts";
import { ImageState } from "../image.ts";
import { RunView } from "./runs.ts";
import { ScanJobView } from "./scan-job.ts";
import { HubStatus, KeyStatus, ManifestRow, PopulationCard } from "./schemas.ts";
import { StationSettings } from "./settings.ts";

const encounterStates = z.object({ review: ReviewState, sync: EncounterSyncState });

export const StationChange = z.discriminatedUnion("type", [
  /** A population appeared or changed; its manifests are not repeated. */
  z.object({ type: z.literal("population"), population: PopulationCard.omit({ manifests: true }) }),
  /** The whole row, after something touched many of its encounters or images, or its status. */
  z.object({ type: z.literal("manifest"), manifest: ManifestRow }),
  /** One encounter went from one pair of states to another. */
  z.object({
    type: z.literal("encounter"),
    manifestId: ManifestId,
    encounterId: EncounterId,
    from: encounterStates,
    to: encounterStates,
    hubEncounterId: HubEncounterId.nullable(),
  }),
  /** One image of an approved encounter went from one state to another. */
  z.object({
    type: z.literal("image"),
    manifestId: ManifestId,
    encounterId: EncounterId,
    sha256: Sha256,
    bytes: z.int(),
    from: ImageState,
    to: ImageState,
  }),
  z.object({ type: z.literal("run"), run: RunView }),
  z.object({ type: z.literal("scanJob"), scanJob: ScanJobView }),
  z.object({ type: z.literal("settings"), settings: StationSettings }),
  z.object({ type: z.literal("connection"), hub: HubStatus, key: KeyStatus }),
]);
export type StationChange = z.infer<typeof StationChange>;

export const StationEvent = z.object({ seq: z.int().positive(), at: z.iso.datetime(), change: StationChange });
export type StationEvent = z.infer<typeof StationEvent>;

/** One sample of a run at work. */
export const RunProgress = z.object({
  runId: RunId,
  manifestId: ManifestId,
  populationId: PopulationId,
  images: z.object({ done: z.int(), total: z.int() }),
  bytes: z.object({ done: z.int(), total: z.int() }),
  /** Smoothed; null while nothing moves. */
  bytesPerSecond: z.number().nullable(),
  etaMs: z.number().nullable(),
  /** For so long nothing that is on the way has moved, where it is longer than a slow link takes. */
  stillMs: z.number().nullable(),
  /** How many images may travel at once just now: what is set, or what Auto has found. */
  transfers: z.int(),
  /** The encounter in hand. */
  encounterId: EncounterId.nullable(),
  inFlight: z.array(z.object({ encounterId: EncounterId, sha256: Sha256, sentBytes: z.int(), bytes: z.int() })),
});
export type RunProgress = z.infer<typeof RunProgress>;
