/** What was kept from others until a day stays so until then, in whatever encounter its photographs come to be. Pure. */
import type { Delivered } from "@landfall/engine";
import type { Provenance } from "@landfall/protocol";
import type { Fields } from "@landfall/survey";
import { embargoOf } from "./embargo.ts";
import { encounterTitle } from "./encounter-title.ts";

interface Held extends Fields {
  readonly delivered: Delivered | null;
}

/**
 * @param others encounters that photographs came from
 * @returns the fields with the latest of their days, and from which of them that is; the same where none is later
 */
export function withLatestEmbargo<F extends Fields>(fields: F, others: readonly Held[]): F {
  const [last] = others.toSorted((a, b) => (embargoOf(b) ?? "").localeCompare(embargoOf(a) ?? ""));
  const day = (last && embargoOf(last)) ?? "";
  if (!last || day <= dayOf(fields)) return fields;
  const own = dayOf(last) === day ? last.provenance.available : undefined;
  const said = own ?? { source: "manual", raw: day, place: "the hub", conflicts: [] };
  return withEmbargo(fields, day, { ...said, encounter: said.encounter ?? encounterTitle(last) });
}

/** A day that came with photographs stays like one that a person has typed: no file or sheet says it again. */
export function carryEmbargo(fields: Fields, earlier: Fields | undefined): Fields {
  const said = earlier?.provenance.available;
  if (!earlier || said?.encounter === undefined || dayOf(earlier) < dayOf(fields)) return fields;
  return put(fields, dayOf(earlier), said);
}

/** It came with photographs, and no person has said another day since. */
export const hasEmbargoOfOthers = (fields: Fields): boolean =>
  dayOf(fields) !== "" && fields.provenance.available?.encounter !== undefined;

/** `Until 2027-06-01, as 2024-07-15 · Haro Strait · BW` */
export const embargoText = (fields: Fields): string =>
  `Until ${dayOf(fields)}, as ${fields.provenance.available?.encounter}`;

const dayOf = ({ values }: Fields): string => values.available ?? "";

const put = <F extends Fields>(fields: F, available: string, said: Provenance): F => ({
  ...fields,
  values: { ...fields.values, available },
  provenance: { ...fields.provenance, available: said },
});

function withEmbargo<F extends Fields>(fields: F, day: string, said: Provenance): F {
  const own = fields.provenance.available;
  const { conflicts, ...before } = own ?? { conflicts: [] };
  const value = dayOf(fields);
  const beside = own && value !== "" ? [{ value, source: own.source, raw: own.raw, ...before }] : [];
  return put(fields, day, { ...said, conflicts: [...beside, ...conflicts] });
}

/** One sentence where an encounter got another day with photographs that came to it. */
export function embargoNotes(was: Fields, now: Fields): string[] {
  const from = now.provenance.available?.encounter;
  if (from === undefined || dayOf(was) === dayOf(now)) return [];
  const before = dayOf(was) === "" ? "it was under none before" : `before, it was so until ${dayOf(was)}`;
  return [
    `The embargo goes with the photographs: ${encounterTitle(now)} is under embargo until ${dayOf(now)} as ${from} is; ${before}.`,
  ];
}
