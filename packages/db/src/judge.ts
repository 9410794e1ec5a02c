/** What follows from an encounter's fields by what its population asks for: what is missing, and what is found of the values. */
import {
  type Area,
  askedFor,
  type EncounterValues,
  type FieldName,
  type FieldProvenance,
  type FindingCode,
  type FindingDetails,
  type License,
  licenseBy,
  type ManifestId,
  mayBeSameDay,
  missingFields,
  type PopulationId,
  PopulationSettings,
  trackFindings,
  type UnresolvedNames,
  valueFindings,
} from "@landfall/protocol";
import { isOutside, mayBeSame, type Place, positionFinding, resolverOf, usualPlace } from "@landfall/survey";
import { approvedPhotographers } from "./approved-as.ts";
import { type StationDatabase, statement } from "./database.ts";
import { marked } from "./decided-elsewhere.ts";
import { hasEmbargoOfOthers } from "./embargo-of-images.ts";
import { type Findings, inOrder, openCode, withFieldsSettled } from "./image-findings.ts";
import { peopleRules } from "./people.ts";
import { settings } from "./setting.ts";

/** The rules of what blocks an approval; a number of its own for each that differs from the one before. */
export const judgedBy = 3;

export interface Judge {
  /** That an encounter without one gets when it is approved; null where there is none such. */
  readonly license: License | null;
  readonly missing: (values: EncounterValues) => FieldName[];
  /** With what is found of these values, in the place of what was found of earlier ones. */
  readonly findings: (before: Findings, judged: Judged) => Findings;
  /** Whether one of the people that a list names may be one of those of another list. */
  readonly shareSomebody: (one: string, other: string | null) => boolean;
  /** What its position looks like beside those of the manifest's other encounters, as they were when the judge began. */
  readonly besideOthers: (values: EncounterValues) => FindingCode | null;
}

export interface Judged {
  readonly values: EncounterValues;
  readonly provenance: FieldProvenance;
  /** Local times of its first and last photograph. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  /** As it was grouped. */
  readonly details?: FindingDetails | undefined;
}

/** Until a person says who it was. */
const isCreditedByRow = ({ provenance, details }: Judged): boolean =>
  details?.PHOTOGRAPHER_DIFFERS !== undefined && provenance.recordedBy?.source === "sheet";

interface Row {
  readonly id: PopulationId;
  readonly settings: string;
  readonly unresolved: UnresolvedNames;
  readonly area: string | null;
}

/** Of a manifest's population, as it is now. */
export function judgeOf(db: StationDatabase, manifest: ManifestId): Judge {
  const row = statement<Row>(
    db,
    `SELECT p.id, p.settings, p.unresolved_names AS unresolved, p.area FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job
       JOIN population AS p ON p.id = j.population WHERE m.id = ?`,
  ).get(manifest) as Row;
  const { license } = settings(db);
  const asked = askedFor(PopulationSettings.parse(JSON.parse(row.settings)), license);
  const unresolved = unresolvedBy(db, row);
  const shareSomebody = sharingBy(db, row.id);
  const area = row.area === null ? null : (JSON.parse(row.area) as Area);
  let usual: { readonly place: ReturnType<typeof usualPlace> } | null = null;
  // Wherever somebody is, it is no later day than tomorrow.
  const lastDay = new Date(db.now() + dayMs).toISOString().slice(0, 10);
  return {
    missing: (values) => missingFields(values, asked),
    license: licenseBy(license),
    shareSomebody,
    findings: (before, judged) => {
      const { values, provenance } = judged;
      const isByTrack = provenance.decimalLatitude?.source === "gpx";
      const codes = [
        ...unresolved(values),
        ...(isCreditedByRow(judged) ? (["PHOTOGRAPHER_DIFFERS"] as const) : []),
        ...(approvedPhotographers(judged.details ?? {}).some((name) => !shareSomebody(name, values.recordedBy))
          ? (["APPROVED_AS_OTHER"] as const)
          : []),
        ...(judged.details?.LICENSES_DIFFER !== undefined && values.license === null
          ? (["LICENSES_DIFFER"] as const)
          : []),
        ...marked(judged),
        ...(hasEmbargoOfOthers(judged) ? (["EMBARGO_CAME"] as const) : []),
        ...(isOtherDay(judged, before) ? (["DAY_DIFFERS"] as const) : []),
        ...(area !== null && isOutside(values, area) ? (["POSITION_OUTSIDE"] as const) : []),
        ...((values.eventDate ?? "") > lastDay ? (["DAY_IN_FUTURE"] as const) : []),
        ...(values.decimalLatitude === 0 && values.decimalLongitude === 0 ? (["POSITION_ZERO"] as const) : []),
      ];
      const found = inOrder([
        ...before.filter(({ code }) => !valueFindings.has(code) && (isByTrack || !trackFindings.has(code))),
        ...codes.map((code) => ({ code, count: 1 })),
      ]);
      return withFieldsSettled(found, judged);
    },
    besideOthers: (values) => {
      usual ??= { place: usualPlace(positionsIn(db, manifest)) };
      return positionFinding(values, usual.place);
    },
  };
}

