/** What needs a person, by encounter and cause. */
import { z } from "zod";
import { EncounterSyncState, EncounterValues } from "../encounter.ts";
import { errorCodes } from "../errors.ts";
import { EncounterId, ManifestId, PopulationId, Sha256 } from "../ids.ts";
import { ImageState } from "../image.ts";

const count = z.int().nonnegative();
const instant = z.iso.datetime();
const ErrorCodeName = z.enum(errorCodes);

/** One image that needs another attempt. */
export const ProblemFile = z.object({
  sha256: Sha256,
  filePath: z.string().describe("With its root"),
  state: ImageState,
  detail: z.string().nullable(),
});
export type ProblemFile = z.infer<typeof ProblemFile>;

export const ProblemCause = z.object({
  code: ErrorCodeName,
  message: z.string(),
  hint: z.string(),
  detail: z.string().nullable(),
  count,
  /** Paths of some of the files. */
  files: z.array(z.string()),
  nextAttemptAt: instant.nullable(),
});

export const ProblemGroup = z.object({
  encounterId: EncounterId,
  manifestId: ManifestId,
  populationId: PopulationId,
  values: EncounterValues,
  sync: EncounterSyncState,
  arrived: count,
  total: count,
  causes: z.array(ProblemCause),
});
export type ProblemGroup = z.infer<typeof ProblemGroup>;

export const ProblemsView = z.object({
  asOf: count,
  /** The first few hundred of each; what is solved makes room for the rest. */
  actionable: z.array(ProblemGroup),
  skipped: z.array(ProblemGroup),
  /** Encounters, also those that are not listed. */
  totals: z.object({ actionable: count, skipped: count }),
});
export type ProblemsView = z.infer<typeof ProblemsView>;
