/** Who took the photographs: names as they were written, and the people of a population that they stand for. */
import { z } from "zod";
import { Regrouped } from "./clocks.ts";

/** `dwc:recordedBy` joins several names with it. */
export const nameSeparator = " | ";

/** A person's name as it is to stand in `recordedBy`. Several are never one. */
export const PersonName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^|;+&\n]*$/, "one person's name, without | ; + or &");

/** A name as it was written: in a folder, a file, a sheet, or by a person. */
export const WrittenName = z.string().trim().min(1).max(500);

const count = z.int().nonnegative();

export const Person = z.object({
  name: z.string(),
  /** The hub has this person; else they are created there with the next sync. */
  onHub: z.boolean(),
});
export type Person = z.infer<typeof Person>;

/** `linked`: to people that the hub knows. `created`: one of them is created there with the next sync. `rejected`: not a person. */
export const NameState = z.enum(["linked", "created", "rejected", "unresolved"]);
export type NameState = z.infer<typeof NameState>;

export const suggestionReasons = {
  initials: "their initials",
  spelling: "nearly the same spelling",
  surname: "the same surname",
  fullName: "a full name",
  unknown: "says that nobody knows",
} as const;
export type SuggestionReason = keyof typeof suggestionReasons;

/** What a name may stand for; nobody, where it is no person. */
export const NameSuggestion = z.object({
  people: z.array(z.string()),
  because: z.enum(Object.keys(suggestionReasons) as [SuggestionReason, ...SuggestionReason[]]),
});
export type NameSuggestion = z.infer<typeof NameSuggestion>;

/** One name as scans found it; lists are taken apart. */
export const PhotographerName = z.object({
  name: z.string(),
  state: NameState,
  people: z.array(Person),
  /** In the latest version of each scan. */
  encounters: count,
  images: count,
  /** The lists that it stands in, a few. */
  lists: z.array(z.string()),
  /** Where it is unresolved. One alone is likely; of several a person chooses. */
  suggestions: z.array(NameSuggestion),
});
export type PhotographerName = z.infer<typeof PhotographerName>;

/** Encounters whose photographer is an unresolved name: nothing is said of it, it is a warning, or it blocks approval. */
export const UnresolvedNames = z.enum(["allow", "warn", "block"]);
export type UnresolvedNames = z.infer<typeof UnresolvedNames>;

export const PeopleView = z.object({
  people: z.array(Person),
  /** Unresolved ones first, then those of most images. */
  names: z.array(PhotographerName),
  /** Of encounters that name nobody. */
  defaultPhotographer: z.string().nullable(),
  /** Encounters that nothing names a photographer of. */
  withoutPhotographer: count,
  unresolvedNames: UnresolvedNames,
});
export type PeopleView = z.infer<typeof PeopleView>;

/** What names stand for, all of it as one change. */
export const AliasesRequest = z.object({
  aliases: z
    .array(
      z.object({
        name: WrittenName,
        /** Names of people, known or new; nobody: it is no person, and is left out. Null: as if nothing had been said. */
        people: z.array(PersonName).max(20).nullable(),
      }),
    )
    .max(1000)
    .default([]),
  /** Null: nobody. Left out: as it is. */
  defaultPhotographer: PersonName.nullable().optional(),
  /** Left out: as it is. */
  unresolvedNames: UnresolvedNames.optional(),
});
export type AliasesRequest = z.infer<typeof AliasesRequest>;

export const PeopleChange = z.object({
  people: PeopleView,
  regrouped: z.array(Regrouped),
  /** Of the names that were to be as if nothing had been said: those of which nothing had been. */
  notSaid: z.array(z.string()),
});
export type PeopleChange = z.infer<typeof PeopleChange>;