/** Of encounters, as far as they have any. */
export const positionsIn = (db: StationDatabase, manifest: ManifestId): Place[] =>
  statement<{ latitude: number; longitude: number }>(
    db,
    `SELECT decimal_latitude AS latitude, decimal_longitude AS longitude FROM encounter
     WHERE manifest = ? AND decimal_latitude IS NOT NULL AND decimal_longitude IS NOT NULL`,
  )
    .all(manifest)
    .map(({ latitude, longitude }) => [latitude, longitude]);

const dayMs = 24 * 60 * 60 * 1000;
const aside = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** A day beside is a night at sea or a clock in another zone; the date of a scan or of a later change says nothing. */
function isOtherDay({ values: { eventDate }, provenance, firstAt, lastAt }: Judged, found: Findings): boolean {
  const source = provenance.eventDate?.source;
  if (eventDate === null || (source !== "manual" && source !== "override")) return false;
  if (found.some(({ code }) => openCode(code) === "DATE_FALLBACK" || openCode(code) === "DATE_DIGITIZED")) return false;
  const [first = "", last = ""] = [firstAt?.slice(0, 10), lastAt?.slice(0, 10)];
  if (first.length < 10 || last.length < 10) return false;
  return !mayBeSameDay(eventDate, `${aside(first, -1)}/${aside(last, 1)}`);
}

/** By who they are, and else by what may be another spelling of a name. */
function sharingBy(db: StationDatabase, population: PopulationId): Judge["shareSomebody"] {
  let names: ReturnType<typeof resolverOf> | null = null;
  const peopleOf = (text: string): readonly string[] => {
    names ??= resolverOf(peopleRules(db, population));
    return [text, ...names(text).parts.flatMap(({ text: written, people }) => people ?? [written])];
  };
  return (one, other) =>
    other !== null && (one === other || peopleOf(one).some((a) => peopleOf(other).some((b) => mayBeSame(a, b))));
}

/** A population that has not said of anybody who they are does not resolve names, unless it asks for it. */
function unresolvedBy(db: StationDatabase, { id, unresolved }: Row): (values: EncounterValues) => FindingCode[] {
  const rules = peopleRules(db, id);
  const isUsed = unresolved === "block" || rules.people.length + rules.aliases.length > 0;
  if (unresolved === "allow" || !isUsed) return () => [];
  const names = resolverOf(rules);
  const code = unresolved === "block" ? "PHOTOGRAPHER_TO_RESOLVE" : "PHOTOGRAPHER_UNRESOLVED";
  return ({ recordedBy }) =>
    recordedBy !== null && names(recordedBy).parts.some(({ people }) => people === null) ? [code] : [];
}
