/**
 * Which row of the sheets a photograph is of. The surest way comes first: the row names the file, or the folder; the folder or
 * the name has the encounter's number; the photograph was taken between the row's start and end; after its start, and before
 * that of the next row; or it is the only row of the day. What fits several rows fits none: it is listed. Pure.
 */
import type { MatchedBy, UnmatchedBecause } from "@landfall/protocol";
import type { Sighting } from "../ports.ts";
import { dayAfter, overlap } from "./days.ts";
import { isNamed, splitName } from "./file-names.ts";
import { choose, isPhotographer, ms, type Row, type Seen, slackMs, takenMs } from "./seen-rows.ts";
import { type AlsoMeant, lastStarted } from "./started-rows.ts";

export type RowMatch =
  | {
      readonly row: number;
      readonly by: MatchedBy;
      readonly others?: AlsoMeant;
    }
  | { readonly row: null; readonly because: UnmatchedBecause };

/** The only row of a day is not that of photographs taken long before or after it. */
const besideMs = 2 * 60 * 60 * 1000;

/** Rows by what they are found by, so that each photograph looks at a few of them. */
export interface RowIndex {
  readonly named: readonly Row[];
  readonly inFolders: readonly Row[];
  readonly byDay: ReadonlyMap<string, readonly Row[]>;
  /** Of partial dates and intervals. */
  readonly vague: readonly Row[];
}

export function indexRows(sightings: readonly Sighting[]): RowIndex {
  const rows = sightings.map((sighting, index) => ({ ...sighting, index }));
  const isDay = ({ date }: Row) => date !== null && date.length === 10;
  return {
    named: rows.filter(({ fileNames }) => fileNames.length > 0),
    inFolders: rows.filter(({ folder }) => folder !== null),
    byDay: Map.groupBy(rows.filter(isDay), ({ date }) => date ?? ""),
    vague: rows.filter((row) => row.date !== null && !isDay(row)),
  };
}

export function matchRow(seen: Seen, index: RowIndex): RowMatch {
  const fits = (row: Row) => seen.date === null || row.date === null || overlap(span(row), seen.date);
  const name = splitName(seen.fileName);
  const ofName = index.named.filter(({ fileNames }) => fileNames.some((names) => isNamed(name, names)));
  const named = choose(seen, ofName.filter(fits));
  if (named) return found(named, "fileName");
  const ofFolder = index.inFolders.filter((row) => isIn(seen.folder, row.folder ?? ""));
  const inFolder = choose(seen, ofFolder.filter(fits));
  if (inFolder) return found(inFolder, "folder");
  if (seen.date === null) return { row: null, because: "noDate" };
  const match = ofDay(seen, seen.date, rowsOf(seen.date, index));
  // Counters begin again, so that a name alone is not enough; but a clock may be wrong.
  return match.row === null && ofName.length + ofFolder.length > 0 ? { row: null, because: "otherDay" } : match;
}

function ofDay(seen: Seen, date: string, day: readonly Row[]): RowMatch {
  if (day.length === 0) return { row: null, because: "noRow" };
  const numbered = day.filter((row) => row.encounterNumber !== null);
  if (seen.encounterNumber !== null && numbered.length > 0) {
    const same = numbered.filter((row) => row.encounterNumber === seen.encounterNumber);
    const one = choose(seen, within(seen, date, same)) ?? choose(seen, same);
    if (one) return found(one, "encounterNumber");
    if (same.length > 0) return { row: null, because: "severalRows" };
    if (numbered.length === day.length) return ofOtherNumbers(seen, date, day);
  }
  const people = ofPhotographer(seen, day);
  if (people.length === 0) return { row: null, because: "otherPhotographer" };
  const inTime = within(seen, date, people);
  const timed = choose(seen, strictly(seen, date, inTime)) ?? choose(seen, inTime);
  if (timed) return found(timed, "time");
  if (inTime.length > 1) return { row: null, because: "severalRows" };
  const started = lastStarted(seen, date, people);
  if (started)
    return { ...found(started.row, "start"), ...(started.others.rows.length > 0 && { others: started.others }) };
  const [only, other] = people;
  if (only && other === undefined)
    return isFarFrom(seen, date, only) ? { row: null, because: "otherTime" } : found(only, "day");
  return { row: null, because: seen.time === null ? "severalRows" : "otherTime" };
}

