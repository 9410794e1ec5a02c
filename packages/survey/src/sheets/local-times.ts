/** Days and times of a row → those that local clocks showed. What is in UTC is local only by a zone that is known. Pure. */
import type { RowProblemCode } from "@landfall/protocol";
import { localTimeAt, offsetAt } from "../group/zone-offset.ts";
import { dayAfter } from "./days.ts";
import type { Clock } from "./sheet-clock.ts";
import type { UtcOffset } from "./utc-offset.ts";

export interface WrittenTimes {
  /** `dwc:eventDate`, */
  readonly date: string | null;
  /** and the time beside it in the same cell, which is the start's where no other cell has one. */
  readonly time: string | null;
  readonly offset: UtcOffset | null;
  readonly start: Clock | null;
  readonly end: Clock | null;
}

export interface LocalTimes {
  readonly date: string | null;
  readonly startTime: string | null;
  readonly endTime: string | null;
  /** They were in UTC, and are local by the zone. */
  readonly isFromUtc: boolean;
  readonly problems: readonly TimeProblem[];
}

export interface TimeProblem {
  readonly code: RowProblemCode;
  readonly of: "date" | "start" | "end";
}

const isWhole = (date: string | null): date is string => date?.length === 10;

/** @param zone IANA name; undefined where nobody has said it */
export function localTimes(written: WrittenTimes, zone: string | undefined): LocalTimes {
  const { date, time, start, end } = written;
  const offset = time === null ? null : written.offset;
  const startOffset = start ? start.offset : offset;
  const isUtc = [offset, startOffset, end?.offset].includes("Z");
  const asWritten = { date, startTime: start?.time ?? time, endTime: end?.time ?? null, isFromUtc: false };
  if (!isUtc) return { ...asWritten, problems: offsetProblems(written, zone) };
  const problems = utcProblems(written, startOffset, zone);
  const isLeftOut = (of: TimeProblem["of"]) => problems.some((problem) => problem.of === of);
  if (zone === undefined || !isWhole(date)) {
    const day = isWhole(date) ? null : date;
    const startTime = startOffset === "Z" || isLeftOut("start") ? null : asWritten.startTime;
    return { ...asWritten, date: day, startTime, endTime: isLeftOut("end") ? null : asWritten.endTime, problems };
  }
  const stamp = offset === "Z" && time !== null ? toLocal(date, time, zone) : null;
  const begun = start ? (start.offset === "Z" ? toLocal(start.day ?? date, start.time, zone) : null) : stamp;
  const day = stamp?.day ?? begun?.day ?? date;
  const endDay = end?.day ?? (end && (asWritten.startTime ?? "") > end.time ? dayAfter(date) : date);
  const ended = end?.offset === "Z" ? toLocal(endDay, end.time, zone) : null;
  return {
    date: day,
    startTime: isLeftOut("start") ? null : (begun?.time ?? asWritten.startTime),
    endTime: isLeftOut("end") ? null : (ended?.time ?? asWritten.endTime),
    isFromUtc: true,
    // A day that stands apart from its time may be the local one all the same.
    problems: day !== date && stamp === null ? [...problems, { code: "DAY_BY_UTC", of: "date" }] : problems,
  };
}

function toLocal(day: string, time: string, zone: string) {
  const local = localTimeAt(Date.parse(`${day}T${time}Z`), zone);
  return { day: local.slice(0, 10), time: local.slice(11) };
}

/** Times in UTC that no zone or no day makes local; and beside one in UTC a time that does not say whether it is. */
function utcProblems(
  { date, time, offset, start, end }: WrittenTimes,
  startOffset: UtcOffset | null,
  zone: string | undefined,
): TimeProblem[] {
  const code = zone === undefined ? "TIME_IN_UTC" : isWhole(date) ? null : "TIME_WITHOUT_DAY";
  const utc: TimeProblem[] =
    code === null
      ? []
      : [
          ...(time !== null && offset === "Z" ? [{ code, of: "date" } as const] : []),
          ...(start?.offset === "Z" ? [{ code, of: "start" } as const] : []),
          ...(end?.offset === "Z" ? [{ code, of: "end" } as const] : []),
        ];
  const isUnclear = (one: UtcOffset | null | undefined, other: UtcOffset | null | undefined) =>
    one === null && other === "Z";
  return [
    ...utc,
    ...(isUnclear(start?.offset, end?.offset) ? [{ code: "TIME_UNCLEAR", of: "start" } as const] : []),
    ...(isUnclear(end?.offset, startOffset) ? [{ code: "TIME_UNCLEAR", of: "end" } as const] : []),
  ];
}

/** A stated offset is that of the clock; where the zone had another one, the zone or the clock may be wrong. */
function offsetProblems({ date, time, offset, start, end }: WrittenTimes, zone: string | undefined): TimeProblem[] {
  if (zone === undefined || !isWhole(date)) return [];
  const stated = [
    ["date", time === null ? null : { time, offset, day: date }],
    ["start", start],
    ["end", end],
  ] as const;
  return stated.flatMap(([of, clock]) =>
    clock?.offset && clock.offset !== offsetAt(`${clock.day ?? date}T${clock.time}`, zone)
      ? [{ code: "OFFSET_DIFFERS" as const, of }]
      : [],
  );
}
