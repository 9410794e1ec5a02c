/** What a run does by itself, in the activity log. What a person asks of it is noted where it is asked. */
import type { RunEvent } from "@landfall/engine";
import { type ActivityAction, errorTable, type PauseReason, type RunResult, type RunView } from "@landfall/protocol";
import { noteActivity } from "./activity.ts";
import { type StationDatabase, statement } from "./database.ts";

const figure = (count: number): string => count.toLocaleString("en");
const counted = (count: number, one: string): string => `${figure(count)} ${one}${count === 1 ? "" : "s"}`;

/** `6 images delivered, 0 already there, 1 failed, 0 missing, 0 changed; 1,234 bytes sent`. */
export const runResultText = ({ images, bytesSent, corrected }: RunResult): string =>
  `${counted(images.complete, "image")} delivered, ${figure(images.alreadyThere)} already there, ${figure(images.failed)} failed, ` +
  `${figure(images.missing)} missing, ${figure(images.changed)} changed; ${figure(bytesSent)} bytes sent${correctedText(corrected)}`;

/** `; corrected: 3 encounters updated, 412 images moved, 1 withdrawn, 2 described`; empty where nothing was. */
const correctedText = ({ updated, moved, withdrawn, described }: RunResult["corrected"]): string =>
  updated + moved + withdrawn + described === 0
    ? ""
    : `; corrected: ${counted(updated, "encounter")} updated, ${counted(moved, "image")} moved, ${figure(withdrawn)} withdrawn, ${figure(described)} described`;

/** Pausing and the order of the line are what people ask for, and noted there. */
const isOfPeople = (reason: PauseReason): boolean => reason === "user" || reason === "queue";

function actionOf(event: RunEvent): ActivityAction | undefined {
  switch (event.type) {
    case "paused":
      return isOfPeople(event.reason) ? undefined : "syncPaused";
    case "resumed":
      return isOfPeople(event.reason) ? undefined : "syncResumed";
    case "finished":
      return "syncFinished";
    case "failed":
      return "syncFailed";
    case "cancelled":
      return undefined;
  }
}

/** Within the transaction that changes the run. */
export function noteRun(db: StationDatabase, run: RunView, event: RunEvent): void {
  const action = actionOf(event);
  if (!action) return;
  const why = run.error ? `${run.error.code}: ${errorTable[run.error.code].message}` : null;
  const name = statement<{ name: string }>(
    db,
    "SELECT j.name || ', version ' || m.version AS name FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job WHERE m.id = ?",
  ).get(run.manifestId)?.name;
  noteActivity(db, {
    category: "sync",
    actor: "station",
    action,
    subject: [
      { kind: "manifest", id: run.manifestId, name: name ?? null },
      { kind: "run", id: run.id, name: null },
    ],
    detail: action === "syncFinished" ? runResultText(run.result) : why,
  });
}
