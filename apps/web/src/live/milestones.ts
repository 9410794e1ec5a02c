/** The sentences for what a snapshot's event brought that a person waits for. */
import type { ManifestRow, RunView, StationEvent, StationSnapshot } from "@landfall/protocol";
import { count } from "../ui/format.ts";
import { resultWords } from "../ui/result-words.ts";

function findManifest(state: StationSnapshot, id: ManifestRow["id"]): ManifestRow | undefined {
  for (const population of state.populations)
    for (const manifest of population.manifests) if (manifest.id === id) return manifest;
  return undefined;
}

/** A run that is done has sent everything but what it asks about: one question for each encounter that is left. */
function questionSentence({ encounters }: ManifestRow): string {
  const left = Math.max(0, encounters.approved - encounters.synced - encounters.partial - encounters.failed);
  if (left === 0) return "";
  return ` ${count(left, "question")} ${left === 1 ? "stays" : "stay"} open and ${left === 1 ? "needs" : "need"} your answer.`;
}

function runSentence(run: RunView, manifest: ManifestRow): string | undefined {
  const did = resultWords({ ...run.result, bytesSent: 0 }).join(", ");
  switch (run.state) {
    case "running":
      return "Syncing.";
    case "paused":
      return "Sync is paused.";
    case "done":
      return `Sync has finished: ${did}.${questionSentence(manifest)}`;
    case "cancelled":
      return `Sync was cancelled: ${did}.`;
    case "failed":
      return "Sync has stopped with an error.";
  }
}

/** What to say about an event, given the state before it; `undefined` for what is no milestone. */
export function milestone(before: StationSnapshot, { change }: StationEvent): string | undefined {
  if (change.type === "run") {
    const manifest = findManifest(before, change.run.manifestId);
    const isNews = manifest?.run?.id !== change.run.id || manifest.run.state !== change.run.state;
    return manifest && isNews ? runSentence(change.run, manifest) : undefined;
  }
  if (change.type === "connection" && change.hub.state !== before.hub.state) {
    if (change.hub.state === "reachable") return "The hub answers.";
    if (change.hub.state === "offline" || change.hub.state === "unavailable") return "The hub does not answer.";
  }
  if (change.type === "scanJob" && change.scanJob.state === "done")
    return `Scan has finished: ${count(change.scanJob.files.images, "image")} found.`;
  return undefined;
}
