import type { PatternField } from "@landfall/protocol";
import { formatEventDate } from "../../ui/format.ts";

export const patternFieldWords: Record<PatternField, string> = {
  year: "Year",
  month: "Month",
  day: "Day",
  date: "Date",
  locality: "Locality",
  photographer: "Photographer",
  encounter: "Encounter",
  individual: "Individual",
  any: "Anything",
};

/** Year, month and day are one colour: parts of one date. */
export const fieldClass = (field: PatternField): string =>
  `patternfield ${["year", "month", "day"].includes(field) ? "date" : field}`;

export const valueWords = (field: PatternField, value: string | null): string =>
  value === null ? "day or month first?" : field === "date" ? formatEventDate(value) : value;
