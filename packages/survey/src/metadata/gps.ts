/** Positions as EXIF (rationals and a hemisphere) and XMP (`41,51.18N`) state them. */
import type { FindingCode } from "@landfall/protocol";
import { isCalendarDay } from "./dates.ts";

export interface Position {
  readonly decimalLatitude: number;
  readonly decimalLongitude: number;
  readonly raw: string;
}
export type GpsReading =
  | { readonly kind: "stated"; readonly position: Position }
  | { readonly kind: "absent" }
  /** `refused`: the numbers as they are stated, where they are numbers and can be no position. */
  | { readonly kind: "suspect"; readonly finding: FindingCode; readonly refused?: RefusedPosition };

/** Degrees that are not on the earth: latitude and longitude that were swapped, most often. */
export type RefusedPosition = readonly [latitude: number, longitude: number];

type Rational = readonly [number, number];

export interface ExifGps {
  readonly latitude: readonly Rational[];
  readonly latitudeRef: string;
  readonly longitude: readonly Rational[];
  readonly longitudeRef: string;
  /** Hours, minutes and seconds, UTC. */
  readonly timeStamp: readonly Rational[];
  /** `2016:07:01`, UTC. */
  readonly dateStamp: string;
}

/** Degrees, minutes and seconds; an undefined rational (over zero) counts as nothing for minutes and seconds. */
export function readExifGps({ latitude, latitudeRef, longitude, longitudeRef }: ExifGps): GpsReading {
  if (latitude.length === 0 && longitude.length === 0) return { kind: "absent" };
  const raw = `${shown(latitude)} ${latitudeRef} ${shown(longitude)} ${longitudeRef}`.trim();
  const swapped = [
    signed(degrees(latitude), latitudeRef, "E", "W"),
    signed(degrees(longitude), longitudeRef, "N", "S"),
  ];
  if (swapped[0] != null && swapped[1] != null) return offTheEarth(swapped[0], swapped[1]);
  return position(
    signed(degrees(latitude), latitudeRef, "N", "S"),
    signed(degrees(longitude), longitudeRef, "E", "W"),
    raw,
  );
}

/** The instant of the fix, epoch milliseconds; null where the file does not state both parts of it. */
export function readGpsTime({ timeStamp, dateStamp }: Pick<ExifGps, "timeStamp" | "dateStamp">): number | null {
  const day = /^(\d{4})[:\-/](\d{2})[:\-/](\d{2})/.exec(dateStamp.trim());
  if (!day || timeStamp.length < 3) return null;
  const date = `${day[1]}-${day[2]}-${day[3]}`;
  const [hours = 0, minutes = 0, seconds = 0] = timeStamp.map(([over, under]) =>
    under === 0 ? Number.NaN : over / under,
  );
  const inRange = hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 61;
  if (!inRange || !isCalendarDay(date) || date < "1990") return null;
  return Date.parse(`${date}T00:00:00Z`) + Math.round((hours * 3600 + minutes * 60 + seconds) * 1000);
}

/** XMP: `DDD,MM,SSk` or `DDD,MM.mmk`; plain signed degrees, which some programs write, are read too. */
export function readXmpGps(latitude: string | null, longitude: string | null): GpsReading {
  if (latitude === null && longitude === null) return { kind: "absent" };
  return position(
    xmpDegrees(latitude ?? "", "N", "S"),
    xmpDegrees(longitude ?? "", "E", "W"),
    `${latitude ?? ""} ${longitude ?? ""}`.trim(),
  );
}

/** ISO 6709 as recordings state it, `+48.5521-123.1786+012.3/`. */
export function readIsoPosition(text: string): GpsReading {
  const match = /^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)/.exec(text.trim());
  if (!match) return { kind: "absent" };
  return position(Number(match[1]), Number(match[2]), text.trim());
}

function position(latitude: number | null, longitude: number | null, raw: string): GpsReading {
  if (latitude === null || longitude === null) return { kind: "suspect", finding: "GPS_INCOMPLETE" };
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return offTheEarth(latitude, longitude);
  if (latitude === 0 && longitude === 0) return { kind: "suspect", finding: "GPS_ZERO" };
  return { kind: "stated", position: { decimalLatitude: latitude, decimalLongitude: longitude, raw } };
}

const offTheEarth = (latitude: number, longitude: number): GpsReading => ({
  ...{ kind: "suspect", finding: "GPS_OUT_OF_RANGE", refused: [latitude, longitude] },
});

function degrees(parts: readonly Rational[]): number | null {
  const [whole, minutes = 0, seconds = 0] = parts
    .slice(0, 3)
    .map(([over, under]) => (under === 0 ? null : over / under));
  if (whole === null || whole === undefined) return null;
  return fromSexagesimal(whole, minutes ?? 0, seconds ?? 0);
}

/** One division, and no digits that only the division made. */
const fromSexagesimal = (degrees: number, minutes: number, seconds: number) =>
  Number(((degrees * 3600 + minutes * 60 + seconds) / 3600).toPrecision(14));

/** Without a hemisphere a coordinate is half a coordinate. */
function signed(value: number | null, ref: string, positive: string, negative: string): number | null {
  const letter = ref.replaceAll("\0", " ").trim().charAt(0).toUpperCase();
  if (value === null || (letter !== positive && letter !== negative)) return null;
  if (value < 0) return letter === negative ? value : null;
  return letter === negative && value !== 0 ? -value : value;
}

function xmpDegrees(text: string, positive: string, negative: string): number | null {
  const plain = /^[+-]?\d{1,3}(?:\.\d+)?$/.exec(text.trim());
  if (plain) return Number(text);
  const match = /^(\d{1,3}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?(?:,(\d{1,2}(?:\.\d+)?))?\s*([NSEW])$/i.exec(text.trim());
  if (!match) return null;
  const [, whole = "0", minutes = "0", seconds = "0", ref = ""] = match;
  return signed(fromSexagesimal(Number(whole), Number(minutes), Number(seconds)), ref, positive, negative);
}

const shown = (parts: readonly Rational[]) => parts.map(([over, under]) => `${over}/${under}`).join(" ");
