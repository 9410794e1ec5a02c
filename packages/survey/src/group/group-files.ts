/** Found files → draft encounters: by local day, place and photographer, with the folder as a hint. Pure. */
import { foldText, isReference, type PathPattern } from "@landfall/protocol";
import {
  nearText,
  withIndividualsFound,
  withIndividualsNamed,
  withIndividualsWritten,
} from "../individuals/animals.ts";
import { type Identifiers, identifiersBy, noIdentifiers } from "../individuals/identifiers.ts";
import { datesOfRoots } from "../patterns/date-order.ts";
import { isPersonBy, namesOfPatch, noPeople, resolverOf } from "../people/resolve.ts";
import type { DraftEncounter, GroupInput, Grouping, GroupOptions, PathTaken, Sighting } from "../ports.ts";
import { joined } from "../sheets/photograph-list.ts";
import { sightingsOf } from "../sheets/sheet-rows.ts";
import { applySet, type Fields } from "./apply-set.ts";
import { withClocks } from "./clocks.ts";
import { type Leads, leadsOf, withSidecars } from "./companions.ts";
import { copiesOf } from "./copies.ts";
import { type Draft, toDraft } from "./draft-encounter.ts";
import type { Placed } from "./draft-image.ts";
import { type Evidence, evidenceRules } from "./evidence.ts";
import { evidenceIn } from "./evidence-of-files.ts";
import { positionFindings } from "./far-positions.ts";
import { foldersOfDays } from "./folder-days.ts";
import { assignNumbers } from "./numbers.ts";
import { withNights } from "./overnight.ts";
import { placesBefore } from "./placed-before.ts";
import { sightingKey, withRowFields } from "./row-fields.ts";
import { type Photograph, photographsOf } from "./same-bytes.ts";
import { withSameInOthers } from "./same-in-others.ts";
import { pictureFindings } from "./same-picture.ts";
import { sharedFolders } from "./shared-folders.ts";
import { reportOf } from "./sheet-report.ts";
import { ofPhotographs } from "./sightings.ts";
import { splitAtGaps } from "./time-gaps.ts";
import { trackTimes } from "./track-times.ts";
import { withTracks } from "./tracks.ts";

const defaultGapMs = 2 * 60 * 60 * 1000;

/**
 * Every image file ends in exactly one encounter (its bytes, once). Photographs are together when day, place, photographer and
 * the encounter that a folder names are the same, and, where no folder names one, no pause is longer than the gap. Those
 * without any day stay with their folder. What belongs to another file goes where that one goes.
 * @param found as a scan found them; `DraftImage.files` are indexes into this list
 */
export const groupFiles = (found: readonly GroupInput[], options: GroupOptions): DraftEncounter[] =>
  groupWithSources(found, options).encounters;

/** The same, with what became of the sheets and tracks. A row keeps its photographs together, whatever their folders and pauses. */
export function groupWithSources(found: readonly GroupInput[], options: GroupOptions): Grouping {
  const people = options.people ?? noPeople;
  const names = resolverOf(people);
  const identifiers = identifiersBy(options.identifiers ?? noIdentifiers);
  const leads = leadsOf(found);
  const timed = withClocks(withSidecars(found, leads), options.roots, options.clocks ?? []);
  const { files, tracks } = withTracks(timed, options.tracks ?? [], options.timezone);
  const dates = datesOfRoots(takenIn(files), options.roots, options.dayMonthOrders ?? []);
  const copies = copiesOf(files);
  const ownOrder = (root: number) => dates.find((each) => each.root === root)?.order ?? null;
  const orders = options.roots.map((_, root) => ownOrder(root) ?? ownOrder(copies.get(root)?.of ?? root));
  const { roots, patterns = [], override = {} } = options;
  const isPerson = isPersonBy(people);
  const rules = evidenceRules({ roots, patterns, orders, isPerson }, override);
  const sheets = (options.sheets ?? []).map((source) => ({ source, sightings: sightingsOf(source, options.timezone) }));
  const sightings = sheets.flatMap((sheet) => sheet.sightings);
  const gapMs = options.gapMs ?? defaultGapMs;
  const places = placesBefore(files, options);
  const said = evidenceIn(files, leads, options, {
    places,
    ...{ rules, isPerson, identifiers, names, people },
    sightings,
  });
  const { placings } = said;
  const evidence = withNights(said.evidence, files, gapMs);
  const pictures = pictureFindings(files);
  const folders = foldersOfDays(
    evidence.filter(({ file }) => !leads.has(file)),
    files,
  );
  const isCopy = (file: number) => copies.has(files[file]?.root ?? -1);
  const photographs = photographsOf(evidence, files, { leads, isCopy, places }).flatMap((photograph) =>
    toPlaced(photograph, files, leads),
  );
  const keyOf = ({ evidence: of }: Placed) =>
    groupKey(of, placings.rows.get(leads.get(of.file) ?? of.file)?.photographer ?? null);
  const drafts = [...Map.groupBy(photographs, keyOf).values()]
    .flatMap((group) => (isHeldTogether(group) ? [group] : splitAtGaps(group, gapMs)))
    .map((members) =>
      toDraft(members, files, options, { pictures, isCopy, folders, places, isAnimal: identifiers.isIdentifier }),
    )
    .sort((a, b) => order(a.sortKey, b.sortKey));
  const encounters = withSightings(drafts, sightings, identifiers, {
    ...options,
    set: namesOfPatch(options.set, names),
    override: namesOfPatch(options.override, names),
  });
  const sightingsOnly = encounters.filter(({ values }) => !isReference(values));
  const given = assignNumbers(sightingsOnly);
  const numbers = new Map(sightingsOnly.map((encounter, index) => [encounter, given[index] ?? null]));
  const numberOf = (index: number) => numbers.get(encounters[index] as DraftEncounter) ?? null;
  const timesOf = trackTimes({
    ...{ files, roots, leads, placings, sightings },
    ...{ tracks: options.tracks ?? [], timezone: options.timezone },
  });
  const positions = positionFindings(encounters.map(({ values }) => values));
  return {
    encounters: withSameInOthers(encounters).map((encounter, index) => ({
      ...encounter,
      encounterNumber: numberOf(index),
      isNumberGiven: (numberOf(index) ?? encounter.encounterNumber) !== encounter.encounterNumber,
      findings: [...encounter.findings, ...[positions[index] ?? []].flat(), ...timesOf(encounter)],
    })),
    ...reportOf(sheets, ofPhotographs(placings, photographs), files),
    tracks,
    patterns: patternCounts(patterns, photographs),
    // Of a copy nobody is asked what is asked of its original.
    dates: dates.filter(({ root }) => !copies.has(root)),
  };
}

