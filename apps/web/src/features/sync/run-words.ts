/** A run's state as sentences: why it waits, when it goes on, what it did. */
import {
  budgetWords,
  errorTable,
  type ManifestRow,
  type PauseReason,
  type PopulationCard,
  type RunView,
  spentLimit,
} from "@landfall/protocol";
import { count, formatDay, formatInstant } from "../../ui/format.ts";
import { resultWords } from "../../ui/result-words.ts";
import { imagesIn } from "./totals.ts";

const pauseSentences: Record<PauseReason, string> = {
  user: "Paused by you.",
  offline: "The hub cannot be reached. It goes on by itself when the hub answers again.",
  unavailable: "The hub is not able to answer just now. It goes on by itself.",
  auth: "The hub refuses the key. Connect with a new key; it then goes on.",
  window: "Outside the hours chosen for sending. It goes on by itself.",
  budget: "Paused: the limit of this run is used up. Resume continues with another.",
  disk: "The disk of the station's data folder is full. Make room on it; it goes on by itself, and nothing was lost.",
  queue: "Waits for its turn behind another sync.",
};

const farEnds: readonly PauseReason[] = ["offline", "unavailable", "auth", "disk"];

/** What the far end said that holds the run; nothing where no far end does. */
export const farEndDetail = ({ reasons, error }: RunView): string | null =>
  reasons.some((reason) => farEnds.includes(reason)) ? (error?.detail ?? null) : null;

/** A run that has not ended. */
export const isOpen = (run: RunView | null): run is RunView =>
  run !== null && (run.state === "running" || run.state === "paused");
/** A run with work in hand at this moment. */
export const isAtWork = (run: RunView | null): boolean => run?.state === "running" && !run.settled;

/** A run that waits for its turn and for nothing else. */
export const isQueued = ({ state, reasons }: RunView): boolean =>
  state === "paused" && reasons.every((reason) => reason === "queue");

/** Manifests whose run is not over, in the order in which they may send. */
export const inQueue = (populations: readonly PopulationCard[]): ManifestRow[] =>
  populations
    .flatMap(({ manifests }) => manifests)
    .filter(({ run }) => isOpen(run) && run.position !== null)
    .toSorted((a, b) => (a.run?.position ?? 0) - (b.run?.position ?? 0));

/** Whose end a run waits for: the one at work before it, else the one that is next before it. */
export function aheadOf(queue: readonly ManifestRow[], run: RunView): ManifestRow | undefined {
  const before = queue.filter((other) => (other.run?.position ?? 0) < (run.position ?? 0));
  return before.find((other) => isAtWork(other.run)) ?? before.at(-1);
}

/** A run whose limit is used up goes on when a person wants it to. */
function budgetSentence({ budget }: RunView): string {
  if (!budget) return pauseSentences.budget;
  const limit = spentLimit(budget);
  return `Paused: ${budgetWords(budget)}. Resume continues with another ${limit}.`;
}

/** Why one reason holds a run. */
function reasonSentence(run: RunView, reason: PauseReason, ahead: ManifestRow | undefined): string {
  if (reason === "queue" && ahead) return `Waits for its turn behind ${ahead.name}.`;
  if (reason === "unavailable" && run.error?.code === "HUB_DISK_FULL")
    return `${errorTable.HUB_DISK_FULL.message} ${errorTable.HUB_DISK_FULL.hint}`;
  return reason === "budget" ? budgetSentence(run) : pauseSentences[reason];
}

/** Why an open run does not move, and when it does again; empty while it is at work. */
export function waitSentences(run: RunView, ahead?: ManifestRow): string[] {
  const sentences = run.reasons.map((reason) => reasonSentence(run, reason, ahead));
  if (run.state === "running" && run.settled) sentences.push("What is left waits for its next try.");
  if (run.nextAttemptAt && !isAtWork(run)) sentences.push(`Next try at ${formatInstant(run.nextAttemptAt)}.`);
  return sentences;
}

/** What a run did, in parts. */
export const resultParts = ({ result }: RunView): string[] => resultWords(result);

const endWords: Partial<Record<RunView["state"], string>> = {
  done: "Last sync",
  cancelled: "Cancelled",
  failed: "Stopped with an error",
};

/** One line about the last run that ended. */
export function lastRunLine(run: RunView): string {
  const when = run.finishedAt ? ` ${formatInstant(run.finishedAt)}` : "";
  const why = run.state === "failed" && run.error ? ` ${errorTable[run.error.code].message}` : "";
  return `${endWords[run.state] ?? ""}${when}: ${resultParts(run).join(" · ")}.${why}`;
}

/** What may be done next with a manifest: its one primary button. */
export type NextStep = "review" | "sync" | "retry" | "nothing";

/** True where something failed that Retry sends. */
export const canRetry = ({ encounters }: ManifestRow): boolean => encounters.failed + encounters.partial > 0;

/** Approved encounters of which nothing was sent: not tried yet, or with a question that waits for a person. */
const untouched = ({ encounters }: ManifestRow): number =>
  Math.max(0, encounters.approved - encounters.synced - encounters.partial - encounters.failed);

/**
 * True where a run has ended and left encounters behind, or something was corrected since: the plan knows whether it asks
 * something about them.
 */
export const mayHaveQuestions = (manifest: ManifestRow): boolean =>
  manifest.run?.state === "done" && untouched(manifest) + manifest.correctionsDue > 0;

export function nextStep(manifest: ManifestRow): NextStep {
  const { pending, incomplete } = manifest.encounters;
  if (untouched(manifest) > 0) return "sync";
  if (canRetry(manifest)) return "retry";
  if (manifest.imagesDue + manifest.correctionsDue > 0) return "sync";
  return pending + incomplete > 0 ? "review" : "nothing";
}

/** A word about where a manifest stands. */
export function statusWords(manifest: ManifestRow): string {
  const { approved, synced, pending, incomplete } = manifest.encounters;
  const { correctionsDue } = manifest;
  const open = pending + incomplete;
  if (imagesIn(manifest.images) === 0) return "no photographs found";
  if (manifest.status === "draft") return "draft, nothing approved yet";
  // Every approval was taken back.
  if (approved === 0) return `nothing is approved${open > 0 ? `, ${count(open, "encounter")} to review` : ""}`;
  const delivered = approved > 0 && synced === approved && manifest.imagesDue === 0;
  const approvedWords = `approved${manifest.approvedAt ? ` ${formatDay(manifest.approvedAt)}` : ""}`;
  const deliveredWords = correctionsDue > 0 ? "synced" : "synced and verified";
  return [
    delivered ? deliveredWords : approvedWords,
    ...(correctionsDue > 0 ? [`${count(correctionsDue, "corrected encounter")} to send`] : []),
    ...(open > 0 ? [`${count(open, "encounter")} still to review`] : []),
  ].join(", ");
}
