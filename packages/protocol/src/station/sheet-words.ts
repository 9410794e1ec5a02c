/** What a person calls the columns of sheets, and how rows and photographs meet. */
import { furtherFieldWords } from "../field-words.ts";
import { type MatchedBy, rowProblemTable, type SheetField, type UnmatchedBecause } from "./sheets.ts";
import type { CellProblem, SourcesSummary } from "./sources.ts";

export const sheetFieldWords: Readonly<Record<SheetField, string>> = {
  eventDate: "Date",
  startTime: "Start, or time",
  endTime: "End",
  encounterNumber: "Encounter number",
  parentEventID: furtherFieldWords.parentEventID,
  locality: "Locality",
  decimalLatitude: "Latitude",
  decimalLongitude: "Longitude",
  position: "Latitude and longitude",
  recordedBy: "Photographer",
  scientificName: furtherFieldWords.scientificName,
  vernacularName: furtherFieldWords.vernacularName,
  organismName: furtherFieldWords.organismName,
  individualCount: furtherFieldWords.individualCount,
  groupSizeMin: furtherFieldWords.groupSizeMin,
  groupSizeMax: furtherFieldWords.groupSizeMax,
  behavior: furtherFieldWords.behavior,
  eventRemarks: furtherFieldWords.eventRemarks,
  fileName: "Names of photographs",
  folder: "Folder of photographs",
};

export const matchedByWords: Readonly<Record<MatchedBy, string>> = {
  fileName: "by the file's name",
  folder: "by the folder",
  encounterNumber: "by the encounter's number",
  time: "between start and end",
  start: "after the start",
  day: "as the only row of the day",
};

export const unmatchedWords: Readonly<Record<UnmatchedBecause, string>> = {
  noRow: "of a day or an encounter without a row",
  severalRows: "that fit several rows",
  otherPhotographer: "of a photographer whom no row of the day names",
  otherTime: "taken at another time than the rows of the day",
  otherDay: "that a row of another day names: a clock may be wrong",
  noDate: "without a date that no row names",
};

/** What a spreadsheet calls a column: `A`, `Z`, `AA`. @param column from 0 */
export const columnLetters = (column: number): string =>
  (column < 26 ? "" : columnLetters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

/** The title of a column, or `(column E)` where it has none. @param column from 0 */
export const columnTitle = (header: string, column: number): string => header || `(column ${columnLetters(column)})`;

/** `sightings.xlsx, Sightings`; with the row of its header where the sheet has several tables. */
export const sheetTitle = ({ name, tableName, fromRow }: SheetName): string =>
  [name, tableName, fromRow === null ? null : `from row ${fromRow}`].filter((part) => part !== null).join(", ");
type SheetName = Pick<SourcesSummary["sheets"][number], "name" | "tableName" | "fromRow">;

/** `sightings.csv, row 14, Date “31/02/2024”: This is no date.` */
export const cellProblemText = ({ place, column, raw, code }: CellProblem): string =>
  `${place}, ${column} “${raw}”: ${rowProblemTable[code]}`;
