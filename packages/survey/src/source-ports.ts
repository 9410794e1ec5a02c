/** What survey takes and gives of sheets and tracks. Plain data that survives a structured clone. */
import type { MatchedBy, SheetMapping, UnmatchedBecause } from "@landfall/protocol";
import type { FileNames } from "./sheets/file-names.ts";
import type { SheetTable } from "./sheets/read-sheet.ts";
import type { RowProblem } from "./sheets/row-problem.ts";
import type { Stated } from "./sheets/stated.ts";

/** One table of a sheet file, and what its columns are. */
export interface SheetSource {
  /** Absolute; and its last part, for people. */
  readonly path: string;
  readonly name: string;
  readonly table: SheetTable;
  readonly mapping: SheetMapping;
}

/** One row of a sheet, understood. */
export interface Sighting {
  /** `sightings.xlsx, sheet 1, row 14`. */
  readonly place: string;
  /** `dwc:eventDate`. */
  readonly date: string | null;
  readonly dateRaw: string;
  /** Local, `09:42:00`. An end before its start is on the next day. */
  readonly startTime: string | null;
  readonly endTime: string | null;
  /** The zone by which its day and times are local: they were written in UTC. */
  readonly zoneOfUtc?: string;
  readonly encounterNumber: number | null;
  /** Rows that say the same are one sighting. */
  readonly sighting: string | null;
  readonly fileNames: readonly FileNames[];
  /** Folded. */
  readonly folder: string | null;
  readonly photographers: readonly string[];
  readonly stated: readonly Stated[];
  readonly problems: readonly RowProblem[];
  /** The row as a person reads it. */
  readonly text: string;
  /** Rows of photographs that nobody has said to be one encounter: they are grouped as any others. */
  readonly isList?: boolean;
}

/** Points of a GPS in order of time: epoch milliseconds, WGS 84 degrees. */
export interface Track {
  readonly path: string;
  readonly name: string;
  readonly ms: Float64Array;
  readonly latitudes: Float64Array;
  readonly longitudes: Float64Array;
}

export interface TrackPosition {
  /** WGS 84 degrees, to a tenth of a metre. */
  readonly decimalLatitude: number;
  readonly decimalLongitude: number;
  readonly coordinateUncertaintyInMeters: number;
}

export interface TrackReport {
  readonly path: string;
  readonly name: string;
  readonly points: number;
  /** Instants of its first and last point. */
  readonly from: string;
  readonly to: string;
  /** Photographs that have their position from it. */
  readonly placed: number;
  /** Photographs that it might place, were the zone of their camera known. */
  readonly withoutZone: number;
}

export interface WithoutRow {
  readonly because: UnmatchedBecause;
  readonly count: number;
  readonly examples: readonly string[];
}

/** Of one table. */
export interface SheetReport {
  readonly path: string;
  readonly name: string;
  readonly fingerprint: string;
  /** Its number in its file, from 1, and its name there. */
  readonly table: number;
  readonly tableName: string | null;
  /** One sheet may have several tables below each other. */
  readonly headerRow: number;
  readonly rows: number;
  /** Rows behind those that are read. */
  readonly more: number;
  /** Rows that photographs are of, */
  readonly used: number;
  /** how many photographs, by what they were matched, */
  readonly matched: Readonly<Partial<Record<MatchedBy, number>>>;
  /** and rows that none is of. */
  readonly unused: readonly RowText[];
  /** Cells that could not be read. */
  readonly problems: readonly (RowProblem & { readonly place: string })[];
  /** How many there are of each; the lists above are cut. */
  readonly unusedCount: number;
  readonly problemCount: number;
}

export interface RowText {
  readonly place: string;
  readonly text: string;
}
