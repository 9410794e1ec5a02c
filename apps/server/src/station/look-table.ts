/** What is read off all files of a population or a scan job, which takes seconds where they are many. Plain data in and out. */
import { cameras, cameraTouches, clockTouches, previewClock } from "./cameras.ts";
import { individualsView, previewIdentifiers } from "./individuals-view.ts";
import { namesUsed } from "./named-folders.ts";
import { previewUnmapped } from "./pattern-preview.ts";
import { patternsView, tryPatterns } from "./patterns-view.ts";
import { peopleView } from "./people-view.ts";

/** Each takes the database, then the population. */
export const looksOfPopulation = {
  cameras,
  previewClock,
  clockTouches,
  cameraTouches,
  individuals: individualsView,
  previewIdentifiers,
  people: peopleView,
  namesUsed,
} as const;

/** Each takes the database, then the scan job. */
export const looksOfScanJob = {
  patterns: patternsView,
  tryPatterns,
  unmapped: previewUnmapped,
} as const;

export const lookTable = { ...looksOfPopulation, ...looksOfScanJob } as const;
export type LookName = keyof typeof lookTable;
