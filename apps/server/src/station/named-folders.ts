/** Scans whose folders are called as people that became known, or are known no more. */
import {
  finishedReadings,
  foldersOfReading,
  lastSeq,
  type Reading,
  type StationDatabase,
  type WrittenNames,
  writtenNames,
} from "@landfall/db";
import { foldText, type PopulationId } from "@landfall/protocol";
import { knownNames, type PeopleRules } from "@landfall/survey";

/** What stands between a day, a place and a person in the name of a folder. */
const betweenParts = /_+|\s+[-–—]+\s+|;/;

/** What may name people: on photographs, and of folders. */
export interface NamesUsed {
  /** The event up to which it is true. */
  readonly asOf: number;
  readonly written: readonly WrittenNames[];
  readonly readings: readonly { readonly reading: Reading; readonly folders: readonly string[] }[];
}

export const namesUsed = (db: StationDatabase, id: PopulationId): NamesUsed => ({
  asOf: lastSeq(db),
  written: writtenNames(db, id),
  readings: finishedReadings(db, id).map((reading) => ({ reading, folders: foldersOfReading(db, reading.reading) })),
});

/** The same, of now: as it was looked up by a thread where nothing has happened since. */
export const namesUsedNow = (db: StationDatabase, id: PopulationId, looked: NamesUsed): NamesUsed =>
  looked.asOf === lastSeq(db) ? looked : namesUsed(db, id);

/** Whose photographs these folders' are is read otherwise by `after` than by `before`. */
export function readingsNamedBy({ readings }: NamesUsed, before: PeopleRules, after: PeopleRules): Reading[] {
  const [was, is] = [knownNames(before), knownNames(after)];
  const changed = new Set([...was, ...is].filter((name) => was.has(name) !== is.has(name)));
  if (changed.size === 0) return [];
  const isNamed = (folder: string) =>
    folder.split("/").some((name) => [name, ...name.split(betweenParts)].some((part) => changed.has(foldText(part))));
  return readings.flatMap(({ reading, folders }) => (folders.some(isNamed) ? [reading] : []));
}
