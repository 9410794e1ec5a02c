/** What findings are about, and how long they hold: for whoever derives them anew. */
import { type FindingCode, findingTable } from "./findings.ts";

/** What findings of one encounter are about: folders, days, distances. */
export type FindingDetails = Readonly<Partial<Record<FindingCode, string>>>;

/** Of an encounter's values, and gone when those are others. */
export const valueFindings: ReadonlySet<FindingCode> = new Set<FindingCode>([
  "PHOTOGRAPHER_UNRESOLVED",
  "PHOTOGRAPHER_TO_RESOLVE",
  "PHOTOGRAPHER_DIFFERS",
  "APPROVED_AS_OTHER",
  "LICENSES_DIFFER",
  "DENIED_BEFORE",
  "SAID_ELSEWHERE",
  "EMBARGO_CAME",
  "DAY_IN_FUTURE",
  "DAY_DIFFERS",
  "POSITION_OUTSIDE",
  "POSITION_ZERO",
]);

/** Of images whose files state no position that can be used, and what they are once their encounter has one, or a person has decided. */
export const settledPositions = {
  GPS_ZERO: "GPS_ZERO_SETTLED",
  GPS_OUT_OF_RANGE: "GPS_OUT_OF_RANGE_SETTLED",
} as const satisfies Partial<Record<FindingCode, FindingCode>>;

/** Of dates that images state, or names, and what they are once a person has said the encounter's date. */
export const settledDates = {
  DATE_FALLBACK: "DATE_FALLBACK_SETTLED",
  DATE_DIGITIZED: "DATE_DIGITIZED_SETTLED",
  DATE_EITHER: "DATE_EITHER_SETTLED",
  MONTH_OR_SEASON: "MONTH_OR_SEASON_SETTLED",
  FOLDER_DATE_DIFFERS: "FOLDER_DATE_DIFFERS_SETTLED",
  NAMED_DATES_DIFFER: "NAMED_DATES_DIFFER_SETTLED",
} as const satisfies Partial<Record<FindingCode, FindingCode>>;

/** Of a position that a track gave, and gone with it. */
export const trackFindings: ReadonlySet<FindingCode> = new Set<FindingCode>([
  "TRACK_TIME_UNCONFIRMED",
  "TRACK_TIME_DIFFERS",
]);

/** Of what a population knows of names by now, and of copies elsewhere: they come and go while an encounter stays as it was. */
export const passingFindings: ReadonlySet<FindingCode> = new Set<FindingCode>([
  "PHOTOGRAPHER_UNRESOLVED",
  "PHOTOGRAPHER_TO_RESOLVE",
  "PHOTOGRAPHER_DIFFERS",
  "INDIVIDUAL_NEAR",
  "COPY_ELSEWHERE",
]);

/** Of the encounter as a whole; every other one is of single images. */
export const wholeFindings: ReadonlySet<FindingCode> = new Set<FindingCode>([
  ...valueFindings,
  ...trackFindings,
  "INDIVIDUAL_NEAR",
  "FOLDER_SPANS_DAYS",
  "SPANS_DAYS",
  "MIXED_CAMERAS",
  "GPS_SPREAD",
  "GPS_SPEED",
  "POSITION_FAR",
  "POSITION_TURNED",
]);

/** A damaged picture, which a person may deliver all the same. */
export const damageFindings: ReadonlySet<FindingCode> = new Set<FindingCode>(["TRUNCATED", "UNDECODABLE"]);

/** Of single images, and of little use without their names: whoever has to look has to know at what. */
export const namesFiles = (code: FindingCode): boolean =>
  (findingTable[code].severity !== "note" && !wholeFindings.has(code)) || code === "IN_OTHER_ENCOUNTER";
