/** What the photographs of a reading make, by all that is known now: grouped, and placed among what was decided. Nothing is stored. */
import { type PlacedDraft, placeDrafts, type Reading, type StationDatabase } from "@landfall/db";
import { datesView, groupReading } from "./grouping.ts";
import { offeredIn, summaryOf } from "./sheet-sources.ts";

/** All of it but the encounters. Plain data, as they are. */
export type AboutDraft = ReturnType<typeof draftOfReading>["about"];

export interface DraftOfReading {
  readonly placed: readonly PlacedDraft[];
  readonly about: AboutDraft;
}

export function draftOfReading(db: StationDatabase, reading: Reading) {
  const { encounters, pks, ...about } = groupedOf(db, reading);
  const { placed, gone, isLater } = placeDrafts(db, reading.scanJob, encounters, pks);
  // A person may have split or merged some of them.
  const result = { ...about.result, encounters: placed.length };
  return { placed, about: { ...about, result, outline: { gone, isLater, count: placed.length } } };
}

/** Apart, so that the files are let go of before what was decided is read. */
function groupedOf(db: StationDatabase, reading: Reading) {
  const { roots, pks, files, grouping, check, sourcePaths, sheetPaths } = groupReading(db, reading);
  const { encounters, patterns, dates, ...report } = grouping;
  const offered = offeredIn(files, roots, sourcePaths);
  const { encounters: _, ...checked } = check;
  return {
    encounters,
    pks,
    isEmpty: encounters.length === 0,
    sources: { ...report, offered },
    result: {
      ...checked,
      sources: summaryOf(grouping, sheetPaths, offered),
      patterns: [...patterns],
      dates: datesView(dates, roots),
    },
  };
}
