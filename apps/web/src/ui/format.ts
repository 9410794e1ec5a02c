/** Numbers with their noun, bytes, days and times as a person reads them. English, day before month. */
import { durationWords, showRate } from "@landfall/protocol";

const locale = "en-GB";
const number = new Intl.NumberFormat(locale);
const plurals = new Intl.PluralRules(locale);

/** `4,316` */
export const formatNumber = (value: number): string => number.format(value);

/** The noun in the number's form: `image`, `images`. An irregular plural is given. */
export const noun = (value: number, one: string, many = `${one}s`): string =>
  plurals.select(value) === "one" ? one : many;

/** `1 image`, `4,316 images` */
export const count = (value: number, one: string, many?: string): string =>
  `${formatNumber(value)} ${noun(value, one, many)}`;

const byteUnits = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name for a line of several: one that is written from right to left does not turn its neighbours round. */
export const apart = (name: string): string => (rightToLeft.test(name) ? `\u2068${name}\u2069` : name);

/** `812 kB`, `4.1 GB` */
export function formatBytes(value: number): string {
  let scaled = value;
  let unit = 0;
  while (scaled >= 999.5 && unit < byteUnits.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: byteUnits[unit],
    unitDisplay: unit === 0 ? "long" : "short",
    maximumFractionDigits: unit > 1 && scaled < 100 ? 1 : 0,
  }).format(scaled);
}

/** `1.9 Mbit/s`: every speed, as caps are written. */
export const formatRate = (bytesPerSecond: number): string => showRate(Number((bytesPerSecond * 8).toPrecision(2)));

const dayParts: Record<number, Intl.DateTimeFormat> = {
  4: new Intl.DateTimeFormat(locale, { year: "numeric", timeZone: "UTC" }),
  7: new Intl.DateTimeFormat(locale, { year: "numeric", month: "short", timeZone: "UTC" }),
  10: new Intl.DateTimeFormat(locale, { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" }),
};

function formatPart(part: string): string {
  const format = dayParts[part.length];
  const padded = `${part}-01-01`.slice(0, 10);
  const at = Date.parse(`${padded}T00:00:00Z`);
  return format && Number.isFinite(at) ? format.format(at) : part;
}

/** An event date as written: `15 Jul 2024`, `Jul 1998`, `1998`, or an interval. A local day, in no time zone. */
export const formatEventDate = (eventDate: string): string => eventDate.split("/").map(formatPart).join(" – ");

/** The time of day of a local time `2016-07-01T10:11:12`: `10:11`. */
export const localClock = (local: string): string => local.slice(11, 16);

/** `09:14–10:31`, one time where both are the same minute, `undefined` where none is known. */
export function clockSpan(first: string | null, last: string | null): string | undefined {
  if (!first) return undefined;
  const [from, to] = [localClock(first), localClock(last ?? first)];
  const sameDay = !last || first.slice(0, 10) === last.slice(0, 10);
  if (!sameDay) return `${from} – ${formatEventDate(last.slice(0, 10))} ${to}`;
  return from === to ? from : `${from}–${to}`;
}

const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const shortDay = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const longDay = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });

/** An instant in this browser's time: `14:05` today, `2 Nov, 14:05` this year, `2 Nov 2023` before. */
export function formatInstant(instant: string, now = new Date()): string {
  const at = new Date(instant);
  if (at.toDateString() === now.toDateString()) return clock.format(at);
  return at.getFullYear() === now.getFullYear() ? `${shortDay.format(at)}, ${clock.format(at)}` : longDay.format(at);
}

/** The day of an instant in this browser's time: `today`, `2 Nov`, `2 Nov 2023`. */
export function formatDay(instant: string, now = new Date()): string {
  const at = new Date(instant);
  if (at.toDateString() === now.toDateString()) return "today";
  return (at.getFullYear() === now.getFullYear() ? shortDay : longDay).format(at);
}

/** `40 min`, `1 h 9 min`, `3 days`, `less than a minute`. */
export const formatDuration = (ms: number): string => (ms < 55_000 ? "less than a minute" : durationWords(ms));
