/**
 * How exactly others are told where photographs were taken. A place is given away by its coordinates, by its name, and by
 * whatever a person wrote: paths (`2024-07-15_Haro Strait/…`), file names, remarks. So where coordinates are not told as they
 * are, none of these is either, and what was changed or left out is said.
 */
import type { LocationPrecision } from "@landfall/protocol";

const degrees = { "0.01": 0.01, "0.1": 0.1 } as const;
const metresOfDegree = 111_320;

export interface Position {
  readonly decimalLatitude: number | null;
  readonly decimalLongitude: number | null;
  readonly coordinateUncertaintyInMeters: number | null;
}

export interface ToldPosition extends Position {
  /** Of the rounding, in degrees. */
  readonly coordinatePrecision: number | null;
}

const nowhere: ToldPosition = {
  decimalLatitude: null,
  decimalLongitude: null,
  coordinateUncertaintyInMeters: null,
  coordinatePrecision: null,
};

const rounded = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(2)) + 0;

/** Rounded to the middle of a cell, whose half diagonal the uncertainty then includes. */
export function tellPosition(precision: LocationPrecision, position: Position): ToldPosition {
  const { decimalLatitude, decimalLongitude, coordinateUncertaintyInMeters } = position;
  if (decimalLatitude === null || decimalLongitude === null || precision === "none") return nowhere;
  if (precision === "exact") return { ...position, coordinatePrecision: null };
  const step = degrees[precision];
  return {
    decimalLatitude: rounded(decimalLatitude, step),
    decimalLongitude: rounded(decimalLongitude, step),
    coordinateUncertaintyInMeters: Math.ceil(
      (coordinateUncertaintyInMeters ?? 0) + step * metresOfDegree * Math.SQRT1_2,
    ),
    coordinatePrecision: step,
  };
}

export const hidesPlaces = (precision: LocationPrecision): boolean => precision !== "exact";

/** A name that says nothing but what the file is: its SHA-256, and the end of its name where that is one of a format. */
export function plainName(sha256: string, fileName: string): string {
  const end = /\.([a-z0-9]{1,5})$/i.exec(fileName)?.[1]?.toLowerCase();
  return end ? `${sha256}.${end}` : sha256;
}
