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
