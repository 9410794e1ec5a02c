/** What a run may spend before it asks again: bytes on the wire, and time at work. Pure. */
export interface Budget {
  /** Null: not limited. */
  readonly bytes: number | null;
  readonly ms: number | null;
  readonly spentBytes: number;
  readonly spentMs: number;
}

/** Whether a body of so many bytes stays within the limit, if all that is on its way arrives. One of none always does. */
export const fits = (budget: Budget | null, inFlightBytes: number, bytes: number): boolean =>
  bytes === 0 || !budget || budget.bytes === null || budget.spentBytes + inFlightBytes + bytes <= budget.bytes;

/** Whether nothing more may be begun. What is on its way counts as if it had arrived. */
export const isSpent = (budget: Budget | null, inFlightBytes = 0): boolean =>
  budget !== null &&
  ((budget.bytes !== null && budget.spentBytes + inFlightBytes >= budget.bytes) || isTimeSpent(budget));

/** Time is spent whatever is on its way. */
export const isTimeSpent = (budget: Budget | null): boolean =>
  budget !== null && budget.ms !== null && budget.spentMs >= budget.ms;
