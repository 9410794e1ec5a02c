/**
 * Reads the dates that files state. A date comes out exactly as written, or not at all with the finding that says why:
 * nothing here knows a time zone, and nothing is ever shifted.
 */
import type { FindingCode } from "@landfall/protocol";

export interface StatedTime {
  /** `2016-07-01T10:11:12.120`; `2016-07-01`, `2016-07` or `2016` where no more is stated. */
  readonly localTime: string;
  /** `+02:00`, null where the text states none. */
  readonly offset: string | null;
}
export type DateReading =
  | { readonly kind: "stated"; readonly time: StatedTime }
  | { readonly kind: "absent" }
  | {
      readonly kind: "suspect";
      readonly finding: FindingCode;
      /** What a clock showed that had not been set, or was set wrong; a person who knows the true time may have use for it. */
      readonly shown?: string;
    };

const absent: DateReading = { kind: "absent" };
const suspect = (finding: FindingCode, shown?: string): DateReading => ({
  kind: "suspect",
  finding,
  ...(shown !== undefined && { shown }),
});

/** Year first, any of the separators that cameras and programs use; a blank stands for an unknown digit pair. */
const pattern =
  /^(\d{4})[:\-/. ](\d{1,2})[:\-/. ](\d{1,2})(?!\d)(?:[ T:-]{1,2}(\d{1,2}):(\d{2})(?::(\d{2}| {2})?(?:[.,](\d{1,9}))?)?(?!\d)\s*([ap]\.?m\b\.?)?\s*(z\b|[+-]\d{1,2}:?\d{2}|[+-]\d{2}(?!\d))?)?/i;

/**
 * EXIF, XMP or ISO 8601 text.
 * @param subSec the digits of a sub-second tag, used where the text itself has no fraction
 * @param offset the text of the offset tag that belongs to this very date
 */
export function readDate(
  raw: string,
  nowMs: number,
  { subSec = "", offset = "" }: { readonly subSec?: string; readonly offset?: string } = {},
): DateReading {
  const text = raw.replaceAll("\0", " ").trim();
  if (/^[\s:\-/.TZ]*$/i.test(text)) return raw === "" ? absent : suspect("DATE_ZERO");
  if (/^[\s:\-/.TZ0+]*$/i.test(text)) return suspect("DATE_ZERO");
  const partial = partialDate(text);
  if (partial !== null)
    return partial.slice(0, 4) < oldestPhotograph ? suspect("DATE_TOO_OLD") : judged(partial, null, null, nowMs);
  const match = pattern.exec(text);
  if (!match) return suspect("DATE_IMPOSSIBLE");
  const [, year = "", month = "", day = "", hourText, minute = "00", second, fraction, half, zone] = match;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  if (Number(year) === 0) return suspect("DATE_ZERO");
  if (!isCalendarDay(date)) return suspect("DATE_IMPOSSIBLE");
  const rest = text.slice(match[0].length);
  // Behind a day alone there may be blanks for an unknown time, but no digits that were not understood.
  if (hourText === undefined) return /\d/.test(rest) ? suspect("DATE_IMPOSSIBLE") : judged(date, null, null, nowMs);

  // Digits right behind the time belong to it, so it was not understood.
  if (/^(?::|[.,]?\d)/.test(rest)) return suspect("DATE_IMPOSSIBLE");
  const hour = hourOf(hourText, half);
  const seconds = second === undefined || second.trim() === "" ? "00" : second;
  if (hour === null || Number(minute) > 59 || Number(seconds) > 59) return suspect("DATE_IMPOSSIBLE");
  const digits = fraction ?? subSecDigits(subSec);
  const time = `${hour}:${minute}:${seconds}${digits === "" ? "" : `.${digits}`}`;
  return judged(date, time, readOffset(zone ?? offset), nowMs);
}

/**
 * `1998` and `1998-07`, as XMP allows them, and as EXIF and IPTC write them with zeros or blanks for what is unknown. Digits of a
 * time of day behind an unknown day make no sense.
 */
function partialDate(text: string): string | null {
  const match = /^(\d{4})(?:[:\-/. ](\d{2}| {2})(?:[:\-/. ](?:00| {0,2}))?)?(?:[ T][\s0:]*)?$/.exec(text);
  if (!match) return null;
  const [, year = "", month = ""] = match;
  if (Number(year) === 0 || Number(month) > 12) return null;
  if (/[1-9]/.test(month)) return `${year}-${month}`;
  // Midnight behind a month of zeros is a clock that failed, not a person who knew the year.
  return /00$/.test(text) && /[ T]/.test(text) ? null : year;
}

/** `+02:00` from `+02:00`, `+0200`, `+2:00`, `+02` or `Z`; null where it is blank or not on earth. */
export function readOffset(raw: string): string | null {
  const text = raw.replaceAll("\0", " ").trim();
  if (/^z$/i.test(text)) return "+00:00";
  const match = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(text);
  if (!match) return null;
  const [, sign = "+", hours = "", minutes = "00"] = match;
  const total = Number(hours) * 60 + Number(minutes);
  if (Number(minutes) > 59 || total > (sign === "+" ? 14 * 60 : 12 * 60)) return null;
  return `${sign}${hours.padStart(2, "0")}:${minutes}`;
}

/** True for a day that is in the calendar, `2016-02-29`. */
export function isCalendarDay(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const at = new Date(Date.UTC(year, month - 1, day));
  // Date.UTC reads the years 0–99 as 1900–1999.
  return year >= 100 && at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
}

const subSecDigits = (raw: string): string => {
  const text = raw.replaceAll("\0", " ").trim();
  return /^\d{1,9}$/.test(text) ? text : "";
};

function hourOf(text: string, half: string | undefined): string | null {
  const hour = Number(text);
  if (half === undefined) return hour > 23 ? null : text.padStart(2, "0");
  // A clock of twelve hours: 12 am is midnight. Some programs write `14:00 PM`.
  if (hour > 23 || (hour === 0 && /^p/i.test(half))) return null;
  if (hour > 12) return /^p/i.test(half) ? text : null;
  return String((hour % 12) + (/^p/i.test(half) ? 12 : 0)).padStart(2, "0");
}

/** Days that a clock shows because nobody set it: the epochs of Unix, FAT and many cameras, west of Greenwich too. */
const resetDays = new Set([
  "1904-01-01",
  "1969-12-31",
  "1970-01-01",
  "1979-12-31",
  "1980-01-01",
  "1980-01-06",
  "1999-12-31",
  "2000-01-01",
  "2001-01-01",
]);
const oldestPhotograph = "1826";
const dayMs = 24 * 60 * 60 * 1000;

function judged(date: string, time: string | null, offset: string | null, nowMs: number): DateReading {
  const localTime = time === null ? date : `${date}T${time}`;
  if (resetDays.has(date)) return suspect("DATE_CAMERA_RESET", localTime);
  // Other clocks restart with their model's year, and have run on for a little by the first photograph.
  if (date.endsWith("-01-01") && time?.startsWith("00:")) return suspect("DATE_CAMERA_RESET", localTime);
  if (date < oldestPhotograph) return suspect("DATE_TOO_OLD");
  const at = Date.parse(`${date}T${time?.slice(0, 8) ?? "00:00:00"}${offset ?? "Z"}`);
  // A day of grace covers every time zone.
  if (at > nowMs + dayMs) return suspect("DATE_FUTURE", localTime);
  return { kind: "stated", time: { localTime, offset } };
}
