/** A sample of a run at work, from counters and from what is in flight. */
import { manifestOf, manifestRecord, manifestSums, type StationDatabase, toImageCounts, totalOf } from "@landfall/db";
import { type ProgressSample, type RunHandle, stallPatience } from "@landfall/engine";
import type { EncounterId, RunProgress } from "@landfall/protocol";

export interface StationSample extends ProgressSample {
  readonly transfers: number;
}

/** Several runs share the wire; each is shown what is its own. What is in flight may be of an encounter that is no more. */
export function runProgress(db: StationDatabase, { task }: RunHandle, sample: StationSample): RunProgress {
  const ofRun = (encounter: EncounterId): boolean => manifestOf(db, encounter) === task.manifest;
  const inFlight = sample.inFlight.filter(({ encounterId }) => ofRun(encounterId));
  const sums = manifestSums(db, task.manifest, true);
  const sentBytes = inFlight.reduce((sum, each) => sum + each.sentBytes, 0);
  const bytes = { done: Math.min(sums.bytes_arrived + sentBytes, sums.bytes), total: sums.bytes };
  const { bytesPerSecond, encounterId, transfers } = sample;
  return {
    runId: task.run,
    manifestId: task.manifest,
    populationId: manifestRecord(db, task.manifest).populationId,
    images: { done: sums.complete, total: totalOf(toImageCounts(sums)) - sums.skipped },
    bytes,
    bytesPerSecond,
    etaMs: bytesPerSecond ? Math.round(((bytes.total - bytes.done) / bytesPerSecond) * 1000) : null,
    stillMs: inFlight.length > 0 && (sample.stillMs ?? 0) >= stallPatience.windowMs ? sample.stillMs : null,
    transfers,
    encounterId: encounterId && ofRun(encounterId) ? encounterId : null,
    inFlight: inFlight.map(({ sha256, sentBytes: sent, bytes: size, encounterId: of }) => ({
      encounterId: of,
      sha256,
      sentBytes: sent,
      bytes: size,
    })),
  };
}
