/** Scans whose folders are called as people that became known, or are known no more. */
import { finishedReadings, foldersOfReading, type Reading, type StationDatabase } from "@landfall/db";
import { foldText, type PopulationId } from "@landfall/protocol";
import { knownNames, type PeopleRules } from "@landfall/survey";

/** What stands between a day, a place and a person in the name of a folder. */
const betweenParts = /_+|\s+[-–—]+\s+|;/;

/** Whose photographs these folders' are is read otherwise by `after` than by `before`. */
export function readingsNamedBy(
  db: StationDatabase,
  id: PopulationId,
  before: PeopleRules,
  after: PeopleRules,
): Reading[] {
  const [was, is] = [knownNames(before), knownNames(after)];
  const changed = new Set([...was, ...is].filter((name) => was.has(name) !== is.has(name)));
  if (changed.size === 0) return [];
  const isNamed = (folder: string) =>
    folder.split("/").some((name) => [name, ...name.split(betweenParts)].some((part) => changed.has(foldText(part))));
  return finishedReadings(db, id).filter(({ reading }) => foldersOfReading(db, reading).some(isNamed));
}
