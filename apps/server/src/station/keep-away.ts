/** After the folders of a scan were read: what is known of drives that are not there stays. */
import path from "node:path";
import {
  filesOfPlace,
  holdsWhatWasIn,
  keepOtherDrives,
  keepPlace,
  mountPointsOf,
  type Place,
  type Reading,
  type StationDatabase,
  setMountPoints,
} from "@landfall/db";
import { isAzureFolder, type ScanResult } from "@landfall/protocol";
import { textOfName } from "@landfall/survey";
import { deviceOf, mountPointsIn } from "./mount-points.ts";

const whole = Buffer.alloc(0);

/**
 * Takes into a reading what is known of roots that are away, of those of which only the empty mount point is there, and of drives
 * that were mounted inside a root and are not any more.
 * @param present the roots that were read
 * @param away the others
 * @returns those that are away, and drives that are mounted inside the same root under another name
 */
export async function keepAway(
  db: StationDatabase,
  { scanJob, reading }: Reading,
  present: readonly string[],
  away: readonly string[],
): Promise<Pick<ScanResult, "away" | "relinked">> {
  const isEmpty = (place: Place) => filesOfPlace(db, reading, place) === 0;
  const full = present.filter((root) => !isEmpty({ root, below: whole }));
  // Where no folder has anything, the scan fails as a whole.
  if (full.length === 0) return { away: [], relinked: [] };
  const relinked: ScanResult["relinked"] = [];
  const roots = [...away, ...present.filter((root) => !full.includes(root))];
  const places: Place[] = roots.map((root) => ({ root, below: whole }));
  for (const root of full.filter((each) => !isAzureFolder(each))) {
    const mounted = await mountPointsIn(root);
    const known = mountPointsOf(db, root);
    const isIn = (all: readonly Buffer[]) => (each: Buffer) => all.some((one) => one.equals(each));
    const fresh = mounted.filter((each) => !isIn(known)(each));
    const gone: Buffer[] = [];
    // With files and without a drive it is a folder like any other by now.
    for (const below of known.filter((each) => !isIn(mounted)(each) && isEmpty({ root, below: each }))) {
      const was = { root, below };
      const to = fresh.find((each) => holdsWhatWasIn(db, scanJob, reading, was, { root, below: each }));
      if (to) relinked.push({ from: textOf(was), to: textOf({ root, below: to }) });
      else gone.push(below);
    }
    setMountPoints(db, root, [...mounted, ...gone]);
    places.push(...outermost(gone).map((below) => ({ root, below })));
  }
  const kept = places.map((place) => ({
    folder: textOf(place),
    files: keepPlace(db, scanJob, reading, place),
    isReplaced: false,
  }));
  return { away: kept.filter(({ folder, files }) => files > 0 || away.includes(folder)), relinked };
}

/**
 * Takes into a reading what is known of drives in whose place another one was found: of roots that lie on another disk than the station's
 * own data, and of drives mounted inside a root. To be called once all else is in the reading.
 */
export async function keepReplaced(
  db: StationDatabase,
  { scanJob, reading }: Reading,
  present: readonly string[],
): Promise<ScanResult["away"]> {
  const own = await deviceOf(Buffer.from(db.sql.name));
  const places: Place[] = [];
  for (const root of present.filter((each) => !isAzureFolder(each))) {
    if ((await deviceOf(Buffer.from(root))) !== own) places.push({ root, below: whole });
    else places.push(...outermost(mountPointsOf(db, root)).map((below) => ({ root, below })));
  }
  return places
    .map((place) => ({ folder: textOf(place), files: keepOtherDrives(db, scanJob, reading, place), isReplaced: true }))
    .filter(({ files }) => files > 0);
}

/** What lies below another one is away with it. */
const outermost = (paths: readonly Buffer[]): Buffer[] =>
  paths.filter((each) => !paths.some((other) => !other.equals(each) && each.subarray(0, other.length).equals(other)));

const textOf = ({ root, below }: Place): string =>
  below.length === 0 ? root : path.join(root, textOfName(below.subarray(0, -1)).text);
