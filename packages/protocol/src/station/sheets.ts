/** Sightings sheets: what a column can be, and what is remembered of a header. */
import { z } from "zod";

/** What a column of a sheet says. Where Darwin Core has a term, it is that one. */
export const SheetField = z.enum([
  "eventDate",
  "startTime",
  "endTime",
  "encounterNumber",
  /** Rows with the same text are one sighting, by several photographers. */
  "parentEventID",
  "locality",
  "decimalLatitude",
  "decimalLongitude",
  /** Latitude and longitude in one cell. */
  "position",
  "recordedBy",
  "scientificName",
  "vernacularName",
  "organismName",
  "individualCount",
  "groupSizeMin",
  "groupSizeMax",
  "behavior",
  "eventRemarks",
  "fileName",
  "folder",
]);
export type SheetField = z.infer<typeof SheetField>;

export const DayMonthOrder = z.enum(["dayFirst", "monthFirst"]);
export type DayMonthOrder = z.infer<typeof DayMonthOrder>;

/** A header in short: equal for sheets whose columns have the same names in the same order. */
export const HeaderFingerprint = z.string().regex(/^[0-9a-f]{32}$/);
export type HeaderFingerprint = z.infer<typeof HeaderFingerprint>;

/** What a person has said of a header's columns. */
export const SheetMapping = z.object({
  /** By the number of the column, from 0; null: it is not used. */
  columns: z.array(SheetField.nullable()).max(500),
  /** How dates such as 04/05/2024 are meant; null: nobody has said it. */
  dayMonthOrder: DayMonthOrder.nullable(),
});
export type SheetMapping = z.infer<typeof SheetMapping>;

/** What is wrong with a cell of a row. The row counts without it, unless it is said otherwise. */
export const rowProblemTable = {
  DATE_EITHER: "Day and month could be either way round. Say which comes first.",
  DATE_UNREADABLE: "This is no date.",
  TIME_UNREADABLE: "This is no time of day.",
  TIME_IN_UTC:
    "It is in UTC, and no time zone is known that makes it local: the row has no day by it and no time. Scan again with the time zone.",
  TIME_WITHOUT_DAY: "It is in UTC, and without a whole day no local time.",
  TIME_UNCLEAR:
    "Another time of the row is in UTC, and this one does not say whether it is; it is left out. Write Z or UTC behind it, or in the title of its column.",
  DAY_BY_UTC:
    "The time beside it is in UTC: by the time zone it is the day before or after, which is taken. Check the day.",
  OFFSET_DIFFERS:
    "The time zone of the scan has another offset from UTC at that time. The time is taken as it is written.",
  ROW_WITHOUT_DAY:
    "The row has no day, and names no file and no folder: no photograph is of it. Write the day, also where the row above has it.",
  CELL_ERROR: "The spreadsheet has no value here. Mend its formula, or write the value.",
  MADE_A_DATE: "The spreadsheet has made a date of what was typed here. Write it again, as text.",
  DITTO: "It stands for what is written above. Write that out.",
  COLUMN_UNFIT:
    "No cell of the column is what its title says, and it is not used. Say what it is, or write its cells another way.",
  YEAR_EITHER:
    "Day or year could come first. Write the year with four digits, or say which of day and month comes first.",
  DATE_SWAPPED:
    "The spreadsheet may have exchanged day and month: what it could not exchange is text, and no other day is above 12. Write 2024-05-04, or say which comes first.",
  DATE_DOUBTFUL:
    "It is taken as the spreadsheet has it, and that may have exchanged day and month: what it could not exchange is text. Check it, or say which comes first.",
  TIME_EITHER:
    "It could be hours and minutes, or hours and a part of one, as other cells of the column are. Write 9:30.",
  COORDINATE_UNREADABLE: "This is no position.",
  COORDINATE_EITHER: "O is east in some languages and west in others. Write E or W.",
  COORDINATE_ZERO: "The position is 0, 0.",
  COORDINATE_HALF: "The position has only one of latitude and longitude.",
  COUNT_UNREADABLE: "This is no number of animals.",
} as const satisfies Record<string, string>;
export type RowProblemCode = keyof typeof rowProblemTable;
export const RowProblemCode = z.enum(Object.keys(rowProblemTable) as [RowProblemCode, ...RowProblemCode[]]);

/** By what a photograph was found to be of a row, the surest first. */
export const MatchedBy = z.enum(["fileName", "folder", "encounterNumber", "time", "start", "day"]);
export type MatchedBy = z.infer<typeof MatchedBy>;

/** Why a photograph is of no row. */
export const UnmatchedBecause = z.enum([
  "noRow",
  "severalRows",
  "otherPhotographer",
  "otherTime",
  "otherDay",
  "noDate",
]);
export type UnmatchedBecause = z.infer<typeof UnmatchedBecause>;
