/** Why nothing is moving, or that something is; always with what would change it. */
import { z } from "zod";
import { ManifestId, PopulationId, RunId } from "../ids.ts";
import { PauseReason } from "./runs.ts";

export const WhyReason = z.enum([
  "moving",
  ...PauseReason.options,
  /** A run is not over, and no station is there to go on with it. */
  "stopped",
  /** What is left failed for now and comes due again by itself. */
  "rest",
  /** What is left needs a person: an answer, a file, a Retry. */
  "questions",
  "person",
  "notConnected",
  /** The hub has no such population for this key. */
  "unbound",
  /** The population's gate is closed on the hub. */
  "closed",
  "nothingApproved",
  "delivered",
  /** Approved images wait for somebody to press Sync, or for the clock. */
  "ready",
]);
export type WhyReason = z.infer<typeof WhyReason>;

export const Why = z.object({
  reason: WhyReason,
  sentence: z.string(),
  /** When it goes on, or is tried, by itself. */
  nextAttemptAt: z.iso.datetime().nullable(),
  whatWouldStartIt: z.string().nullable(),
  /** The same for a person at a terminal, with the command. */
  inTerminal: z.string().nullable(),
});
export type Why = z.infer<typeof Why>;

const count = z.int().nonnegative();

/** Each photograph, which is one SHA-256, counts once, however many encounters and manifests have it as an image. */
export const PhotographCounts = z.object({
  /** Of the newest version of every manifest, without what is left out everywhere. */
  total: count,
  /** With a receipt. */
  delivered: count,
  /** Approved, and not delivered yet. */
  pending: count,
  /** As how many images they are delivered. */
  imagesDelivered: count,
});
export type PhotographCounts = z.infer<typeof PhotographCounts>;

export const WhyView = z.object({
  /** Of the station as a whole. */
  station: Why,
  manifests: z.array(Why.extend({ manifestId: ManifestId, runId: RunId.nullable() })),
  /** Of all populations, and of each that has any. */
  photographs: PhotographCounts.extend({ populations: z.array(PhotographCounts.extend({ id: PopulationId })) }),
  /** What a person wants to know in the morning: photographs that are delivered, encounters that need a person, images that wait. */
  morning: z.object({ delivered: count, needYou: count, waiting: count, sentence: z.string() }),
});
export type WhyView = z.infer<typeof WhyView>;

export const ScheduleView = z.object({
  /** As they are set, each with the next time it comes. */
  entries: z.array(
    z.object({ cron: z.string(), kind: z.enum(["sync", "check"]), nextAt: z.iso.datetime().nullable() }),
  ),
  /** What opportunistic sync did at its last look; null while it is off. */
  opportunistic: z.object({ sentence: z.string(), nextLookAt: z.iso.datetime().nullable() }).nullable(),
});
export type ScheduleView = z.infer<typeof ScheduleView>;
