/** What path patterns find in the folders of a scan, what they would make, and how its dates are written. */
import { z } from "zod";
import { FieldSource } from "../encounter.ts";
import { ManifestId, PopulationId, ScanJobId } from "../ids.ts";
import { Regrouped } from "./clocks.ts";
import { PathPatterns, PatternField } from "./path-pattern.ts";
import { DayMonthOrder } from "./sheets.ts";

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);

/**
 * What tells how dates such as 03-04-2021 are meant: a name that can be read in one way only, the photographs' own dates, or
 * those by a clock that was corrected, a person.
 */
export const OrderProof = z.enum(["names", "photographs", "clocks", "person"]);
export type OrderProof = z.infer<typeof OrderProof>;

/** A root with dates that could be either way round. While nothing tells which, they are no dates. */
export const RootDates = z.object({
  folder: z.string(),
  order: DayMonthOrder.nullable(),
  by: OrderProof.nullable(),
  /** Photographs below or with such a name. */
  images: count,
  /** A few of the dates, as written. */
  examples: z.array(z.string()),
});
export type RootDates = z.infer<typeof RootDates>;

export const PatternSuggestion = z.object({
  pattern: z.string(),
  /** The share of the images that it fits, times how plausible its dates, people and places are. */
  confidence: share,
  /** Images whose paths it fits. */
  images: count,
  /** Of them, those whose own date is that of the name, or another one. */
  dates: z.object({ agree: count, differ: count }),
  /** The name of another scan of the population that uses it. */
  usedBy: z.string().nullable(),
  /** Some paths that it fits, and some that it does not. */
  matching: z.array(z.string()),
  others: z.array(z.string()),
});
export type PatternSuggestion = z.infer<typeof PatternSuggestion>;

export const PatternsView = z.object({
  scanJobId: ScanJobId,
  name: z.string(),
  populationId: PopulationId,
  /** The latest version; null while there is none. */
  manifestId: ManifestId.nullable(),
  images: count,
  /** In use. */
  patterns: z.array(z.string()),
  suggestions: z.array(PatternSuggestion),
  dates: z.array(RootDates),
});
export type PatternsView = z.infer<typeof PatternsView>;

/** A piece of a path; all of them are the path. */
export const PathPiece = z.object({ text: z.string(), field: PatternField.nullable() });
export type PathPiece = z.infer<typeof PathPiece>;

/** A field as it is understood: `2024-07-15` of `15-07-2024`; null for a date that could be either way round. */
export const PatternValue = z.object({ field: PatternField, value: z.string().nullable() });
export type PatternValue = z.infer<typeof PatternValue>;

/** A folder with photographs, or a photograph where the pattern speaks of its name. */
export const PatternRow = z.object({
  root: z.string(),
  /** Below the root; empty for the root itself. */
  path: z.string(),
  images: count,
  /** Which of the patterns, from 0; null: none. */
  pattern: count.nullable(),
  pieces: z.array(PathPiece),
  values: z.array(PatternValue),
  /** Why the first pattern does not fit. */
  because: z.string().nullable(),
});
export type PatternRow = z.infer<typeof PatternRow>;

export const PatternsToTry = z.object({
  patterns: PathPatterns,
  show: z.enum(["matching", "others"]).default("matching"),
  offset: count.default(0),
  limit: z.int().min(1).max(500).default(50),
});
export type PatternsToTry = z.infer<typeof PatternsToTry>;

export const PatternTrial = z.object({
  /** Of all images, and of those that a pattern fits. */
  images: count,
  matched: count,
  /** By pattern. */
  byPattern: z.array(count),
  /** Rows of each kind; the window of those that were asked for. */
  rows: z.object({ matching: count, others: count }),
  items: z.array(PatternRow),
});
export type PatternTrial = z.infer<typeof PatternTrial>;

/** What is looked at before something is made. A position is one field. */
export const CoveredField = z.enum(["eventDate", "locality", "recordedBy", "position", "organismName"]);
export type CoveredField = z.infer<typeof CoveredField>;

/** Images whose encounter has the field from each source; null: it has none. */
export const FieldCoverage = z.object({
  field: CoveredField,
  sources: z.array(z.object({ source: FieldSource.nullable(), images: count })),
});
export type FieldCoverage = z.infer<typeof FieldCoverage>;

export const PatternPreview = z.object({
  encounters: count,
  complete: count,
  incomplete: count,
  /** Of the version that there is. */
  encountersNow: count.nullable(),
  images: count,
  coverage: z.array(FieldCoverage),
  samples: z.array(
    z.object({
      eventDate: z.string().nullable(),
      locality: z.string().nullable(),
      recordedBy: z.string().nullable(),
      encounterNumber: z.int().nullable(),
      organismName: z.string().nullable(),
      images: count,
      /** Where its first image lies. */
      folder: z.string(),
    }),
  ),
  /** Images that no pattern fits. */
  unmapped: z.object({ images: count, examples: z.array(z.string()) }),
});
export type PatternPreview = z.infer<typeof PatternPreview>;

export const PatternsRequest = z.object({ patterns: PathPatterns });
export type PatternsRequest = z.infer<typeof PatternsRequest>;

/** Null: what was said is taken back. */
export const DateOrderRequest = z.object({ folder: z.string().min(1), order: DayMonthOrder.nullable() });
export type DateOrderRequest = z.infer<typeof DateOrderRequest>;

export const PatternsChange = z.object({ view: PatternsView, regrouped: z.array(Regrouped) });
export type PatternsChange = z.infer<typeof PatternsChange>;
