/** Files with the same bytes are one image, unless their folders say that they belong to different encounters. */
import type { GroupInput } from "../ports.ts";
import type { Evidence, Sourced } from "./evidence.ts";

/** One image to be: the evidence that places it, and all its files. */
export interface Photograph {
  readonly evidence: Evidence;
  /** Indexes of files, the one that was placed first, then in scan order. */
  readonly files: readonly number[];
}

/** @param isCopy whether a file lies on a backup drive: it is where its original is, whatever folders are called there */
export function photographsOf(
  evidence: readonly Evidence[],
  files: readonly GroupInput[],
  isCopy: (file: number) => boolean,
): Photograph[] {
  const bySha = Map.groupBy(evidence, ({ file }) => files[file]?.sha256 ?? "");
  return [...bySha.values()].flatMap((same) => (same.length === 1 ? same.map(alone) : merged(same, isCopy)));
}

const alone = (evidence: Evidence): Photograph => ({ evidence, files: [evidence.file] });

/** The file whose names say most places the image; one whose names say the same or less is another copy of it. */
function merged(same: readonly Evidence[], isCopy: (file: number) => boolean): Photograph[] {
  const last = ({ file }: Evidence) => Number(isCopy(file));
  const rich = [...same].sort((a, b) => last(a) - last(b) || weight(b) - weight(a) || a.file - b.file);
  const photographs: { evidence: Evidence; files: number[] }[] = [];
  for (const evidence of rich) {
    const twin = photographs.find((photograph) => isCopy(evidence.file) || isCompatible(photograph.evidence, evidence));
    if (twin) twin.files.push(evidence.file);
    else photographs.push({ evidence, files: [evidence.file] });
  }
  return photographs.map(({ evidence, files: [first = evidence.file, ...copies] }) => ({
    evidence,
    files: [first, ...copies.sort((a, b) => a - b)],
  }));
}

const weight = ({ days, localities, photographers, encounterNumber, animals }: Evidence) =>
  days.length + localities.length + photographers.length + (encounterNumber === null ? 0 : 1) + (animals ? 1 : 0);

/** What has no day is grouped by folder alone, so there two copies are always one. */
const isCompatible = (a: Evidence, b: Evidence) =>
  // A copy in a catalogue is the individual's, beside the one that is its encounter's.
  (a.reference?.individual ?? null) === (b.reference?.individual ?? null) &&
  ((a.days.length + b.days.length === 0 && a.folder === b.folder) || sayTheSame(a, b));

const sayTheSame = (a: Evidence, b: Evidence) =>
  agree(best(a.days), best(b.days)) &&
  agree(best(a.localities), best(b.localities)) &&
  agree(best(a.photographers), best(b.photographers)) &&
  agree(a.encounterNumber, b.encounterNumber) &&
  agree(a.animals, b.animals) &&
  agree(a.row, b.row);

const best = (list: readonly Sourced[]) => list[0]?.folded ?? null;
const agree = <T>(a: T | null, b: T | null) => a === null || b === null || a === b;
