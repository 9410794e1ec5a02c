/** What a sync that nobody presses starts, and where there is something for it to do. */
import {
  applyTroubled,
  createRun,
  currentManifests,
  imagesInQuestion,
  manifestSums,
  population,
  runRecord,
  runView,
  type StationDatabase,
  write,
} from "@landfall/db";
import { LandfallError, type ManifestRow, type RunView, type ScheduleKind } from "@landfall/protocol";
import { noteRun } from "./activity.ts";
import { freshBudget, limitsOf } from "./run-limits.ts";
import type { Runs } from "./runs.ts";
import { unfinishedRun } from "./runs.ts";

/** Images that wait for nobody: of approved encounters that ask nothing, on their way or to be tried again. */
function sendableOf(db: StationDatabase, { id }: ManifestRow): number {
  const { pending, uploaded, committed, lost, waiting } = manifestSums(db, id, true);
  return pending + uploaded + committed + lost + waiting - imagesInQuestion(db, id);
}

export const sendableImages = (db: StationDatabase): number =>
  currentManifests(db)
    .filter((manifest) => isOpen(db, manifest))
    .reduce((sum, manifest) => sum + sendableOf(db, manifest), 0);

/** Whether a run is at work, or goes on by itself as soon as it can. */
export const isBusy = ({ db, runs }: { db: StationDatabase; runs: Runs }): boolean =>
  runs.live().some((handle) => {
    const run = runRecord(db, handle.task.run);
    const waitsForPerson =
      run.state === "paused" && run.reasons.some((reason) => reason === "user" || reason === "budget");
    return !waitsForPerson && !handle.status().settled;
  });

/** Bound to a population that takes photographs. */
function isOpen(db: StationDatabase, { populationId }: ManifestRow): boolean {
  const of = population(db, populationId);
  return of !== undefined && of.hubId !== null && of.gate !== "closed";
}

/** `link`: a link that is good just now, which is no use to what only a person can send on. */
export type Cause = ScheduleKind | "link";

function wants(db: StationDatabase, manifest: ManifestRow, cause: Cause): boolean {
  if (cause === "check") return manifest.encounters.approved > 0;
  const sendable = cause === "link" ? sendableOf(db, manifest) : manifest.imagesDue;
  return sendable + manifest.correctionsDue > 0;
}

/** It goes on with no more than it was given: as much again is what another sync may spend. */
const isUsedUp = ({ reasons }: RunView): boolean => reasons.includes("budget");

/**
 * Starts a sync of every manifest that has something approved to send, and for a check of every one with anything
 * approved; one that has used up what it might spend goes on with as much again. What a person has paused stays paused.
 * Resolves to how many were started or went on.
 */
export async function syncUnattended({ db, runs }: { db: StationDatabase; runs: Runs }, cause: Cause): Promise<number> {
  let started = 0;
  for (const manifest of currentManifests(db)) {
    if (!isOpen(db, manifest) || !wants(db, manifest, cause)) continue;
    const run = write(db, () => {
      const taken = unfinishedRun(db, manifest.id);
      const view = taken && runView(db, taken.run);
      // One that is in nobody's hand was left where its population was not bound.
      const isAtWork = view && runs.handle(view.id) && !view.settled && !isUsedUp(view);
      if (isAtWork || view?.reasons.includes("user")) return undefined;
      const next = taken ?? createRun(db, manifest.id, "sync", limitsOf(db));
      if (taken) freshBudget(db, taken.run);
      applyTroubled(db, manifest.id, next.run, undefined);
      noteRun(db, "station", taken ? "syncContinued" : "syncStarted", runView(db, next.run));
      return next;
    });
    if (!run) continue;
    try {
      runs.goOn(run);
      runs.handle(run.run)?.resume();
      started += 1;
    } catch (error) {
      if (!(error instanceof LandfallError)) throw error;
    }
  }
  return started;
}
