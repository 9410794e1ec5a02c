/** The sentences for what a snapshot's event brought that a person waits for. */
import type { RunView, StationEvent, StationSnapshot } from "@landfall/protocol";
import { count } from "../ui/format.ts";

function findRun(state: StationSnapshot, id: RunView["id"]): RunView | undefined {
  for (const population of state.populations)
    for (const { run } of population.manifests) if (run?.id === id) return run;
  return undefined;
}

function runSentence(run: RunView): string | undefined {
  const { images } = run.result;
  const arrived = `${count(images.complete + images.alreadyThere, "image")} delivered`;
  const failed = images.failed + images.missing + images.changed;
  const rest = failed > 0 ? `, ${count(failed, "image")} failed` : "";
  switch (run.state) {
    case "running":
      return "Syncing.";
    case "paused":
      return "Sync is paused.";
    case "done":
      return `Sync has finished: ${arrived}${rest}.`;
    case "cancelled":
      return `Sync was cancelled: ${arrived}.`;
    case "failed":
      return "Sync has stopped with an error.";
  }
}

/** What to say about an event, given the state before it; `undefined` for what is no milestone. */
export function milestone(before: StationSnapshot, { change }: StationEvent): string | undefined {
  if (change.type === "run")
    return findRun(before, change.run.id)?.state === change.run.state ? undefined : runSentence(change.run);
  if (change.type === "connection" && change.hub.state !== before.hub.state) {
    if (change.hub.state === "reachable") return "The hub answers.";
    if (change.hub.state === "offline" || change.hub.state === "unavailable") return "The hub does not answer.";
  }
  if (change.type === "scanJob" && change.scanJob.state === "done")
    return `Scan has finished: ${count(change.scanJob.files.images, "image")} found.`;
  return undefined;
}
