/**
 * The newest change of a hub that a station has been told of. A hub that is put back from a backup lacks it, or has another
 * one in its place, and says so: what it was told since would be lost without a word.
 */

/** Of a hub's answers: its newest change. Of a station's requests: the newest that it has been told of. */
export const lastChangeHeader = "landfall-last-change";

export interface LastChange {
  readonly seq: number;
  /** By the hub's clock, epoch milliseconds: another change of the same number was made at another time. */
  readonly at: number;
}

export const writeLastChange = ({ seq, at }: LastChange): string => `${seq}-${at}`;

/** Undefined for what is none. */
export function readLastChange(text: string | null | undefined): LastChange | undefined {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? "");
  return match ? { seq: Number(match[1]), at: Number(match[2]) } : undefined;
}
