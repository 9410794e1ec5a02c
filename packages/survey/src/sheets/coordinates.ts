/** Positions as people write them: decimal degrees, degrees and minutes, degrees, minutes and seconds. */

import { bounds } from "./bounds.ts";

export type Axis = "latitude" | "longitude";

export type CoordinateReading =
  /** WGS 84 degrees, north and east positive. */
  | { readonly kind: "degrees"; readonly degrees: number }
  | { readonly kind: "empty" }
  /** `O` is east in some languages and west in others. */
  | { readonly kind: "either" }
  | { readonly kind: "unreadable" };

const unreadable: CoordinateReading = { kind: "unreadable" };
const limit = { latitude: 90, longitude: 180 } as const;

const number = String.raw`\d+(?:[.,]\d+)?`;
const parts = new RegExp(
  String.raw`^([+\-−–]?)\s*(${number})\s*(?:°|º|˚|d(?:eg)?\.?|:|\s|$)\s*` +
    String.raw`(?:(${number})\s*(?:'|’|′|´|\x60|m(?:in)?\.?|:|\s|$)\s*(?:(${number})\s*(?:''|"|”|″|’’|′′|´´|s(?:ec)?\.?)?\s*)?)?$`,
  "i",
);
const letters = { N: ["latitude", 1], S: ["latitude", -1], E: ["longitude", 1], W: ["longitude", -1] } as const;

/**
 * @param hemisphere that the column's header states, `W` of `Long (W)`: it counts where the cell has neither sign nor letter
 */
export function readCoordinate(
  text: string,
  axis: Axis,
  hemisphere: "N" | "S" | "E" | "W" | null = null,
): CoordinateReading {
  const written = text.trim();
  if (written === "") return { kind: "empty" };
  if (written.length > bounds.value) return unreadable;
  const lettered =
    /^([NSEWO])\s*[:.]?\s*(?=[\d+\-−–])(.*)$/i.exec(written) ?? /^(.*[\d°º'’′"”″\s])([NSEWO])\.?$/i.exec(written);
  const letter = lettered
    ? [lettered[1], lettered[2]].find((part) => /^[NSEWO]$/i.test(part ?? ""))?.toUpperCase()
    : undefined;
  const rest = lettered ? [lettered[1], lettered[2]].find((part) => !/^[NSEWO]$/i.test(part ?? "")) : written;
  const match = parts.exec((rest ?? "").trim());
  if (!match) return unreadable;
  const degrees = absolute(match[2], match[3], match[4]);
  if (degrees === null || degrees > limit[axis]) return unreadable;
  const isNegative = match[1] !== "" && match[1] !== "+";
  if (letter === "O") return axis === "longitude" ? { kind: "either" } : unreadable;
  const side = letter ?? (match[1] === "" ? hemisphere : null);
  if (side === null || side === undefined) return { kind: "degrees", degrees: signed(degrees, isNegative) };
  const [ofAxis, sign] = letters[side as keyof typeof letters];
  // A letter of the other axis, or a letter and a sign, cannot both be meant.
  if (ofAxis !== axis || (isNegative && sign > 0)) return unreadable;
  return { kind: "degrees", degrees: signed(degrees, sign < 0) };
}

const signed = (degrees: number, isNegative: boolean): number => (isNegative && degrees !== 0 ? -degrees : degrees);

function absolute(degreesText = "", minutesText?: string, secondsText?: string): number | null {
  const [degrees, minutes, seconds] = [degreesText, minutesText ?? "0", secondsText ?? "0"].map((text) =>
    Number(text.replace(",", ".")),
  ) as [number, number, number];
  if (minutes >= 60 || seconds >= 60) return null;
  // Only the last of the parts has a fraction.
  if (minutesText !== undefined && degrees % 1 !== 0) return null;
  if (secondsText !== undefined && minutes % 1 !== 0) return null;
  return degrees + minutes / 60 + seconds / 3600;
}

export interface Position {
  readonly latitude: CoordinateReading;
  readonly longitude: CoordinateReading;
}

/** Both in one cell: `48.5521, -123.1786`, `N 48 33.1 W 123 10.7`, `48°33'N 123°10'W`. */
export function readPosition(text: string): Position {
  const written = text.trim().replace(/^\((.*)\)$/, "$1");
  const halves = written.length > bounds.value ? null : splitPosition(written);
  if (written === "") return { latitude: { kind: "empty" }, longitude: { kind: "empty" } };
  if (!halves) return { latitude: unreadable, longitude: unreadable };
  const [first, second] = halves;
  const isSwapped = /[EWO]/i.test(first) && /[NS]/i.test(second);
  const [latitude, longitude] = isSwapped ? [second, first] : [first, second];
  return { latitude: readCoordinate(latitude, "latitude"), longitude: readCoordinate(longitude, "longitude") };
}

function splitPosition(text: string): readonly [string, string] | null {
  for (const pattern of [
    /^(.+?)\s*[;/|]\s*(.+)$/,
    // A comma between digits without a blank is a decimal comma.
    /^([^,]+),\s+([^,]+)$/,
    /^(.*\d[^NSEWO]*[NS])[\s,]*(.*\d.*[EWO])$/i,
    /^([NS].*\d.*?)[\s,]*([EWO].*\d.*)$/i,
    /^(.*[EWO])[\s,]*(.*\d.*[NS])$/i,
    /^([+\-−]?\d+\.\d+)\s*,\s*([+\-−]?\d+\.\d+)$/,
    /^([+\-−]?\d+[.,]\d+)\s+([+\-−]?\d+[.,]\d+)$/,
  ]) {
    const match = pattern.exec(text);
    if (match) return [(match[1] ?? "").trim(), (match[2] ?? "").trim()];
  }
  return null;
}
