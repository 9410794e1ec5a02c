/** What counts of the findings of images, as far as a person has not settled them. */
import {
  damageFindings,
  type EncounterValues,
  type FieldProvenance,
  type FindingCode,
  findingCodes,
  findingTable,
  isBlocking,
  isReference,
  type Sha256,
  settledDates,
  settledPositions,
  wholeFindings,
} from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";

export interface JudgedImage {
  readonly findings: readonly FindingCode[];
  readonly isOut: boolean;
  readonly keptAsIs: boolean;
  /** The hub has it, if only in the encounter that it was split off. */
  readonly isOnHub: boolean;
}

/** Each code once, with the number of images that it concerns; 1 for one of the whole encounter. */
export type Findings = readonly { readonly code: FindingCode; readonly count: number }[];

/** Nothing is blocked by an image that is left out, nor by damage that a person has accepted. */
export function countedFindings({ findings, isOut, keptAsIs }: JudgedImage): readonly FindingCode[] {
  if (isOut) return findings.filter((code) => !isBlocking(code));
  const open = keptAsIs ? findings.filter((code) => !damageFindings.has(code)) : findings;
  return open.length < findings.length ? [...open, "KEPT_AS_IS"] : findings;
}

/** @param hasStrays whether the hub may have images of it elsewhere too: leaving everything out is something to tell it then */
export function summedFindings(
  whole: readonly FindingCode[],
  images: readonly JudgedImage[],
  hasStrays: boolean,
): Findings {
  const counts = new Map<FindingCode, number>(whole.map((code) => [code, 1]));
  for (const code of images.flatMap((image) => [...new Set(countedFindings(image))]))
    counts.set(code, (counts.get(code) ?? 0) + 1);
  const isAnythingToTell = hasStrays || images.some((image) => image.isOnHub);
  if (!isAnythingToTell && images.length > 0 && images.every(({ isOut }) => isOut))
    counts.set("NOTHING_LEFT", images.length);
  return inOrder([...counts].map(([code, count]) => ({ code, count })));
}

interface WithFields {
  readonly values: EncounterValues;
  readonly provenance: FieldProvenance;
}

const isSaid = (provenance: FieldProvenance, field: "eventDate" | "decimalLatitude"): boolean => {
  const source = provenance[field]?.source;
  return source === "manual" || source === "override" || source === "set";
};

/** Whether an encounter has a position, or a person has said that it has none: what single files state of it is settled then. */
const isPositionSettled = ({ values, provenance }: WithFields): boolean =>
  isReference(values) || values.decimalLatitude !== null || isSaid(provenance, "decimalLatitude");

/** Whether a person has said the day: what files and names say of it is settled then. */
const isDateSettled = ({ values, provenance }: WithFields): boolean =>
  values.eventDate !== null && isSaid(provenance, "eventDate");

type Codes = ReadonlyMap<FindingCode, FindingCode>;
const turned = (codes: Codes): Codes => new Map([...codes].map(([open, settled]) => [settled, open]));

const positionsSettled: Codes = new Map(Object.entries(settledPositions) as [FindingCode, FindingCode][]);
const positionsOpen = turned(positionsSettled);
const datesSettled: Codes = new Map(Object.entries(settledDates) as [FindingCode, FindingCode][]);
const datesOpen = turned(datesSettled);

/** What images have of it: the finding as it is while it is open. */
export const openCode = (code: FindingCode): FindingCode => positionsOpen.get(code) ?? datesOpen.get(code) ?? code;

/** Positions that cannot be used block as long as their encounter has none, and dates that are in doubt warn, and nobody has decided. */
export function withFieldsSettled(findings: Findings, of: WithFields): Findings {
  const ofPositions = isPositionSettled(of) ? positionsSettled : positionsOpen;
  const ofDates = isDateSettled(of) ? datesSettled : datesOpen;
  if (!findings.some(({ code }) => ofPositions.has(code) || ofDates.has(code))) return findings;
  return inOrder(
    findings.map(({ code, count }) => ({ code: ofPositions.get(code) ?? ofDates.get(code) ?? code, count })),
  );
}

const places = new Map(findingCodes.map((code, at) => [code, at]));

/** The same findings are the same text, however they came together. */
export const sortedCodes = (codes: readonly FindingCode[]): FindingCode[] =>
  [...new Set(codes)].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));

export const inOrder = (findings: Findings): Findings =>
  [...findings].sort((a, b) => (places.get(a.code) ?? 0) - (places.get(b.code) ?? 0));

export const warnsOf = (findings: Findings): number =>
  findings.filter(({ code }) => findingTable[code].severity !== "note").length;

export const wholeOf = (findings: Findings): FindingCode[] =>
  findings.flatMap(({ code }) => (wholeFindings.has(code) ? [code] : []));

interface JudgedRow {
  readonly pk: number;
  readonly sha256: Sha256;
  readonly file_name: string;
  readonly findings: string;
  readonly state: string;
  readonly kept_as_is: number;
  readonly hub_encounter: string | null;
}

const judged = ({ findings, state, kept_as_is, hub_encounter }: JudgedRow): JudgedImage => ({
  findings: JSON.parse(findings),
  isOut: state === "skipped",
  keptAsIs: kept_as_is === 1,
  isOnHub: hub_encounter !== null,
});

const rowsOf = (db: StationDatabase, encounter: number): JudgedRow[] =>
  statement<JudgedRow>(
    db,
    "SELECT pk, sha256, file_name, findings, state, kept_as_is, hub_encounter FROM image WHERE encounter = ? ORDER BY ordinal",
  ).all(encounter);

export const hasStrays = (db: StationDatabase, encounter: number): boolean =>
  statement(db, "SELECT 1 FROM image_stray WHERE encounter = ? LIMIT 1").get(encounter) !== undefined;

export const judgedImages = (db: StationDatabase, encounter: number): JudgedImage[] =>
  rowsOf(db, encounter).map(judged);

/** The images that a finding is about, in their order. */
export const imagesWith = (db: StationDatabase, encounter: number, code: FindingCode) =>
  rowsOf(db, encounter)
    .filter((row) => countedFindings(judged(row)).includes(openCode(code)))
    .map(({ sha256, file_name }) => ({ sha256, fileName: file_name }));
