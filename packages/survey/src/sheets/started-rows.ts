/** Rows that state when they began, and not when they ended. Pure. */
import { mayBeSame } from "./people.ts";
import { choose, isPhotographer, ms, type Row, type Seen, slackMs, takenMs } from "./seen-rows.ts";

/** A row with a start alone goes on until the next one, or for so long. */
const longestMs = 6 * 60 * 60 * 1000;

interface Started {
  readonly row: Row;
  readonly startMs: number;
}

/** Rows that may be meant as well as the one that is taken: nothing says which. */
export interface AlsoMeant {
  readonly rows: readonly number[];
  /** None had begun: the one that is taken was the next to begin. */
  readonly isAhead: boolean;
}

/** Of rows that state a start alone: the last that had started. */
export function lastStarted(
  seen: Seen,
  date: string,
  rows: readonly Row[],
): { readonly row: Row; readonly others: AlsoMeant } | null {
  const taken = takenMs(seen, date);
  if (taken === null) return null;
  const started = rows
    .filter((row) => row.startTime !== null && row.endTime === null && row.date === date)
    .map((row) => ({ row, startMs: ms(date, row.startTime ?? "") }))
    .filter(({ startMs }) => taken >= startMs - slackMs && taken - startMs <= longestMs)
    .sort((a, b) => b.startMs - a.startMs);
  // Just before a start it may still be the row before; after it, it is not.
  const latest = started.find(({ startMs }) => taken >= startMs) ?? started.at(-1);
  if (!latest) return null;
  const row = choose(
    seen,
    started.filter(({ startMs }) => startMs === latest.startMs).map((each) => each.row),
  );
  if (row === null) return null;
  const others = alsoMeant(seen, taken, { row, startMs: latest.startMs }, started);
  return { row, others: { rows: others, isAhead: taken < latest.startMs } };
}

/**
 * Rows that began minutes before or after the one that is taken, while nobody says whose the photograph is. One person's rows follow one another:
 * between those only the minutes count by which clocks differ.
 */
function alsoMeant(seen: Seen, taken: number, { row, startMs }: Started, started: readonly Started[]): number[] {
  const isByOne = (other: Row) =>
    isPhotographer(seen, row) === true ||
    (row.photographers.length === 1 && isSameList(row.photographers, other.photographers));
  return started
    .filter((other) => other.row !== row && Math.abs(other.startMs - startMs) <= slackMs)
    .filter((other) => !isByOne(other.row) || Math.abs(taken - Math.max(startMs, other.startMs)) <= slackMs)
    .map((other) => other.row.index)
    .sort((a, b) => a - b);
}

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name, at) => mayBeSame(name, other[at] ?? ""));
