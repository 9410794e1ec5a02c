/** What a run may spend before it asks again: bytes on the wire, and time at work. Pure. */
export interface Budget {
  /** Null: not limited. */
  readonly bytes: number | null;
  readonly ms: number | null;
  readonly spentBytes: number;
  readonly spentMs: number;
}

/**
 * Whether nothing more may be begun. What is on its way counts as if it had arrived, so that the limit is exceeded by no
 * more than what was begun last.
 */
export const isSpent = (budget: Budget | null, inFlightBytes = 0): boolean =>
  budget !== null &&
  ((budget.bytes !== null && budget.spentBytes + inFlightBytes >= budget.bytes) || isTimeSpent(budget));

/** Time is spent whatever is on its way. */
export const isTimeSpent = (budget: Budget | null): boolean =>
  budget !== null && budget.ms !== null && budget.spentMs >= budget.ms;
