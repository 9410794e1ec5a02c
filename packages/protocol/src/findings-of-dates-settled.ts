/** What is found of dates, once a person has said the encounter's: a part of the one table. */
import type { FindingEntry } from "./finding-entry.ts";

export const findingsOfDatesSettled = {
  DATE_FALLBACK_SETTLED: {
    severity: "note",
    message: "The photograph states only the date of a later change; a person has said the encounter's date.",
  },
  DATE_DIGITIZED_SETTLED: {
    severity: "note",
    message: "The photograph states only when the picture was made digital; a person has said the encounter's date.",
  },
  DATE_EITHER_SETTLED: {
    severity: "note",
    message: "The date in the name could be either way round; a person has said the encounter's date.",
  },
  MONTH_OR_SEASON_SETTLED: {
    severity: "note",
    message: "The folder may be called a month or a season; a person has said the encounter's date.",
  },
  FOLDER_DATE_DIFFERS_SETTLED: {
    severity: "note",
    message: "Folder and photograph say different days; a person has said the encounter's date.",
  },
  NAMED_DATES_DIFFER_SETTLED: {
    severity: "note",
    message: "Names of the file and its folders say two dates; a person has said the encounter's date.",
  },
} as const satisfies Record<string, FindingEntry>;
