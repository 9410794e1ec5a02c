/** What sync and retry say at their end. */
import {
  budgetWords,
  durationWords,
  type ErrorCode,
  errorTable,
  LandfallError,
  type PauseReason,
  partlyWords,
  type RunView,
} from "@landfall/protocol";
import { clockWords } from "../station/why-words.ts";
import type { ExitCode } from "./command.ts";
import { exitCodeOf, withDetail } from "./explain.ts";
import { counted, size } from "./output.ts";

/** The object of `--json`. */
export const toRunResult = ({ id, result }: RunView) => ({
  runId: id,
  encounters: result.encounters,
  images: result.images,
  bytesSent: result.bytesSent,
  ...(result.partly.images > 0 && { partly: result.partly }),
  corrected: result.corrected,
});

/** The same where there was nothing to do, and so no run. */
export const nothingDone = {
  runId: null,
  encounters: { synced: 0, partial: 0, failed: 0 },
  images: { complete: 0, alreadyThere: 0, failed: 0, missing: 0, changed: 0 },
  bytesSent: 0,
  corrected: { updated: 0, moved: 0, withdrawn: 0, described: 0 },
};

const pauseWords: Readonly<Record<PauseReason, string>> = {
  user: "a person paused it",
  offline: "the hub cannot be reached",
  unavailable: "the hub is not able to answer",
  auth: "the hub refuses the key",
  window: "it is outside its hours",
  budget: "its limit is used up",
  disk: "the disk of the data folder is full",
  queue: "it waits for its turn behind another sync",
};

/** The hub's full disk is named, as only whoever runs it can mend that. */
export const describePause = ({ reasons, error }: Pick<RunView, "reasons" | "error">): string =>
  error?.code === "HUB_DISK_FULL" && reasons.includes("unavailable")
    ? `Paused: ${errorTable.HUB_DISK_FULL.message}`
    : `Paused: ${reasons.map((reason) => pauseWords[reason]).join(", ")}.`;

const hasFailures = ({ result: { encounters, images } }: RunView): boolean =>
  encounters.partial + encounters.failed + images.failed + images.missing + images.changed > 0;

export const isClean = (run: RunView): boolean => run.state === "done" && !hasFailures(run);

export function exitCodeOfRun(run: RunView): ExitCode {
  if (run.reasons.includes("auth") || run.reasons.includes("user")) return 3;
  const isStopped = run.state === "failed" || run.state === "paused";
  if (isStopped && run.error && exitCodeOf(new LandfallError(run.error.code)) === 3) return 3;
  return isClean(run) ? 0 : 2;
}

/** These say no more than the words for the pause. */
const toldByPause = new Set<ErrorCode>(["HUB_OFFLINE", "HUB_UNAVAILABLE", "DISK_FULL"]);

function describePaused(run: RunView, nowMs: number): string[] {
  const { reasons, error, budget, nextAttemptAt } = run;
  const opens = reasons.includes("window") && nextAttemptAt ? clockWords(Date.parse(nextAttemptAt), nowMs) : null;
  const pause =
    reasons.includes("budget") && budget
      ? `Paused: ${budgetWords(budget)}.`
      : `${describePause(run)}${opens ? ` They begin ${opens}.` : ""}`;
  if (!error) return [pause];
  if (error.code === "HUB_DISK_FULL") return [pause, errorTable.HUB_DISK_FULL.hint];
  const { message, hint, tier } = errorTable[error.code];
  if (toldByPause.has(error.code)) return [withDetail(pause, error.detail)];
  return [pause, withDetail(message, error.detail), ...(tier === "auth" || tier === "person" ? [hint] : [])];
}

export interface Aftermath {
  readonly nowMs: number;
  /** A station that runs on goes on with the run by itself; one of this command ends with it. */
  readonly goesOn: boolean;
}

/** Why a run that is not done is not, and what becomes of it. */
export function describeTrouble(run: RunView, { nowMs, goesOn }: Aftermath): string[] {
  if (run.state === "done") return [];
  if (run.state === "cancelled") return ["The run was cancelled; what arrived stays."];
  if (run.state === "failed") {
    if (!run.error) return ["The run failed."];
    const { message, hint } = errorTable[run.error.code];
    return ["The run failed.", withDetail(message, run.error.detail), hint];
  }
  const told = run.state === "paused" ? describePaused(run, nowMs) : ["Not everything is there yet."];
  if (!goesOn && run.reasons.includes("window"))
    return [
      ...told,
      "Nothing is lost: a station that runs goes on by itself then (landfall start), and so does the same command.",
    ];
  const waitsForAPerson = run.reasons.some((reason) => reason === "user" || reason === "auth" || reason === "budget");
  if (!goesOn || waitsForAPerson) return [...told, "Nothing is lost: the same command goes on where it stopped."];
  const dueMs = run.nextAttemptAt && Date.parse(run.nextAttemptAt) - nowMs;
  const when = dueMs && dueMs > 0 ? `; what waits comes due again in ${durationWords(dueMs)}` : "";
  return [...told, `Nothing is lost: the run goes on by itself in the running station${when}.`];
}

export function describeRun(run: RunView): string[] {
  const { encounters, images, bytesSent, corrected } = run.result;
  const troubles = [
    [images.failed, "failed"],
    [images.missing, "missing"],
    [images.changed, "changed since approval"],
  ] as const;
  return [
    `Encounters: ${encounters.synced} synced, ${encounters.partial} partial, ${encounters.failed} failed.`,
    `Images: ${images.complete} delivered now, ${images.alreadyThere} already there${troubles
      .filter(([count]) => count > 0)
      .map(([count, word]) => `, ${count} ${word}`)
      .join("")}.`,
    [`${size(bytesSent)} sent.`, partlyWords(run.result)].filter(Boolean).join(" "),
    ...describeCorrected(corrected),
  ];
}

function describeCorrected({ updated, moved, withdrawn, described }: RunView["result"]["corrected"]): string[] {
  if (updated + moved + withdrawn + described === 0) return [];
  const tail = described > 0 ? `, ${described} described` : "";
  return [
    `Corrected on the hub: ${counted(updated, "encounter")} updated, ${counted(moved, "image")} moved, ${withdrawn} withdrawn${tail}.`,
  ];
}

/**
 * The next command, where images were left.
 * @param ofManifest images that need another attempt, those that this run was not for too
 */
export function describeNext({ manifestId, result: { images } }: RunView, ofManifest = 0): string[] {
  const left = images.failed + images.missing + images.changed;
  if (left === 0) return [];
  if (ofManifest > left)
    return [
      `Send all ${counted(ofManifest, "image")} of the manifest that were left again: landfall retry ${manifestId}`,
    ];
  const which = left === images.failed ? "failed image" : "image that was left";
  return [
    `Send the ${counted(left, which, left === images.failed ? "failed images" : "images that were left")} again: landfall retry ${manifestId}`,
  ];
}
