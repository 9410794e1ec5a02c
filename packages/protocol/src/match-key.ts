/**
 * The key under which two descriptions of an encounter are the same: local day, locality, photographer, and the
 * encounter's number where a day has several. Compared after Unicode, case and spacing.
 */
import { isWholeDay } from "./event-date.ts";

export interface MatchKeyParts {
  readonly eventDate: string | null | undefined;
  readonly locality: string | null | undefined;
  /** The resolved person where there is one, else the name as written. */
  readonly photographer: string | null | undefined;
  readonly encounterNumber?: number | null | undefined;
}

/** Unicode NFKC, case folded, runs of white space as one. */
export const foldText = (text: string): string =>
  text.normalize("NFKC").toLocaleLowerCase("en").normalize("NFKC").replace(/\s+/gu, " ").trim();

const unknownNames = new Set(["", "unknown", "?", "n/a", "na", "none", "anonymous"]);

/** A place or a person as it is compared; null where it is not known. */
export function foldName(text: string | null | undefined): string | null {
  const folded = foldText(text ?? "");
  return unknownNames.has(folded) ? null : folded;
}

/** The key, or `null` where a part is missing, partial or unknown: such an encounter never matches by key. */
export function matchKey(parts: MatchKeyParts): string | null {
  const { eventDate, locality, photographer, encounterNumber } = parts;
  if (!eventDate || !isWholeDay(eventDate)) return null;
  const place = foldName(locality);
  const person = foldName(photographer);
  if (place === null || person === null) return null;
  return JSON.stringify([eventDate, place, person, encounterNumber ?? null]);
}
