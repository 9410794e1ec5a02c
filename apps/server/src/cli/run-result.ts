/** What sync and retry say at their end. */
import { errorTable, LandfallError, type PauseReason, type RunView } from "@landfall/protocol";
import type { ExitCode } from "./command.ts";
import { exitCodeOf } from "./explain.ts";
import { counted, duration, size } from "./output.ts";

/** The object of `--json`. */
export const toRunResult = ({ id, result }: RunView) => ({
  runId: id,
  encounters: result.encounters,
  images: result.images,
  bytesSent: result.bytesSent,
});

const pauseWords: Readonly<Record<PauseReason, string>> = {
  user: "a person paused it",
  offline: "the hub cannot be reached",
  unavailable: "the hub is not able to answer",
  auth: "the hub refuses the key",
  window: "it is outside its hours",
  budget: "its share of data is used up",
  disk: "the disk of the data folder is full",
};

export const describePause = (reasons: readonly PauseReason[]): string =>
  `Paused: ${reasons.map((reason) => pauseWords[reason]).join(", ")}.`;

export function exitCodeOfRun(run: RunView): ExitCode {
  if (run.reasons.includes("auth") || run.reasons.includes("user")) return 3;
  const isStopped = run.state === "failed" || run.state === "paused";
  if (isStopped && run.error && exitCodeOf(new LandfallError(run.error.code)) === 3) return 3;
  const { encounters, images } = run.result;
  const hasFailures = encounters.partial + encounters.failed + images.failed + images.missing + images.changed > 0;
  return run.state === "done" && !hasFailures ? 0 : 2;
}

/** Why a run that is not done is not, and what a person does. */
export function describeTrouble(run: RunView, nowMs: number): string[] {
  if (run.state === "done") return [];
  const error = run.error ? [errorTable[run.error.code].message, ...(run.error.detail ? [run.error.detail] : [])] : [];
  const hint = run.error ? [errorTable[run.error.code].hint] : [];
  if (run.state === "cancelled") return ["The run was cancelled; what arrived stays."];
  if (run.state === "failed") return ["The run failed.", ...error, ...hint];
  const due = run.nextAttemptAt
    ? [`What waits comes due again in ${duration(Math.max(Date.parse(run.nextAttemptAt) - nowMs, 0))}.`]
    : [];
  const paused = run.state === "paused" ? [describePause(run.reasons)] : ["Not everything is there yet."];
  return [...paused, ...error, ...due, ...hint, "Nothing is lost: the same command goes on where it stopped."];
}

export function describeRun(run: RunView): string[] {
  const { encounters, images, bytesSent } = run.result;
  const troubles = [
    [images.failed, "failed"],
    [images.missing, "missing"],
    [images.changed, "changed since approval"],
  ] as const;
  return [
    `Encounters: ${encounters.synced} synced, ${encounters.partial} partial, ${encounters.failed} failed.`,
    `Images: ${images.complete} delivered and verified, ${images.alreadyThere} already there${troubles
      .filter(([count]) => count > 0)
      .map(([count, word]) => `, ${count} ${word}`)
      .join("")}.`,
    `${size(bytesSent)} sent.`,
    ...(images.failed > 0
      ? [`Send the ${counted(images.failed, "failed image")} again: landfall retry ${run.manifestId}`]
      : []),
  ];
}
