/** What is said of a group of animals, where encounters become several or one: once, and nothing of it is lost. Pure. */
import { type FieldName, foldText, type Provenance } from "@landfall/protocol";
import { animalsIn, groupFields } from "@landfall/survey";
import type { Fields } from "./fields.ts";

/** Of one encounter that becomes two, one goes on with what is said of the group of animals: nothing is counted twice. */
export function withoutGroup<F extends Fields>(of: F): F {
  const values = { ...of.values };
  const provenance = { ...of.provenance };
  for (const name of groupFields) {
    delete values[name];
    delete provenance[name];
  }
  return { ...of, values, provenance };
}

interface Numbered extends Fields {
  readonly encounterNumber: number | null;
  readonly isNumberGiven?: boolean;
}

/** Both parts of an encounter that a row of a sheet describes are of one sighting, by the name that others of the row know it by. */
export function withSighting<F extends Numbered>(of: F): F {
  const row = groupFields.map((name) => of.provenance[name]).find((said) => said?.source === "sheet");
  if (!row?.place || of.provenance.parentEventID !== undefined || of.values.parentEventID) return of;
  const { eventDate } = of.values;
  const isNumbered = eventDate !== null && of.encounterNumber !== null && of.isNumberGiven !== true;
  const parentEventID = (isNumbered ? `${eventDate} encounter ${of.encounterNumber}` : row.place).slice(0, 500);
  const said: Provenance = { source: "sheet", raw: null, place: row.place, conflicts: [] };
  return {
    ...of,
    values: { ...of.values, parentEventID },
    provenance: { ...of.provenance, parentEventID: said },
  };
}

/** What lists things, and is true of all of them together; how texts are put together, and how long they may be. */
const lists: Partial<Record<FieldName, { readonly join: string; readonly longest: number }>> = {
  organismName: { join: " | ", longest: 4000 },
  behavior: { join: ", ", longest: 500 },
  eventRemarks: { join: "\n", longest: 4000 },
};

/** One encounter of several: animals, behaviour and remarks of all; what the first does not say; other counts stand beside its own. */
export function withGroupOf<F extends Fields>(of: F, others: readonly Fields[]): F {
  return others.reduce<F>((one, other) => groupFields.reduce((all, name) => withField(all, other, name), one), of);
}

function withField<F extends Fields>(of: F, other: Fields, name: (typeof groupFields)[number]): F {
  const [own, its] = [of.values[name] ?? null, other.values[name] ?? null];
  const said = other.provenance[name];
  if (its === null || said === undefined) return of;
  const before = of.provenance[name];
  if (own === null || before === undefined) return before === undefined ? put(of, name, its, said) : of;
  if (isWithin(name, String(its), String(own))) return of;
  const { conflicts, ...rest } = said;
  const beside: Provenance = { ...before, conflicts: [...before.conflicts, { value: its, ...rest }, ...conflicts] };
  const list = lists[name];
  const joined = list && joinedTexts(name, [String(own), String(its)], list.join);
  return joined !== undefined && joined.length <= (list?.longest ?? 0)
    ? put(of, name, joined, beside)
    : put(of, name, own, beside);
}

const put = <F extends Fields>(of: F, name: FieldName, value: string | number, said: Provenance): F => ({
  ...of,
  values: { ...of.values, [name]: value },
  provenance: { ...of.provenance, [name]: said },
});

const partsOf = (name: FieldName, text: string): string[] => (name === "organismName" ? animalsIn(text) : [text]);

const isWithin = (name: FieldName, its: string, own: string): boolean => {
  const known = new Set(partsOf(name, own).map(foldText));
  return partsOf(name, its).every((part) => known.has(foldText(part)));
};

/** In an order that is the same whichever of them comes first. */
function joinedTexts(name: FieldName, texts: readonly string[], between: string): string {
  const split = (text: string) => (name === "organismName" ? text.split(/\s*[|;,]\s*/) : text.split(between));
  const parts = new Map(texts.flatMap(split).map((part) => [foldText(part), part.trim()] as const));
  return [...parts.values()]
    .filter((part) => part !== "")
    .sort()
    .join(between);
}
