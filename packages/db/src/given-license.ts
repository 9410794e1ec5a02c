/** The licence that comes with an approval is of that encounter from then on, whatever the settings say later. */
import type { FieldProvenance, License } from "@landfall/protocol";
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

/**
 * No file says the licence that came with an approval, and the settings may say another one by now: it stays, unless the new reading
 * has one. One that was overruled by it is none.
 */
export function carryLicense(db: StationDatabase, fields: Fields, earlier: EncounterRecord | undefined): Fields {
  const given = earlier ? givenLicense(db, earlier) : null;
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
  return givenLicense(db, of)?.license ?? (license && (of.delivered?.values.license ?? license));
}
