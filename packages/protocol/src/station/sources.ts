/** Sheets and tracks of a scan job, and what became of them. */
import { z } from "zod";
import { FieldName } from "../encounter.ts";
import { errorCodes } from "../errors.ts";
import { ManifestId, ScanJobId } from "../ids.ts";
import { DayMonthOrder, HeaderFingerprint, MatchedBy, RowProblemCode, SheetField, UnmatchedBecause } from "./sheets.ts";

const count = z.int().nonnegative();
const instant = z.iso.datetime();

export const SourceKind = z.enum(["sheet", "track"]);
export type SourceKind = z.infer<typeof SourceKind>;

/** Absolute paths. Left out: as the last time. Empty: none any more. */
export const SourcePaths = z.object({
  sheets: z.array(z.string().min(1)).max(100).optional(),
  tracks: z.array(z.string().min(1)).max(1000).optional(),
});
export type SourcePaths = z.infer<typeof SourcePaths>;

const RowText = z.object({ place: z.string(), text: z.string() });

export const RowChange = z.object({
  place: z.string(),
  field: FieldName,
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type RowChange = z.infer<typeof RowChange>;

/** Between the last two readings of a sheet. The lists are cut, the counts are not. */
export const SheetChanges = z.object({
  added: z.array(RowText),
  removed: z.array(RowText),
  changed: z.array(RowChange),
  counts: z.object({ added: count, removed: count, changed: count }),
});
export type SheetChanges = z.infer<typeof SheetChanges>;

/** Why a source could not be read again; what was read before still counts. */
const SourceError = z.object({ code: z.enum(errorCodes), detail: z.string().nullable() });
export type SourceError = z.infer<typeof SourceError>;

export const SheetColumn = z.object({
  header: z.string(),
  /** What it is taken for. */
  field: SheetField.nullable(),
  /** Of the guess; null where a person has said it. */
  confidence: z.number().min(0).max(1).nullable(),
  /** A few of its cells. */
  samples: z.array(z.string()),
  /** The latitude or longitude whose minutes, seconds, or N, S, E and W it has. */
  partOf: SheetField.nullable().default(null),
});
export type SheetColumn = z.infer<typeof SheetColumn>;

/** A cell that a person has to look at, and why. */
export const CellProblem = z.object({
  /** Of its row: `sightings.xlsx, sheet 1, row 14`. */
  place: z.string(),
  column: z.string(),
  /** What is written in it. */
  raw: z.string(),
  code: RowProblemCode,
});
export type CellProblem = z.infer<typeof CellProblem>;

/** What became of one table of a sheet. */
export const SheetMatch = z.object({
  rows: count,
  /** Rows behind those that are read. */
  more: count,
  /** Rows that photographs are of. */
  used: count,
  /** Photographs, by what they were matched. */
  matched: z.partialRecord(MatchedBy, count),
  unused: z.array(RowText),
  unusedCount: count,
  problems: z.array(CellProblem),
  problemCount: count,
});
export type SheetMatch = z.infer<typeof SheetMatch>;

export const SheetTableView = z.object({
  path: z.string(),
  /** Of the file. */
  name: z.string(),
  /** Of the table in its file, from 1, and its name; null where the file is one table. */
  table: z.int().positive(),
  tableName: z.string().nullable(),
  fingerprint: HeaderFingerprint,
  headerRow: z.int().positive(),
  columns: z.array(SheetColumn),
  /** A person has said what the columns are. */
  isMapped: z.boolean(),
  /** How dates are meant that could be either way round: as a person has said, and as the column's other dates prove. */
  dayMonthOrder: DayMonthOrder.nullable(),
  provenOrder: DayMonthOrder.nullable(),
  /** Null where no column says what its rows are of: it is no list of sightings. */
  match: SheetMatch.nullable(),
});
export type SheetTableView = z.infer<typeof SheetTableView>;

export const SourceView = z.object({
  kind: SourceKind,
  path: z.string(),
  name: z.string(),
  readAt: instant,
  error: SourceError.nullable(),
  /** Of a sheet that was read again and was not the same. */
  changes: SheetChanges.nullable(),
});
export type SourceView = z.infer<typeof SourceView>;

export const TrackMatch = z.object({
  path: z.string(),
  name: z.string(),
  points: count,
  from: instant,
  to: instant,
  /** Photographs that have their position from it, */
  placed: count,
  /** and those that might, were the zone of their camera known. */
  withoutZone: count,
});
export type TrackMatch = z.infer<typeof TrackMatch>;

export const WithoutRow = z.object({ because: UnmatchedBecause, count, examples: z.array(z.string()) });

/** A sheet or a track that lies in the folders and is not used. */
export const OfferedSource = z.object({ kind: SourceKind, path: z.string(), name: z.string() });
export type OfferedSource = z.infer<typeof OfferedSource>;

export const SourcesView = z.object({
  scanJobId: ScanJobId,
  /** The version that they were used in; null before there is one. */
  manifestId: ManifestId.nullable(),
  sources: z.array(SourceView),
  tables: z.array(SheetTableView),
  tracks: z.array(TrackMatch),
  /** Photographs of no row. */
  withoutRow: z.array(WithoutRow),
  offered: z.array(OfferedSource),
});
export type SourcesView = z.infer<typeof SourcesView>;

/** The same in short, for the result of a scan. */
export const SourcesSummary = z.object({
  sheets: z.array(
    z.object({
      name: z.string(),
      tableName: z.string().nullable(),
      /** Its header, where the sheet has several tables below each other. */
      fromRow: z.int().positive().nullable().default(null),
      rows: count,
      used: count,
      photographs: count,
      /** Cells to look at, and the first of them. */
      problems: count,
      cells: z.array(CellProblem).default([]),
    }),
  ),
  tracks: z.array(z.object({ name: z.string(), placed: count, withoutZone: count })),
  withoutRow: count,
  /** The sheets that were named and in which no list of sightings is found. */
  notUnderstood: z.array(z.string()).default([]),
  offered: z.array(OfferedSource),
});
export type SourcesSummary = z.infer<typeof SourcesSummary>;
