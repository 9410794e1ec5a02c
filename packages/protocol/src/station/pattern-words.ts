/** What is said of patterns, sources and dates, the same on the page and in the terminal. */
import type { FieldSource } from "../encounter.ts";
import type { CoveredField, RootDates } from "./patterns.ts";
import type { DayMonthOrder } from "./sheets.ts";

/** Where a value came from. */
export const sourceWords: Record<FieldSource, string> = {
  exif: "camera",
  iptc: "caption (IPTC)",
  xmp: "caption (XMP)",
  camera: "photographer of the camera",
  gpx: "GPS track",
  folder: "folder",
  filename: "file name",
  pattern: "folder pattern",
  sheet: "sheet",
  population: "population default",
  set: "set for all that had none",
  override: "set for all",
  manual: "set by you",
};

export const coveredWords: Record<CoveredField, string> = {
  eventDate: "Date",
  locality: "Locality",
  recordedBy: "Photographer",
  position: "Position",
  organismName: "Individuals",
};

/** `93 %`; a share that is not nothing and not all is never shown as that. */
export function percent(part: number, of: number): string {
  if (of === 0 || part === 0) return "0 %";
  return `${part === of ? 100 : Math.min(99, Math.max(1, Math.round((part / of) * 100)))} %`;
}

const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `3 April 2021: the day comes first` of `03-04-2021`. */
export function orderWords(date: string, order: DayMonthOrder): string {
  const [one = 0, two = 0, year] = date.split(/\D+/).map(Number);
  const [day, month] = order === "dayFirst" ? [one, two] : [two, one];
  return `${day} ${monthNames[month - 1]} ${year}: the ${order === "dayFirst" ? "day" : "month"} comes first`;
}

/** How it is known what a folder's dates mean; null where it has to be asked. */
export function orderProofText({ order, by, examples: [example = ""] }: RootDates): string | null {
  if (order === null || by === null) return null;
  const how = {
    names: "as other names of the folder show",
    photographs: "as the photographs' own dates show",
    clocks: "as the photographs' dates show, by the corrected clock",
    person: "as you said",
  };
  return `${example} is ${orderWords(example, order)}, ${how[by]}.`;
}
