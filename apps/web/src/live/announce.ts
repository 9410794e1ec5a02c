/** What is said aloud to a person who cannot see the page: milestones and the outcome of what they did, never ticks. */
import { useSyncExternalStore } from "react";

let text = "";
const listeners = new Set<() => void>();

export function announce(sentence: string): void {
  // The same sentence twice is still said twice.
  text = sentence === text ? `${sentence}\u00a0` : sentence;
  for (const listener of listeners) listener();
}

export const useAnnouncement = (): string =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => text,
  );
