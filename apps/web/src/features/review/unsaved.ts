/**
 * Texts that a person has typed and that are not saved: kept until they are, or are taken back, whatever becomes of their field on
 * the page, also over a reload. By the event, which another version of the manifest has too.
 */
import type { EncounterRow } from "@landfall/protocol";
import { useSyncExternalStore } from "react";

export interface Unsaved {
  readonly eventID: EncounterRow["eventID"];
  /** The version in which it was typed. */
  readonly manifestId: EncounterRow["manifestId"];
  /** Of the encounter, as it was then. */
  readonly title: string;
  readonly name: string;
  readonly label: string;
  readonly text: string;
  /** What the field had when the person began to type. */
  readonly base: string;
  /** It is on its way to the station. */
  readonly isSent?: boolean;
}

const key = "landfall.unsaved";
const listeners = new Set<() => void>();
let all: readonly Unsaved[] = restore();

function restore(): Unsaved[] {
  try {
    const kept: Unsaved[] = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    return kept.map((each) => ({ ...each, isSent: false }));
  } catch {
    return [];
  }
}

function put(next: readonly Unsaved[]): void {
  all = next;
  try {
    sessionStorage.setItem(key, JSON.stringify(all));
  } catch {
    // A browser that keeps nothing: it is kept until the page is left.
  }
  for (const listener of listeners) listener();
}

type Place = Pick<Unsaved, "eventID" | "name">;
const isAt = (place: Place) => (each: Unsaved) => each.eventID === place.eventID && each.name === place.name;

export const findUnsaved = (place: Place): Unsaved | undefined => all.find(isAt(place));

export const isTyped = ({ eventID }: Pick<Unsaved, "eventID">): boolean => all.some((each) => each.eventID === eventID);

/** Not of those that are on their way. */
export const hasUnsaved = ({ eventID }: Pick<Unsaved, "eventID">): boolean =>
  all.some((each) => each.eventID === eventID && !each.isSent);

export const forgetUnsaved = (place: Place): void => put(all.filter((each) => !isAt(place)(each)));

export function keepUnsaved(text: Unsaved): void {
  const at = all.findIndex(isAt(text));
  put(at < 0 ? [...all, text] : all.with(at, text));
}

export const useUnsaved = (): readonly Unsaved[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
  );
