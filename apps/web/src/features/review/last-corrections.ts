/** What was decided and corrected last in this window, so that it can be undone; kept over a reload of the page. */
import type { ManifestId, ReshapingId } from "@landfall/protocol";
import { useSyncExternalStore } from "react";

export interface Done {
  /** Null where it cannot be undone. */
  readonly undo: ReshapingId | null;
  readonly sentence: string;
  /** What goes with it, and is not said again when it is undone; begins with a blank. */
  readonly more?: string;
}

const key = "landfall.corrections";
/** As many as the station keeps. */
const keptAtMost = 50;
const listeners = new Set<() => void>();
let all: Readonly<Record<string, readonly Done[]>> = restore();

function restore(): Record<string, readonly Done[]> {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}

function put(manifest: ManifestId, done: readonly Done[]): void {
  all = { ...all, [manifest]: done.slice(-keptAtMost) };
  try {
    sessionStorage.setItem(key, JSON.stringify(all));
  } catch {
    // A browser that keeps nothing: it is kept until the page is left.
  }
  for (const listener of listeners) listener();
}

export const noteDone = (manifest: ManifestId, done: Done): void => put(manifest, [...(all[manifest] ?? []), done]);

/** It is undone, or cannot be any more. */
export const forgetDone = (manifest: ManifestId, done: Done): void =>
  put(
    manifest,
    (all[manifest] ?? []).filter((each) => each !== done),
  );

const lastHere = (manifest: ManifestId): Done | undefined => all[manifest]?.at(-1);

/** What was done last in this window. */
export const useLastHere = (manifest: ManifestId): Done | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lastHere(manifest),
  );
