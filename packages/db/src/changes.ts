/** In what an encounter of a later version differs from an earlier one. */
import {
  type EncounterChanges,
  type EncounterValues,
  type FieldName,
  type FindingCode,
  fieldNames,
  findingTable,
  passingFindings,
  type ReviewState,
} from "@landfall/protocol";
import { animalsIn, peopleIn } from "@landfall/survey";
import { type StationDatabase, statement } from "./database.ts";

interface Compared {
  readonly pk: number;
  readonly review: ReviewState;
  readonly values: EncounterValues;
  readonly findings: readonly { readonly code: FindingCode; readonly count: number }[];
}

/**
 * What a person would have looked at: notes ask for nothing, and what became known of names is no change of it. That nothing is left is
 * told by its images: where a person approved it so, the hub was told to let go of them.
 */
const asksForALook = ({ code }: { readonly code: FindingCode }) =>
  findingTable[code].severity !== "note" && !passingFindings.has(code) && code !== "NOTHING_LEFT";

/** Images that are in one and not in the other, as live ones. */
const imagesOnlyIn = (db: StationDatabase, one: Compared, other: Compared): number =>
  (
    statement<{ n: number }>(
      db,
      `SELECT COUNT(*) AS n FROM image AS i WHERE i.encounter = ? AND i.state <> 'skipped' AND NOT EXISTS (
         SELECT 1 FROM image AS o WHERE o.encounter = ? AND o.sha256 = i.sha256 AND o.state <> 'skipped')`,
    ).get(one.pk, other.pk) as { n: number }
  ).n;

/** Live images of both of which other things are said: of a side, a quality or people. */
const imagesDescribed = (db: StationDatabase, one: Compared, other: Compared): number =>
  (
    statement<{ n: number }>(
      db,
      `SELECT COUNT(*) AS n FROM image AS i JOIN image AS o ON o.encounter = ? AND o.sha256 = i.sha256 AND o.state <> 'skipped'
       WHERE i.encounter = ? AND i.state <> 'skipped'
         AND (i.side IS NOT o.side OR i.quality IS NOT o.quality OR i.people IS NOT o.people)`,
    ).get(other.pk, one.pk) as { n: number }
  ).n;

/** Fields that list names: another separator between the same names is no change. */
const namesIn: Partial<Record<FieldName, (text: string) => string[]>> = {
  organismName: animalsIn,
  recordedBy: peopleIn,
};

/** A letter and its accent may be kept apart. */
const composed = (value: string | number): string => String(value).normalize("NFC");

function isSameValue(name: FieldName, one: EncounterValues, other: EncounterValues): boolean {
  const [a, b] = [one[name] ?? null, other[name] ?? null];
  const names = namesIn[name];
  if (a === b || a === null || b === null) return a === b;
  if (names === undefined) return composed(a) === composed(b);
  const [first, second] = [new Set(names(composed(a))), new Set(names(composed(b)))];
  return first.size === second.size && [...first].every((each) => second.has(each));
}

/** A finding that concerns more images than before counts as one that was not there. */
export function changesBetween(db: StationDatabase, before: Compared, now: Compared): EncounterChanges {
  const known = new Map(before.findings.map(({ code, count }) => [code, count]));
  return {
    wasApproved: before.review === "approved",
    imagesAdded: imagesOnlyIn(db, now, before),
    imagesRemoved: imagesOnlyIn(db, before, now),
    imagesDescribed: imagesDescribed(db, now, before),
    fields: fieldNames
      .filter((name) => !isSameValue(name, now.values, before.values))
      .map((name) => ({ name, was: before.values[name] ?? null })),
    findings: now.findings
      .filter(asksForALook)
      .filter(({ code, count }) => count > (known.get(code) ?? 0))
      .map(({ code }) => code),
  };
}

/** Nothing that a person has not seen. */
export const isUnchanged = (changes: EncounterChanges): boolean =>
  changes.imagesAdded + changes.imagesRemoved + changes.imagesDescribed === 0 &&
  changes.fields.length + changes.findings.length === 0;
