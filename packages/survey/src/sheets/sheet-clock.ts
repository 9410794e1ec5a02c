/** A cell that is to be a time of day: a time, alone or behind a day, and what it is counted from. */
import { type Cell, cellText, dayOf, isStamp } from "./cells.ts";
import { type DateReading, readSheetDate } from "./sheet-date.ts";
import { readSheetTime } from "./sheet-time.ts";
import { splitOffset, type UtcOffset } from "./utc-offset.ts";

export interface Clock {
  /** `09:42:00`. */
  readonly time: string;
  readonly offset: UtcOffset | null;
  /** Where the cell has one. */
  readonly day: string | null;
}

/** Null where it is no time of day. */
export function readClock(cell: Cell, reading: DateReading): Clock | null {
  const { rest, offset } = typeof cell === "string" ? splitOffset(cell) : { rest: cell, offset: null };
  const time = readSheetTime(rest);
  if (time !== null) return { time, offset, day: isStamp(cell) ? dayOf(cell) : null };
  if (typeof cell !== "string" || !/\d:\d/.test(cellText(cell))) return null;
  const stamp = readSheetDate(cell, reading);
  return stamp.kind === "date" && stamp.time !== null && stamp.date.length === 10
    ? { time: stamp.time, offset: stamp.offset ?? null, day: stamp.date }
    : null;
}

/** Start and end in one cell, `09:15-10:02`, `09:15/10:02`; null where it is no such thing. */
export function readClocks(cell: Cell, reading: DateReading): [start: Clock, end: Clock] | null {
  const [, first = "", last = ""] =
    /^(\d[\d:.h]*\d)\s*(?:-|–|—|\/|to|bis|à|a)\s*(\d[\d:.h]*\d)$/i.exec(typeof cell === "string" ? cell.trim() : "") ??
    [];
  const [start, end] = [readClock(first, reading), readClock(last, reading)];
  return start && end ? [start, end] : null;
}
