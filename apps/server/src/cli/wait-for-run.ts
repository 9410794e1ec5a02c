/** Waits for a run to come to its end, or to a point where waiting longer would change nothing. */
import { setTimeout as wait } from "node:timers/promises";
import {
  durationWords,
  imagesWords,
  type PauseReason,
  type RunId,
  type RunProgress,
  type RunView,
} from "@landfall/protocol";
import { clockWords } from "../station/why-words.ts";
import { followEvents } from "./follow-events.ts";
import type { OpenStation } from "./open-station.ts";
import { counted, partOfSize, size } from "./output.ts";
import { bar, createProgressLine } from "./progress-line.ts";
import { describePause } from "./run-result.ts";

/** These end by themselves. */
const passing = new Set<PauseReason>(["offline", "unavailable", "disk", "queue"]);

/**
 * Whether the run has come as far as it can before time passes or a person acts.
 * @param patientUntilMs hours that open before then are waited for
 */
export function hasCome(run: RunView, patientUntilMs: number): boolean {
  if (run.state === "running") return run.settled;
  if (run.state !== "paused") return true;
  const opensInTime = run.nextAttemptAt !== null && Date.parse(run.nextAttemptAt) <= patientUntilMs;
  return run.reasons.some((reason) => !passing.has(reason) && !(reason === "window" && opensInTime));
}

/** @param isDrawn whether the line is drawn over and over, so that a bar in it can grow */
export function describeProgress(
  run: RunView,
  progress: RunProgress | undefined,
  isDrawn: boolean,
  nowMs = Date.now(),
): string {
  if (run.state === "paused") {
    const next = run.nextAttemptAt && `, next attempt ${clockWords(Date.parse(run.nextAttemptAt), nowMs)}`;
    return `${describePause(run)} Waiting for it to go on${next ?? ""}.`;
  }
  if (!progress) return "Planning…";
  const { images, bytes, bytesPerSecond, etaMs, stillMs } = progress;
  const rate = bytesPerSecond ? ` · ${size(bytesPerSecond)}/s` : "";
  const left = etaMs ? ` · ${durationWords(etaMs)} left` : "";
  const still = stillMs
    ? ` · nothing has moved for ${durationWords(stillMs)}: the hub, or the link, does not answer`
    : "";
  const drawn = isDrawn ? `${bar(bytes.done, bytes.total)} ` : "";
  return `${drawn}${images.done} of ${counted(images.total, "image")}, ${partOfSize(bytes.done, bytes.total)}${rate}${left}${still}`;
}

/** How far the manifest is in the end. The samples stop before the last receipts are in. */
async function describeEnd({ client }: OpenStation, { manifestId, result }: RunView): Promise<string> {
  const manifest = await client.manifest({ params: { id: manifestId } });
  return `${imagesWords(manifest)}; ${size(result.bytesSent)} sent`;
}

export interface WaitOptions {
  readonly id: RunId;
  /** How long nothing may move. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

const lookEveryMs = 250;

/** @returns the run as it was last seen; not at its end when the patience was spent or the signal came */
export async function waitForRun(station: OpenStation, options: WaitOptions): Promise<RunView> {
  const { id, patienceMs, signal } = options;
  const { asOf } = await station.client.snapshot();
  let movedAtMs = Date.now();
  let progress: RunProgress | undefined;
  const stop = followEvents({
    ...station,
    after: asOf,
    onChange: () => {
      movedAtMs = Date.now();
    },
    onProgress: (sample) => {
      if (sample.runId !== id) return;
      if (sample.bytes.done !== progress?.bytes.done || sample.images.done !== progress.images.done)
        movedAtMs = Date.now();
      progress = sample;
    },
  });
  const line = createProgressLine();
  let last: string | undefined;
  try {
    for (;;) {
      const run = await station.client.run({ params: { id } });
      if (hasCome(run, movedAtMs + patienceMs) || signal.aborted || Date.now() - movedAtMs > patienceMs) {
        last = line.isDrawn ? undefined : await describeEnd(station, run);
        return run;
      }
      line.show(describeProgress(run, progress, line.isDrawn));
      await wait(lookEveryMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    line.done(last);
    stop();
  }
}
