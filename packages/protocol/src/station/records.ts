/** Records of encounters and images for others to read: which of them, in which form, and how exactly places are told. */
import { z } from "zod";
import { EncounterValues } from "../encounter.ts";

/** How exactly the places of a population are told to others: as they are, rounded to so many degrees, or not at all. */
export const LocationPrecision = z.enum(["exact", "0.01", "0.1", "none"]);
export type LocationPrecision = z.infer<typeof LocationPrecision>;
export const defaultLocationPrecision: LocationPrecision = "exact";

export const locationPrecisionWords: Readonly<Record<LocationPrecision, string>> = {
  exact: "as they are",
  "0.01": "rounded to 0.01° (about 1 km)",
  "0.1": "rounded to 0.1° (about 11 km)",
  none: "left out",
};

/** `csv` is a ZIP of three tables; `json-records` because `json` is the inventory of a manifest's files. */
export const RecordsFormat = z.enum(["csv", "xlsx", "json-records", "dwca", "camtrap-dp"]);
export type RecordsFormat = z.infer<typeof RecordsFormat>;

export const recordsFormatWords: Readonly<Record<RecordsFormat, string>> = {
  csv: "CSV tables",
  xlsx: "Excel workbook",
  "json-records": "JSON",
  dwca: "Darwin Core Archive",
  "camtrap-dp": "Camtrap DP",
};

/** What the file is, whatever it is called. */
export const recordsFileWords: Readonly<Record<RecordsFormat, string>> = {
  csv: "a ZIP of three tables: encounters.csv, images.csv and not-exported.csv",
  xlsx: "an Excel workbook",
  "json-records": "one JSON object",
  dwca: "a ZIP of tables, with meta.xml and eml.xml, which say what is in them",
  "camtrap-dp": "a ZIP of four tables, with datapackage.json, which says what is in them",
};

export const recordsFileEnd: Readonly<Record<RecordsFormat, string>> = {
  csv: "csv.zip",
  xlsx: "xlsx",
  "json-records": "json",
  dwca: "dwca.zip",
  "camtrap-dp": "camtrap-dp.zip",
};

/** Encounters that a person has approved, those of them that have wholly arrived on the hub, or all that nobody denied. */
export const RecordsStatus = z.enum(["approved", "synced", "all"]);
export type RecordsStatus = z.infer<typeof RecordsStatus>;

/** `2019`, or `2019-2024`, both included. An encounter that has no date is in no year. */
export const Years = z
  .string()
  .regex(/^\d{4}(-\d{4})?$/, "a year such as 2024, or years such as 2019-2024")
  .transform((text) => {
    const [from = "", to = from] = text.split("-");
    return { from, to };
  })
  .refine(({ from, to }) => from <= to, "the earlier year comes first");
export type Years = z.output<typeof Years>;

export const RecordsQuery = z.object({ status: RecordsStatus.default("approved"), years: Years.optional() });
export type RecordsQuery = z.output<typeof RecordsQuery>;

const count = z.int().nonnegative();

export const RecordsSummary = z.object({
  encounters: count,
  /** Those that the records hold. */
  images: count,
  /** Left out of every form, by a person's decision. */
  withheld: count,
  locationPrecision: LocationPrecision,
  /** What the form that was asked for has no place for, or others are not told of, by reason; with the first few encounters, as they are. */
  notExported: z.array(
    z.object({ reason: z.string(), encounters: count, images: count, first: z.array(EncounterValues).default([]) }),
  ),
});
export type RecordsSummary = z.infer<typeof RecordsSummary>;
