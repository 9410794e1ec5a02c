/** Photographs, each by what is known of it, in groups of which each is one encounter. Pure. */
import { foldText, type PathPattern } from "@landfall/protocol";
import type { GroupInput, Grouping, GroupOptions } from "../ports.ts";
import type { Leads } from "./companions.ts";
import type { Placed } from "./draft-image.ts";
import type { Evidence } from "./evidence.ts";
import { evidenceIn, type Known } from "./evidence-of-files.ts";
import { foldersOfDays } from "./folder-days.ts";
import { withNights } from "./overnight.ts";
import { type Photograph, photographsOf } from "./same-bytes.ts";
import { ofPhotographs, type Placings } from "./sightings.ts";
import { splitAtGaps } from "./time-gaps.ts";

export interface Together {
  /** Each of the photographs of one encounter. */
  readonly groups: Placed[][];
  /** Of all files, and of those that place a photograph. */
  readonly placings: Placings;
  readonly placingsOfPhotographs: Placings;
  /** Called one encounter, and of several days. */
  readonly folders: ReturnType<typeof foldersOfDays>;
  readonly patterns: Grouping["patterns"];
}

export interface KnownOfAll extends Known {
  readonly isCopy: (file: number) => boolean;
  readonly gapMs: number;
}

/** What is known of each photograph is held by its group alone: whoever lets go of a group lets go of that. */
export function photographsTogether(
  files: readonly GroupInput[],
  leads: Leads,
  options: GroupOptions,
  { isCopy, gapMs, ...known }: KnownOfAll,
): Together {
  const { evidence: found, placings } = evidenceIn(files, leads, options, known);
  const evidence = withNights(found, files, gapMs);
  const leading = evidence.filter(({ file }) => !leads.has(file));
  const photographs = photographsOf(evidence, files, { leads, isCopy, places: known.places }).flatMap((photograph) =>
    toPlaced(photograph, files, leads),
  );
  const keyOf = ({ evidence: of }: Placed) =>
    groupKey(of, placings.rows.get(leads.get(of.file) ?? of.file)?.photographer ?? null);
  return {
    groups: [...Map.groupBy(photographs, keyOf).values()].flatMap((group) =>
      isHeldTogether(group) ? [group] : splitAtGaps(group, gapMs),
    ),
    placings,
    placingsOfPhotographs: ofPhotographs(placings, photographs),
    folders: foldersOfDays(leading, files),
    patterns: patternCounts(options.patterns ?? [], photographs),
  };
}

function patternCounts(patterns: readonly PathPattern[], photographs: readonly Placed[]): Grouping["patterns"] {
  const counts = Map.groupBy(photographs, ({ evidence }) => evidence.pattern);
  return patterns.map(({ text }) => ({ pattern: text, images: counts.get(text)?.length ?? 0 }));
}

function toPlaced(photograph: Photograph, files: readonly GroupInput[], leads: Leads): Placed[] {
  const { evidence } = photograph;
  const input = files[evidence.file];
  if (!input) return [];
  const lead = files[leads.get(evidence.file) ?? -1] ?? null;
  const capturedAt = (lead ?? input).metadata?.localTime ?? null;
  return [{ photograph, evidence, input, lead, folder: evidence.folder, capturedAt }];
}

/** @param own one of several photographers of its row, whose photographs are an encounter of their own */
function groupKey(of: Evidence, own: string | null): string {
  const { days, localities, photographers, encounterNumber, animals, folder } = of;
  const folded = (list: typeof days) => list[0]?.folded ?? null;
  if (of.isHeld) return JSON.stringify(["row", of.row, own === null ? null : foldText(own)]);
  if (of.reference) return JSON.stringify(["reference", of.reference.individual]);
  const [day] = days;
  if (!day) return JSON.stringify(["no day", folder]);
  // A month of a folder's name brings what lies in other folders no nearer.
  const apart = day.source === "folder" && day.value.length < 10 ? folder : null;
  return JSON.stringify([day.value, folded(localities), folded(photographers), encounterNumber, animals, apart]);
}

/** A folder that names an encounter, or a row, knows better than the clock; a catalogue has no time. */
const isHeldTogether = ([first]: readonly Placed[]) =>
  first !== undefined &&
  (first.evidence.encounterNumber !== null || first.evidence.isHeld || first.evidence.reference !== null);
