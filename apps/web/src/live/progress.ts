/** The latest sample of each run at work. Kept apart from the snapshot, and shown a few times a second at most. */
import type { ManifestId, RunProgress } from "@landfall/protocol";
import { useSyncExternalStore } from "react";
import { paced } from "./pace.ts";

const latest = new Map<ManifestId, RunProgress>();
const shown = new Map<ManifestId, RunProgress>();
const listeners = new Set<() => void>();

const show = paced(200, () => {
  for (const [id, progress] of latest) shown.set(id, progress);
  for (const listener of listeners) listener();
});

export function recordProgress(progress: RunProgress): void {
  latest.set(progress.manifestId, progress);
  show.ask();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The sample of the run that has the wire, of this manifest; `undefined` while none has it. */
export const useWire = (manifestId: ManifestId | undefined): RunProgress | undefined =>
  useSyncExternalStore(subscribe, () => (manifestId ? shown.get(manifestId) : undefined));

/** The sample of the manifest's run, of the run `runId` only; `undefined` before its first. */
export function useProgress(manifestId: ManifestId, runId: RunProgress["runId"] | undefined): RunProgress | undefined {
  const progress = useSyncExternalStore(subscribe, () => shown.get(manifestId));
  return progress?.runId === runId ? progress : undefined;
}
