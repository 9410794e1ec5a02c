/** What the names of paths are read for, and what is known of their dates. Plain data. */
import type { DayMonthOrder, OrderProof } from "@landfall/protocol";

/** A photograph, as far as its names and its own day go. */
export interface PathTaken {
  /** Index into the roots. */
  readonly root: number;
  /** Relative to its root, segments joined by `/`, as text. */
  readonly path: string;
  /** The local day that it states, or less. */
  readonly taken: string | null;
  /** Its camera's clock was wrong, and `taken` is what a person's correction makes of it. */
  readonly isCorrected?: boolean;
}

/** Dates of one root that could be either way round, and what tells how they are meant. */
export interface DatesOfRoot {
  /** Index into the roots. */
  readonly root: number;
  readonly order: DayMonthOrder | null;
  readonly by: OrderProof | null;
  /** Photographs below or with such a name. */
  readonly images: number;
  /** A few of the dates, as written. */
  readonly examples: readonly string[];
}
