/** Files with the same bytes are one image of one encounter, whatever their folders are called; a catalogue has its own. */
import type { GroupInput } from "../ports.ts";
import { isSidecarName } from "../scan/companions.ts";
import type { Leads } from "./companions.ts";
import { byEvidence, isCompatible, saysOther } from "./copy-evidence.ts";
import type { Evidence } from "./evidence.ts";
import type { PlacesBefore } from "./placed-before.ts";

/** One image to be: the evidence that places it, and all its files. */
export interface Photograph {
  readonly evidence: Evidence;
  /** Indexes of files, the one that was placed first, then in scan order. */
  readonly files: readonly number[];
  /** A file of it whose names say another day, place or photographer. */
  readonly other?: number;
}

export interface OfCopies {
  readonly leads: Leads;
  /** Whether a file lies on a backup drive: it is where its original is, whatever folders are called there. */
  readonly isCopy: (file: number) => boolean;
  readonly places: Pick<PlacesBefore, "decided">;
}

/** What belongs to another file is where that one is, from whichever of its paths that one is placed. */
export function photographsOf(evidence: readonly Evidence[], files: readonly GroupInput[], of: OfCopies): Photograph[] {
  const shaOf = (file: number): string => files[file]?.sha256 ?? "";
  const merge = (same: readonly Evidence[]) => (same.length === 1 ? same.map(alone) : merged(same, files, of));
  const bySha = [...Map.groupBy(evidence, ({ file }) => shaOf(file)).values()];
  const follows = (same: readonly Evidence[]) => same.some(({ file }) => of.leads.has(file));
  const leading = bySha.filter((same) => !follows(same)).flatMap(merge);
  const following = bySha.filter(follows);
  if (following.length === 0) return leading;
  const placed = new Map(leading.map(({ evidence: one }) => [shaOf(one.file), one]));
  const asLed = (one: Evidence): Evidence => {
    const lead = placed.get(shaOf(of.leads.get(one.file) ?? -1));
    return lead ? { ...lead, file: one.file, findings: one.findings } : one;
  };
  return [...leading, ...following.flatMap((same) => merge(same.map(asLed)))];
}

const alone = (evidence: Evidence): Photograph => ({ evidence, files: [evidence.file] });

interface Merging {
  readonly evidence: Evidence;
  readonly files: number[];
  other?: number;
}

/** The file whose names say most places the image; every other one is another copy of it. */
function merged(
  same: readonly Evidence[],
  files: readonly GroupInput[],
  { leads, isCopy, places }: OfCopies,
): Photograph[] {
  const last = ({ file }: Evidence) => Number(isCopy(file));
  const alone = ({ file }: Evidence) => Number(!leads.has(file));
  const decided = ({ file }: Evidence) => Number(!places.decided.has(file));
  const rich = [...same].sort(
    (a, b) => decided(a) - decided(b) || last(a) - last(b) || alone(a) - alone(b) || byEvidence(a, b, files),
  );
  const photographs: Merging[] = [];
  for (const evidence of rich) {
    const isOwn = isCopy(evidence.file);
    const twin = photographs.find((one) => isOwn || isOneImage(one.evidence, evidence, files));
    if (!twin) {
      photographs.push({ evidence, files: [evidence.file] });
      continue;
    }
    twin.files.push(evidence.file);
    if (!isOwn && twin.other === undefined && saysOther(twin.evidence, evidence)) twin.other = evidence.file;
  }
  return photographs.map(({ files: [first = -1, ...copies], ...one }) => ({
    ...one,
    files: [first, ...copies.sort((a, b) => a - b)],
  }));
}

/**
 * A copy in a catalogue is the individual's, beside the one that is its encounter's. And a sidecar is no photograph: one that says nothing has
 * the same bytes beside each.
 */
const isOneImage = (a: Evidence, b: Evidence, files: readonly GroupInput[]): boolean =>
  (a.reference?.individual ?? null) === (b.reference?.individual ?? null) &&
  (!isSidecarName(files[b.file]?.path ?? "") || isCompatible(a, b));