/**
 * A number that no row of the day has is another encounter; unless none of the day's photographs has a number of its rows: then the
 * sheet counts another way, through the season perhaps, and what was taken between start and end is of that row.
 */
function ofOtherNumbers(seen: Seen, date: string, day: readonly Row[]): RowMatch {
  const numbers = new Set(day.map((row) => row.encounterNumber));
  const isOneCount = seen.numbersOfDay.some((number) => numbers.has(number));
  const timed = isOneCount ? null : choose(seen, strictly(seen, date, ofPhotographer(seen, day)));
  return timed ? found(timed, "time") : { row: null, because: "noRow" };
}

const found = (row: Row, by: MatchedBy): RowMatch => ({ row: row.index, by });

/** An end before the start is on the next day. */
const isOvernight = ({ startTime, endTime }: Sighting): boolean =>
  startTime !== null && endTime !== null && endTime < startTime;
const span = (row: Row): string =>
  row.date !== null && row.date.length === 10 && isOvernight(row)
    ? `${row.date}/${dayAfter(row.date)}`
    : (row.date ?? "");

/** Rows of whole days first; those of a month or a year only where there is none. */
function rowsOf(date: string, { byDay, vague }: RowIndex): readonly Row[] {
  const days = date.length === 10 ? [date] : spread(date);
  const before = date.length === 10 ? (byDay.get(dayBefore(date)) ?? []).filter(isOvernight) : [];
  const rows = [...before, ...days.flatMap((day) => byDay.get(day) ?? [])];
  return rows.length > 0 ? rows : vague.filter((row) => overlap(span(row), date));
}

/** The days of an interval, where they are few. */
function spread(date: string): string[] {
  const [first = "", last = ""] = date.split("/");
  if (first.length !== 10 || last.length !== 10) return [];
  const days = [first];
  while ((days.at(-1) ?? last) < last && days.length < 32) days.push(dayAfter(days.at(-1) ?? last));
  return days;
}

const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

const isIn = (folder: string, named: string): boolean => named !== "" && `/${folder}/`.includes(`/${named}/`);

/** Those of the photographer, where any is; else those that are not known to be another's. */
function ofPhotographer(seen: Seen, rows: readonly Row[]): readonly Row[] {
  const own = rows.filter((row) => isPhotographer(seen, row) === true);
  if (own.length > 0) return own;
  return seen.isNamed ? rows.filter((row) => isPhotographer(seen, row) === null) : rows;
}

function boundsOf(row: Sighting): readonly [startMs: number, endMs: number] | null {
  if (row.date === null || row.date.length !== 10 || row.startTime === null || row.endTime === null) return null;
  return [ms(row.date, row.startTime), ms(isOvernight(row) ? dayAfter(row.date) : row.date, row.endTime)];
}

function within(seen: Seen, date: string, rows: readonly Row[], slack = slackMs): readonly Row[] {
  const taken = takenMs(seen, date);
  if (taken === null) return [];
  return rows.filter((row) => {
    const bounds = boundsOf(row);
    return bounds !== null && taken >= bounds[0] - slack && taken < bounds[1] + slack + 60_000;
  });
}

/** Those whose own times hold it, without the slack: a minute that is written holds all of its seconds. */
const strictly = (seen: Seen, date: string, rows: readonly Row[]): readonly Row[] => within(seen, date, rows, 0);

/** Its own times do not hold a photograph of that local day and time: one of the two clocks is wrong, or it is not of this row. */
export const isBesideTimes = (time: string, date: string, row: Sighting): boolean =>
  isFarFrom({ time }, date, row, slackMs);

function isFarFrom(seen: Pick<Seen, "time">, date: string, row: Sighting, byMs = besideMs): boolean {
  const taken = takenMs(seen, date);
  const bounds = boundsOf(row);
  if (taken === null) return false;
  if (bounds) return taken < bounds[0] - byMs || taken > bounds[1] + byMs;
  return row.startTime !== null && row.date === date && taken < ms(date, row.startTime) - byMs;
}
