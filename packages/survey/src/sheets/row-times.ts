/** When a row was: its local day, start and end, as its cells and the titles of their columns say. */
import type { SheetField } from "@landfall/protocol";
import { cellText } from "./cells.ts";
import { type LocalTimes, localTimes, type TimeProblem } from "./local-times.ts";
import type { Cells } from "./row-cells.ts";
import type { RowProblem } from "./row-problem.ts";
import { type Clock, readClock, readClocks } from "./sheet-clock.ts";
import { type DateReading, readSheetDate } from "./sheet-date.ts";
import { mayBePartOfHour } from "./sheet-time.ts";
import type { Stated } from "./stated.ts";
import { offsetOfTitle } from "./utc-offset.ts";

export interface RowTimes extends Omit<LocalTimes, "problems"> {
  readonly stated: readonly Stated[];
  readonly problems: readonly RowProblem[];
}

const columns = { date: "eventDate", start: "startTime", end: "endTime" } as const satisfies Record<
  TimeProblem["of"],
  SheetField
>;

export interface TimesReading extends DateReading {
  /** IANA name of the local time; undefined where nobody has said it. */
  readonly zone: string | undefined;
  /** What stands behind the days of the column is no time. */
  readonly areDaysOnly: boolean;
  /** Columns with times such as 9.75. */
  readonly inPartsOfHours: readonly SheetField[];
}

export function timesOf(cells: Cells, reading: TimesReading): RowTimes {
  const text = (field: SheetField): string => cellText(cells.of(field));
  const problem = (code: RowProblem["code"], field: SheetField): RowProblem => ({
    code,
    column: cells.title(field),
    raw: text(field),
  });
  const unread: RowProblem[] = [];
  const read = readSheetDate(cells.of("eventDate"), reading);
  if (read.kind === "either") unread.push(problem("DATE_EITHER", "eventDate"));
  if (read.kind === "yearEither") unread.push(problem("YEAR_EITHER", "eventDate"));
  if (read.kind === "date" && read.isDoubtful) unread.push(problem("DATE_DOUBTFUL", "eventDate"));
  if (read.kind === "swapped") unread.push(problem("DATE_SWAPPED", "eventDate"));
  if (read.kind === "unreadable") unread.push(problem("DATE_UNREADABLE", "eventDate"));
  const day = read.kind === "date" ? read : null;
  const dayOffset = offsetOfTitle(cells.header("eventDate"));
  const withOffset = (clock: Clock, field: SheetField): Clock => ({
    ...clock,
    offset: clock.offset ?? offsetOfTitle(cells.header(field)) ?? dayOffset,
  });
  const clockAt = (field: "startTime" | "endTime"): Clock | null => {
    if (text(field) === "") return null;
    const isEither = reading.inPartsOfHours.includes(field) && mayBePartOfHour(text(field));
    const clock = isEither ? null : readClock(cells.of(field), reading);
    if (isEither) unread.push(problem("TIME_EITHER", field));
    else if (clock === null) unread.push(problem("TIME_UNREADABLE", field));
    return clock && withOffset(clock, field);
  };
  const both = text("endTime") === "" ? readClocks(cells.of("startTime"), reading) : null;
  const [start, end] = both
    ? both.map((clock) => withOffset(clock, "startTime"))
    : [clockAt("startTime"), clockAt("endTime")];
  const time = reading.areDaysOnly ? null : (day?.time ?? null);
  const { problems, ...local } = localTimes(
    { date: day?.date ?? null, time, offset: day?.offset ?? dayOffset, start: start ?? null, end: end ?? null },
    reading.zone,
  );
  const { startTime, endTime } = local;
  const raw = [text("startTime"), text("endTime")].filter(Boolean).join(" – ") || text("eventDate");
  const value = endTime === null ? startTime : `${startTime}/${endTime}`;
  return {
    ...local,
    stated: startTime === null ? [] : [{ field: "eventTime", value: value ?? startTime, raw }],
    problems: [...unread, ...problems.map(({ code, of }) => problem(code, columns[of]))],
  };
}
