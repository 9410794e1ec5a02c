import type { RowProblemCode } from "@landfall/protocol";

/** A cell of a row that a person has to look at. */
export interface RowProblem {
  readonly code: RowProblemCode;
  /** The title of its column; `(column E)` where it has none. */
  readonly column: string;
  readonly raw: string;
}
