/** An encounter's fields, and what follows from them: what is missing, whether it may be approved, its key. */
import {
  type EncounterValues,
  type FieldName,
  type FieldProvenance,
  type FindingCode,
  findingTable,
  matchKey,
  type ReviewState,
} from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import type { EncounterRecord } from "./encounter.ts";
import { furtherOf } from "./further.ts";
import { type Findings, warnsOf } from "./image-findings.ts";
import type { Judge } from "./judge.ts";

export interface Fields {
  readonly values: EncounterValues;
  readonly provenance: FieldProvenance;
}

/** matchKey without the number; null where the encounter never matches by key. */
export const keyBaseOf = ({ eventDate, locality, recordedBy }: EncounterValues): string | null =>
  matchKey({ eventDate, locality, photographer: recordedBy });

/** The review state of an encounter that nobody has decided about. */
export function undecided(
  missing: readonly FieldName[],
  findings: readonly { readonly code: FindingCode }[],
): ReviewState {
  const severities: readonly string[] = findings.map(({ code }) => findingTable[code].severity);
  return missing.length > 0 || severities.includes("blocking") ? "incomplete" : "pending";
}

/** What the review state becomes when the fields have changed. A decision stays a decision. */
export function reviewAfter(of: EncounterRecord, fields: Fields, judge: Judge): ReviewState {
  if (of.review === "approved" || of.review === "denied") return of.review;
  return undecided(
    judge.missing(fields.values),
    judge.findings(of.findings, { ...of, values: fields.values, provenance: fields.provenance }),
  );
}

/** From `event_date` to `provenance`, in the order of their columns. */
export const fieldCells = ({ values, provenance }: Fields) =>
  [
    values.eventDate,
    values.locality,
    values.recordedBy,
    values.decimalLatitude,
    values.decimalLongitude,
    values.license,
    furtherOf(values),
    JSON.stringify(provenance),
  ] as const;

/** Stores the fields and the key that follows from them; what else does is derived with the encounter's images. */
export function putFields(db: StationDatabase, pk: number, fields: Fields): void {
  statement(
    db,
    `UPDATE encounter SET event_date = ?, locality = ?, recorded_by = ?, decimal_latitude = ?, decimal_longitude = ?,
       license = ?, further = ?, provenance = ?, key_base = ? WHERE pk = ?`,
  ).run(...fieldCells(fields), keyBaseOf(fields.values), pk);
}

/** Stores the fields, and what follows from them; the review state is written by its own path. */
export function storeFields(
  db: StationDatabase,
  of: EncounterRecord,
  { values, provenance }: Fields,
  judge: Judge,
): void {
  const findings = judge.findings(besideOthers(of, values, judge), { ...of, values, provenance });
  statement(
    db,
    `UPDATE encounter SET event_date = ?, locality = ?, recorded_by = ?, decimal_latitude = ?, decimal_longitude = ?,
       license = ?, further = ?, provenance = ?, key_base = ?, missing_fields = ?,
       findings = ?, warns = ?,
       since = CASE WHEN ? AND since = 'same' THEN 'changed' ELSE since END WHERE pk = ?`,
  ).run(
    ...fieldCells({ values, provenance }),
    keyBaseOf(values),
    JSON.stringify(judge.missing(values)),
    JSON.stringify(findings),
    warnsOf(findings),
    Number(values !== of.values),
    of.pk,
  );
}

const besideOthersFindings: ReadonlySet<FindingCode> = new Set(["POSITION_FAR", "POSITION_TURNED"]);

/** What was found of its position as it was holds no longer where that is another one now. */
function besideOthers(of: EncounterRecord, values: EncounterValues, judge: Judge): Findings {
  const isSame =
    values.decimalLatitude === of.values.decimalLatitude && values.decimalLongitude === of.values.decimalLongitude;
  if (isSame) return of.findings;
  const code = judge.besideOthers(values);
  const others = of.findings.filter((each) => !besideOthersFindings.has(each.code));
  return code === null ? others : [...others, { code, count: 1 }];
}
