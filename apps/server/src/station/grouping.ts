/** The photographs of a reading, grouped by all that is known now. Nothing is stored. */
import {
  approvedBefore,
  cameraPeopleOf,
  clocksOf,
  dayMonthOrderOf,
  peopleRules,
  placedBefore,
  population as populationOf,
  type Reading,
  readingFiles,
  redatedSince,
  rulesWithCatalogue,
  type StationDatabase,
  scanJobView,
  scanRules,
  settings,
  withDeliveredPictures,
} from "@landfall/db";
import {
  askedFor,
  isPatternError,
  LandfallError,
  type PathPattern,
  type PopulationId,
  parsePathPattern,
  type RootDates,
} from "@landfall/protocol";
import { type ClockRule, checkDraft, type Grouping, groupWithSources } from "@landfall/survey";
import { sourcesOf } from "./sheet-sources.ts";

/** As they are kept. One that an older version wrote and that cannot be read now says nothing. */
export const patternsOf = (texts: readonly string[]): PathPattern[] =>
  texts.flatMap((text) => {
    const read = parsePathPattern(text);
    return isPatternError(read) ? [] : [read];
  });

/** @param patterns instead of those that the job has */
export function groupReading(db: StationDatabase, reading: Reading, patterns?: readonly string[]) {
  const job = scanJobView(db, reading.scanJob);
  const population = populationOf(db, job.populationId);
  if (!population) throw new LandfallError("NOT_FOUND", { detail: `population ${job.populationId}` });
  const roots = job.folders;
  const found = readingFiles(db, reading.reading, roots);
  const files = withDeliveredPictures(db, population.id, reading.reading, found);
  const { patterns: kept = [], ...rules } = scanRules(db, reading.scanJob);
  const { paths, sheetPaths, ...sources } = sourcesOf(db, reading.scanJob);
  const grouping = groupWithSources(files, {
    roots,
    ...rules,
    ...sources,
    patterns: patternsOf(patterns ?? kept),
    dayMonthOrders: roots.map((root) => dayMonthOrderOf(db, root)),
    clocks: clockRules(db, population.id, reading, found.pks),
    people: peopleRules(db, population.id),
    cameraPeople: cameraPeopleOf(db, population.id),
    identifiers: rulesWithCatalogue(db, population.id),
    before: placedBefore(db, reading, roots),
    ...(sources.sheets.length > 0 && { approved: approvedBefore(db, reading, roots) }),
  });
  const asked = askedFor(population.settings, settings(db).license);
  const check = checkDraft({ files, encounters: grouping.encounters }, asked, roots);
  return { job, population, roots, pks: found.pks, files, grouping, check, sourcePaths: paths, sheetPaths };
}

/** With the files that may have been made right since a correction was made. */
function clockRules(db: StationDatabase, id: PopulationId, { reading }: Reading, pks: readonly number[]): ClockRule[] {
  return clocksOf(db, id).map(({ createdAt, ...rule }) => {
    const redated = redatedSince(db, reading, Date.parse(createdAt));
    return { ...rule, redated: new Set(pks.flatMap((pk, index) => (redated.has(pk) ? [index] : []))) };
  });
}

export const datesView = (dates: Grouping["dates"], roots: readonly string[]): RootDates[] =>
  dates.map(({ root, examples, ...rest }) => ({ folder: roots[root] ?? "", ...rest, examples: [...examples] }));
