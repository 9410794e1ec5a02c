/**
 * The licence that comes with an approval is of that encounter, and of its photographs, from then on, whatever the settings say later
 * and wherever these go.
 */
import {
  type FieldProvenance,
  type FieldSource,
  type FindingDetails,
  type License,
  licenseRuleWords,
} from "@landfall/protocol";
import { type Approved, approvedOfEncounter } from "./approved-as.ts";
import { comparedWith, rank } from "./carry-over.ts";
import type { StationDatabase } from "./database.ts";
import type { EncounterRecord } from "./encounter.ts";
import type { Fields } from "./fields.ts";

interface GivenLicense {
  readonly license: License;
  readonly said: NonNullable<FieldProvenance["license"]>;
}

/**
 * The licence that the settings gave this encounter with an approval, or the one that it goes on from where that has not been kept;
 * null where there is none, or a person has emptied it since.
 */
function givenLicense(db: StationDatabase, of: EncounterRecord): GivenLicense | null {
  const isSilent = of.values.license === null && of.provenance.license === undefined;
  const { values, provenance } = isSilent ? comparedWith(db, of) : of;
  const said = provenance.license;
  return values.license !== null && said?.source === "population" ? { license: values.license, said } : null;
}

/** Said by a person or with the approval, and by no file or sheet: those say it again. */
const staying: ReadonlySet<FieldSource> = new Set<FieldSource>(["population", "set", "override", "manual"]);

interface OfImages {
  /** With how many images each; null is none, which counts only beside others. */
  readonly licenses: ReadonlyMap<License | null, number>;
  readonly source: FieldSource;
}

/** Under what photographs were approved that nothing else says a licence of; null where they were under none. */
function licensesOf(approved: Approved): OfImages | null {
  const licenses = new Map<License | null, number>();
  let source: FieldSource = "population";
  for (const all of approved.values()) {
    const own = all.filter((each) => each.licenseSource === null || staying.has(each.licenseSource));
    for (const license of new Set(own.map((each) => each.license)))
      licenses.set(license, (licenses.get(license) ?? 0) + 1);
    source = own.find(({ license }) => license !== null)?.licenseSource ?? source;
  }
  return [...licenses.keys()].every((license) => license === null) ? null : { licenses, source };
}

/** `public with attribution (2 images), none (1 image)`; null where all were approved under one licence, or under none. */
export function differingLicenses(approved: Approved): string | null {
  const { licenses = new Map<License | null, number>() } = licensesOf(approved) ?? {};
  if (licenses.size < 2) return null;
  return [...licenses]
    .map(
      ([license, images]) =>
        `${license === null ? "none" : licenseRuleWords[license]} (${images} ${images === 1 ? "image" : "images"})`,
    )
    .join(", ");
}

/** As it is kept with the encounter; nothing where they do not differ. */
export function licensesDetail(approved: Approved): FindingDetails {
  const text = differingLicenses(approved);
  return text === null ? {} : { LICENSES_DIFFER: text };
}

function agreedLicense(approved: Approved): GivenLicense | null {
  const of = licensesOf(approved);
  const [license] = of?.licenses.keys() ?? [];
  if (!of || of.licenses.size > 1 || !license) return null;
  return { license, said: { source: of.source, raw: license, conflicts: [] } };
}

/**
 * No file says the licence that came with an approval, and the settings may say another one by now: it stays, unless the new reading
 * has one. One that was overruled by it is none. Photographs that come together from several encounters have the one that all of them
 * had; where they had several, they have none until a person says it.
 */
export function carryLicense(
  db: StationDatabase,
  fields: Fields,
  earlier: EncounterRecord | undefined,
  approved: Approved,
): Fields {
  const own = earlier ? givenLicense(db, earlier) : null;
  const isDiffering = differingLicenses(approved) !== null;
  const given = isDiffering ? null : (own ?? (fields.provenance.license ? null : agreedLicense(approved)));
  if (!given) return fields;
  const { license, said } = given;
  const read = fields.values.license;
  const isOverruled =
    rank(fields.provenance.license?.source) < rank(said.source) && said.conflicts.some(({ value }) => value === read);
  if (read !== null && !isOverruled) return fields;
  return { values: { ...fields.values, license }, provenance: { ...fields.provenance, license: said } };
}

/** @param license what the settings mean where none is stated. What was approved or delivered with another one keeps that. */
export function meantLicense(db: StationDatabase, of: EncounterRecord, license: License | null): License | null {
  if (of.provenance.license !== undefined) return license;
  const given = givenLicense(db, of) ?? agreedLicense(approvedOfEncounter(db, of));
  return given?.license ?? (license && (of.delivered?.values.license ?? license));
}
