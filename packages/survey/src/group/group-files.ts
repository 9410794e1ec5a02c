/** Found files → draft encounters: by local day, place and photographer, with the folder as a hint. Pure. */
import { isReference } from "@landfall/protocol";
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
import { leadsOf, withSidecars } from "./companions.ts";
import { copiesOf } from "./copies.ts";
import { type Draft, toDraft } from "./draft-encounter.ts";
import { evidenceRules } from "./evidence.ts";
import { positionFindings } from "./far-positions.ts";
import { assignNumbers } from "./numbers.ts";
import { photographsTogether } from "./photographs-together.ts";
import { placesBefore } from "./placed-before.ts";
import { sightingKey, withRowFields } from "./row-fields.ts";
import { withSameInOthers } from "./same-in-others.ts";
import { pictureFindings } from "./same-picture.ts";
import { seasonsShown } from "./season-folders.ts";
import { sharedFolders } from "./shared-folders.ts";
import { reportOf } from "./sheet-report.ts";
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
  const taken = takenIn(files);
  const dates = datesOfRoots(taken, options.roots, options.dayMonthOrders ?? []);
  const copies = copiesOf(files);
  const ownOrder = (root: number) => dates.find((each) => each.root === root)?.order ?? null;
  const orders = options.roots.map((_, root) => ownOrder(root) ?? ownOrder(copies.get(root)?.of ?? root));
  const { roots, patterns = [], override = {} } = options;
  const isPerson = isPersonBy(people);
  const rules = evidenceRules({ roots, patterns, orders, isPerson, seasonOf: seasonsShown(taken, roots) }, override);
  const sheets = (options.sheets ?? []).map((source) => ({ source, sightings: sightingsOf(source, options.timezone) }));
  const sightings = sheets.flatMap((sheet) => sheet.sightings);
  const places = placesBefore(files, options);
  const pictures = pictureFindings(files);
  const isCopy = (file: number) => copies.has(files[file]?.root ?? -1);
  const together = photographsTogether(files, leads, options, {
    ...{ places, rules, isPerson, identifiers, names, people, sightings, isCopy },
    gapMs: options.gapMs ?? defaultGapMs,
  });
  const { groups, placings, folders } = together;
  const drafts = eachLetGo(groups, (members) =>
    toDraft(members, files, options, { pictures, isCopy, folders, places, isAnimal: identifiers.isIdentifier }),
  ).sort((a, b) => order(a.sortKey, b.sortKey));
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
    ...reportOf(sheets, together.placingsOfPhotographs, files),
    tracks,
    patterns: together.patterns,
    // Of a copy nobody is asked what is asked of its original.
    dates: dates.filter(({ root }) => !copies.has(root)),
  };
}

/** In their order. None is held after its turn: what is known of all photographs is most of what there is in memory. */
function eachLetGo<Item, Made>(items: Item[], make: (item: Item) => Made): Made[] {
  const made: Made[] = [];
  items.reverse();
  for (let item = items.pop(); item !== undefined; item = items.pop()) made.push(make(item));
  return made;
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

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
