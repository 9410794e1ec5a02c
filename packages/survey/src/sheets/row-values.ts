/** The cells of one row → the encounter's fields that they state, with what was written. */
import type { EncounterValues, FieldName, SheetField } from "@landfall/protocol";
import { cellText } from "./cells.ts";
import { type Axis, type CoordinateReading, readCoordinate, readPosition } from "./coordinates.ts";
import { readGroupSize } from "./group-size.ts";
import type { Cells } from "./row-cells.ts";
import type { RowProblem } from "./row-problem.ts";
import type { Stated } from "./stated.ts";

export interface RowValues {
  readonly stated: readonly Stated[];
  readonly problems: readonly RowProblem[];
}

const texts = [
  ["locality", 500],
  ["recordedBy", 500],
  ["scientificName", 500],
  ["vernacularName", 500],
  ["organismName", 4000],
  ["behavior", 500],
  ["eventRemarks", 4000],
] as const satisfies readonly (readonly [SheetField & FieldName, number])[];

export function valuesOf(cells: Cells): RowValues {
  const stated: Stated[] = [];
  const problems: RowProblem[] = [];
  for (const [field, longest] of texts) {
    const raw = cellText(cells.of(field));
    const value = readable(raw).slice(0, longest).trim();
    if (value !== "") stated.push({ field, value, raw });
  }
  addGroupSize(cells, stated, problems);
  addPosition(cells, stated, problems);
  return { stated, problems };
}

/** Without control characters, which no text needs but the ends of its lines. */
const readable = (text: string): string => text.replace(/[^\P{Cc}\n]+/gu, " ").trim();

function addGroupSize(cells: Cells, stated: Stated[], problems: RowProblem[]): void {
  const found = new Map<FieldName, Stated>();
  for (const column of ["individualCount", "groupSizeMin", "groupSizeMax"] as const) {
    const raw = cellText(cells.of(column));
    if (raw === "") continue;
    const size = readGroupSize(raw);
    if (size === null) problems.push({ code: "COUNT_UNREADABLE", column: cells.title(column), raw });
    else if (column !== "individualCount") found.set(column, { field: column, value: size.best ?? size.min ?? 0, raw });
    else {
      const parts = { individualCount: size.best, groupSizeMin: size.min, groupSizeMax: size.max } as const;
      for (const [field, value] of Object.entries(parts) as [FieldName, number | null][])
        if (value !== null) found.set(field, { field, value, raw });
    }
  }
  stated.push(...found.values());
}

const codes = { either: "COORDINATE_EITHER", unreadable: "COORDINATE_UNREADABLE" } as const;

/** Both or neither. */
function addPosition(cells: Cells, stated: Stated[], problems: RowProblem[]): void {
  const both = cellText(cells.of("position"));
  const raw = {
    latitude: cells.coordinate("latitude") || both,
    longitude: cells.coordinate("longitude") || both,
  };
  const pair = readPosition(both);
  const read = (axis: Axis): CoordinateReading => {
    const field = axis === "latitude" ? "decimalLatitude" : "decimalLongitude";
    const text = cells.coordinate(axis);
    return text === "" ? pair[axis] : readCoordinate(text, axis, hemisphereOf(cells.header(field), axis));
  };
  const [latitude, longitude] = [read("latitude"), read("longitude")];
  const column = (axis: Axis) => {
    const field = axis === "latitude" ? "decimalLatitude" : "decimalLongitude";
    return cells.title(cells.coordinate(axis) === "" && both !== "" ? "position" : field);
  };
  for (const [axis, reading] of [
    ["latitude", latitude],
    ["longitude", longitude],
  ] as const)
    if (reading.kind === "either" || reading.kind === "unreadable")
      problems.push({ code: codes[reading.kind], column: column(axis), raw: raw[axis] });
  if (latitude.kind === "degrees" && longitude.kind === "degrees") {
    if (latitude.degrees === 0 && longitude.degrees === 0)
      problems.push({ code: "COORDINATE_ZERO", column: column("latitude"), raw: `${raw.latitude} ${raw.longitude}` });
    else
      stated.push(
        { field: "decimalLatitude", value: rounded(latitude.degrees), raw: raw.latitude },
        { field: "decimalLongitude", value: rounded(longitude.degrees), raw: raw.longitude },
      );
  } else if (latitude.kind === "degrees" || longitude.kind === "degrees") {
    const other = latitude.kind === "degrees" ? longitude : latitude;
    if (other.kind === "empty")
      problems.push({
        code: "COORDINATE_HALF",
        column: column(latitude.kind === "degrees" ? "latitude" : "longitude"),
        raw: `${raw.latitude} ${raw.longitude}`.trim(),
      });
  }
}

/** A tenth of a metre; what a division leaves behind that is nobody's measurement. */
const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** `W` of `Long (W)`, `Longitude °W`, `long_w`. */
function hemisphereOf(header: string, axis: Axis): "N" | "S" | "E" | "W" | null {
  const letter = /(?:^|[^\p{L}])([NSEW])(?=$|[^\p{L}])/u.exec(header.toUpperCase())?.[1] as
    | "N"
    | "S"
    | "E"
    | "W"
    | undefined;
  if (letter === undefined) return null;
  return (axis === "latitude") === (letter === "N" || letter === "S") ? letter : null;
}

/** Fields of a group of animals: where several encounters share a sighting, one of them has these. */
export const groupFields = [
  "organismName",
  "individualCount",
  "groupSizeMin",
  "groupSizeMax",
  "behavior",
  "eventRemarks",
] as const satisfies readonly (keyof EncounterValues)[];
