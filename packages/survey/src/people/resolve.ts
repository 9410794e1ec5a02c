/** Names as they are written → the people that they stand for. Pure. */
import { type Camera, type FieldPatch, foldText, nameSeparator } from "@landfall/protocol";
import type { Fields } from "../group/apply-set.ts";
import type { IsPerson } from "../group/full-names.ts";
import { peopleIn } from "../sheets/people.ts";

/** What is known of a population's photographers. */
export interface PeopleRules {
  /** Names of people as they are to stand in `recordedBy`. */
  readonly people: readonly string[];
  /** Whom a name as it is written stands for: several people, or nobody. */
  readonly aliases: readonly { readonly name: string; readonly people: readonly string[] }[];
  /** Of photographs of which nothing names one. */
  readonly defaultPhotographer: string | null;
}

/** Everything that one camera took is this person's. */
export interface CameraPerson {
  readonly camera: Camera;
  readonly person: string;
  /** It counts for more than what files and folders say; else only where nothing else names anybody. */
  readonly isFirst: boolean;
}

export const noPeople: PeopleRules = { people: [], aliases: [], defaultPhotographer: null };

/** One name of a list, or a list that stands for somebody as a whole. */
export interface NamedPart {
  readonly text: string;
  /** Null: nobody has said who it is. Nobody: it is no person. */
  readonly people: readonly string[] | null;
}

export interface Resolved {
  readonly parts: readonly NamedPart[];
  /** People and unresolved names, joined by ` | `; as it was written where nobody is known; null where no person is left. */
  readonly recordedBy: string | null;
  /** As two of them are compared: whoever is named first. */
  readonly folded: string;
}

export type Names = (text: string) => Resolved;

/** A person's own name stands for that person, whatever else is said. */
export function resolverOf({ people, aliases }: PeopleRules): Names {
  const known = new Map<string, readonly string[]>(aliases.map((alias) => [foldText(alias.name), alias.people]));
  for (const name of people) known.set(foldText(name), [name]);
  const memo = new Map<string, Resolved>();
  return (text) => {
    const seen = memo.get(text) ?? resolve(text, known);
    memo.set(text, seen);
    return seen;
  };
}

/** Folded names of the people of a population, and those that stand for people of it. */
export function knownNames({ people, aliases }: PeopleRules): Set<string> {
  const standing = aliases.filter((alias) => alias.people.length > 0).map(({ name }) => name);
  return new Set([...people, ...standing].map(foldText));
}

/** Whether a name as it is written is one of those. */
export function isPersonBy(rules: PeopleRules): IsPerson {
  const known = knownNames(rules);
  const nobody = new Set(rules.aliases.filter(({ people }) => people.length === 0).map(({ name }) => foldText(name)));
  return (name) => (known.has(foldText(name)) ? true : nobody.has(foldText(name)) ? false : null);
}

/** Letters of `recordedBy`. */
const longestText = 500;

function resolve(text: string, known: ReadonlyMap<string, readonly string[]>): Resolved {
  const whole = known.get(foldText(text));
  const parts: readonly NamedPart[] = whole
    ? [{ text, people: whole }]
    : peopleIn(text).map((part) => ({ text: part, people: known.get(foldText(part)) ?? null }));
  if (parts.every((part) => part.people === null)) return { parts, recordedBy: text, folded: foldText(text) };
  const names = new Map<string, string>();
  for (const part of parts) for (const name of part.people ?? [part.text]) names.set(foldText(name), name);
  const joined = [...names.values()].join(nameSeparator);
  return {
    parts,
    // More people than the field holds stay under the name that stands for them.
    recordedBy: names.size === 0 ? null : joined.length > longestText ? text : joined,
    folded: [...names.keys()].sort().join(nameSeparator),
  };
}

/** The people of what is given for every encounter; what is no person stays as it was typed. */
export const namesOfPatch = (patch: FieldPatch | undefined, names: Names): FieldPatch => ({
  ...patch,
  ...(patch?.recordedBy !== undefined && { recordedBy: names(patch.recordedBy).recordedBy ?? patch.recordedBy }),
});

const typed: readonly string[] = ["manual", "set", "override"];

/** The people behind a photographer's name that a person typed. @returns the same fields where nothing changes */
export function withPeopleTyped(fields: Fields, names: Names): Fields {
  const { recordedBy } = fields.values;
  const said = fields.provenance.recordedBy;
  if (recordedBy === null || said === undefined || !typed.includes(said.source)) return fields;
  const verbatim = said.verbatim ?? recordedBy;
  const value = names(verbatim).recordedBy ?? verbatim;
  if (value === recordedBy) return fields;
  const { verbatim: _, ...rest } = said;
  return {
    values: { ...fields.values, recordedBy: value },
    provenance: { ...fields.provenance, recordedBy: value === verbatim ? rest : { ...rest, verbatim } },
  };
}
