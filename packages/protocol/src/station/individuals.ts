/** The individuals of a population: how their identifiers are written, where they were found, and what the hub made of them. */
import { z } from "zod";
import { Regrouped } from "./clocks.ts";
import { counted } from "./delivered-words.ts";

const count = z.int().nonnegative();

/** An identifier as the population writes it; several are never one. */
export const Identifier = z
  .string()
  .trim()
  .min(2)
  .max(60)
  .regex(/^[^|;,+&\n]*$/, "one identifier, without | ; , + or &")
  .regex(/\d|\p{L}/u, "letters or digits");

/** `new`: the hub is told of it with the next sync. */
export const IndividualState = z.enum(["new", "found", "created", "failed"]);
export type IndividualState = z.infer<typeof IndividualState>;

export const IndividualView = z.object({
  name: z.string(),
  state: IndividualState,
  /** Why the hub could not make it. */
  reason: z.string().nullable(),
  /** In the latest version of each scan. */
  encounters: count,
});
export type IndividualView = z.infer<typeof IndividualView>;

/** A text that is nearly an identifier: offered, never taken by itself. */
export const NearIdentifier = z.object({
  text: z.string(),
  individual: z.string(),
  /** Photographs that say it, in their own name, that of a folder, or a keyword; one under several paths is one. */
  images: count,
  /** Encounters whose lists of animals say it, by a row of a sheet or a person. */
  encounters: count.default(0),
  /** Names of files and folders, rows of sheets and lists that it stands in. */
  examples: z.array(z.string()),
});
export type NearIdentifier = z.infer<typeof NearIdentifier>;

/** `3 photographs and 1 encounter, in sightings.csv, row 2; T2B_1.JPG`. */
export const nearIdentifierText = ({ images, encounters, examples }: NearIdentifier): string => {
  const by = [
    ...(images > 0 ? [counted(images, "photograph")] : []),
    ...(encounters > 0 ? [counted(encounters, "encounter")] : []),
  ].join(" and ");
  return `${by}, in ${examples.join("; ")}`;
};

/** Null: it is no identifier. */
export const IdentifierCorrection = z.object({
  text: z.string().trim().min(1).max(500),
  individual: Identifier.nullable(),
});
export type IdentifierCorrection = z.infer<typeof IdentifierCorrection>;

export const IndividualsView = z.object({
  examples: z.array(z.string()),
  /** The regular expression that the examples make; null without examples, when nothing is an identifier. */
  pattern: z.string().nullable(),
  individuals: z.array(IndividualView),
  near: z.array(NearIdentifier),
  corrections: z.array(IdentifierCorrection),
  /** Those that the hub knows, as they were when it was last asked. */
  catalogue: z.object({
    individuals: count,
    /** Null before the first time. */
    fetchedAt: z.iso.datetime().nullable(),
    /** Some of them that a rule can be made of. */
    examples: z.array(z.string()),
  }),
});
export type IndividualsView = z.infer<typeof IndividualsView>;

export const IdentifiersRequest = z.object({
  /** Instead of those that there are. Left out: as they are. */
  examples: z.array(Identifier).max(100).optional(),
  /** Beside those that there are. */
  corrections: z.array(IdentifierCorrection).max(1000).default([]),
  /** Texts of corrections that are taken back. */
  forget: z.array(z.string()).max(1000).default([]),
});
export type IdentifiersRequest = z.infer<typeof IdentifiersRequest>;

export const IdentifiersChange = z.object({ individuals: IndividualsView, regrouped: z.array(Regrouped) });
export type IdentifiersChange = z.infer<typeof IdentifiersChange>;

/** What examples would find, before they are saved. */
export const IdentifiersPreview = z.object({
  pattern: z.string().nullable(),
  /** How many individuals, and a few of them. */
  found: count,
  examples: z.array(z.string()),
  near: count,
});
export type IdentifiersPreview = z.infer<typeof IdentifiersPreview>;
