/** What the names of two files of one photograph say, held against each other. Pure. */
import type { GroupInput } from "../ports.ts";
import { overlap } from "../sheets/days.ts";
import { type Evidence, isOfNames, type Sourced } from "./evidence.ts";

/**
 * The one that places the photograph comes first: that of a sheet's row; that of which the camera says no other day; that which says more, and a
 * day before a year; then by root and path, whatever else was found.
 */
export const byEvidence = (a: Evidence, b: Evidence, files: readonly GroupInput[]): number => {
  const ranks = (of: Evidence) => [
    Number(!of.isHeld),
    Number(of.findings.includes("FOLDER_DATE_DIFFERS")),
    -statements(of),
    -(of.days[0]?.value.length ?? 0),
    files[of.file]?.root ?? 0,
  ];
  const [one, other] = [ranks(a), ranks(b)];
  for (const [at, rank] of one.entries()) if (rank !== other[at]) return rank - (other[at] ?? 0);
  const [path = "", otherPath = ""] = [files[a.file]?.path, files[b.file]?.path];
  return path < otherPath ? -1 : path > otherPath ? 1 : a.file - b.file;
};

const statements = ({ days, localities, photographers, encounterNumber, animals }: Evidence): number =>
  [days.length > 0, localities.length > 0, photographers.length > 0, encounterNumber !== null, animals !== null].filter(
    Boolean,
  ).length;

/** What has no day is grouped by folder alone, so there two copies are always one. */
export const isCompatible = (a: Evidence, b: Evidence): boolean =>
  (a.days.length + b.days.length === 0 && a.folder === b.folder) ||
  (agree(best(a.days), best(b.days)) &&
    agree(best(a.localities), best(b.localities)) &&
    agree(best(a.photographers), best(b.photographers)) &&
    agree(a.encounterNumber, b.encounterNumber) &&
    agree(a.animals, b.animals) &&
    agree(a.row, b.row));

const best = (list: readonly Sourced[]) => list[0]?.folded ?? null;
const agree = <T>(a: T | null, b: T | null) => a === null || b === null || a === b;

/** Whether names of the copy, or its row, say another day, place, photographer, number or animals than is known of the photograph. */
export const saysOther = (placed: Evidence, copy: Evidence): boolean =>
  isOther(placed.days, copy.days, (a, b) => overlap(a.value, b.value)) ||
  isOther(placed.localities, copy.localities, isSame) ||
  isOther(placed.photographers, copy.photographers, isSame) ||
  !agree(placed.encounterNumber, copy.encounterNumber) ||
  !agree(placed.animals, copy.animals) ||
  !agree(placed.row, copy.row);

const isSame = (a: Sourced, b: Sourced) => a.folded === b.folded;

/** What the file itself says, all copies say. */
function isOther(placed: readonly Sourced[], copy: readonly Sourced[], same: (a: Sourced, b: Sourced) => boolean) {
  const said = copy.find(isOfNames);
  return said !== undefined && placed.length > 0 && !placed.some((one) => same(one, said));
}
