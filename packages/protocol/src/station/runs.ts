/** Sync runs: their states, results and queue. */
import { z } from "zod";
import { errorCodes } from "../errors.ts";
import { ManifestId, RunId } from "../ids.ts";
import { RunLimits } from "./settings.ts";

const count = z.int().nonnegative();
const instant = z.iso.datetime();
const ErrorCodeName = z.enum(errorCodes);

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
  described: count,
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
  /** Images that the store has in part, by the blocks that it has acknowledged: whichever run is next goes on from there. */
  partly: z.object({ images: count, bytes: count }).default({ images: 0, bytes: 0 }),
  corrected: CorrectionCounts.default({ updated: 0, moved: 0, withdrawn: 0, described: 0 }),
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