const takenIn = (files: readonly GroupInput[]): PathTaken[] =>
  files.flatMap(({ root, path, bucket, metadata, findings }) =>
    bucket === "image"
      ? [
          {
            root,
            path,
            taken: metadata?.localTime?.slice(0, 10) ?? null,
            isCorrected: findings.includes("CLOCK_CORRECTED"),
          },
        ]
      : [],
  );

function patternCounts(patterns: readonly PathPattern[], photographs: readonly Placed[]): Grouping["patterns"] {
  const counts = Map.groupBy(photographs, ({ evidence }) => evidence.pattern);
  return patterns.map(({ text }) => ({ pattern: text, images: counts.get(text)?.length ?? 0 }));
}

/** The fields of rows, and of sightings that several encounters share; then what a person has said. */
function withSightings(
  drafts: readonly Draft[],
  sightings: readonly Sighting[],
  identifiers: Identifiers,
  options: GroupOptions,
): DraftEncounter[] {
  const finish = (fields: Fields, { members, named }: Draft): Fields =>
    withIndividualsWritten(
      finished(withIndividualsFound(withIndividualsNamed(fields, named, identifiers), members, identifiers), options),
      identifiers,
    );
  const toEncounter = (fields: Fields, draft: Draft): DraftEncounter => {
    const done = finish(fields, draft);
    const near = nearText(done, draft.members, identifiers);
    const { findings, details } = draft.encounter;
    if (near === null) return { ...draft.encounter, ...done };
    return {
      ...draft.encounter,
      ...done,
      findings: [...findings, "INDIVIDUAL_NEAR"],
      details: { ...details, INDIVIDUAL_NEAR: near },
    };
  };
  const sightingOf = ({ rows }: Draft) => {
    const [first, ...others] = rows.flatMap((row) => sightings[row] ?? []);
    return first && joined([first, ...others]);
  };
  const shared = new Map<string, number>();
  for (const draft of drafts) {
    const sighting = sightingOf(draft);
    if (sighting) shared.set(sightingKey(sighting), (shared.get(sightingKey(sighting)) ?? 0) + 1);
  }
  const inFolders = sharedFolders(drafts);
  const seen = new Set<string>();
  return drafts.map((draft) => {
    const sighting = sightingOf(draft);
    if (!sighting) return toEncounter(inFolders.get(draft) ?? draft.encounter, draft);
    const key = sightingKey(sighting);
    const isShared = sighting.sighting !== null || (shared.get(key) ?? 0) > 1;
    const fields = withRowFields(draft.encounter, sighting, isShared ? key.slice(0, 500) : null, !seen.has(key));
    seen.add(key);
    return toEncounter(fields, draft);
  });
}

function finished(found: Fields, { override, set }: GroupOptions): Fields {
  const replaced = applySet(found.values, found.provenance, override ?? {}, "override");
  return applySet(replaced.values, replaced.provenance, set ?? {}, "set");
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

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
