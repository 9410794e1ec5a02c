/** When a picture that could not be had is asked for again: soon, later, and then no more until something changes. */
const pausesMs = [3_000, 12_000, 45_000] as const;

export interface PictureTry {
  /** What the tries are of: the picture's address and its image's state. */
  readonly of: string;
  /** How many have failed. */
  readonly failures: number;
  /** False while it is being asked for. */
  readonly failed: boolean;
}

/** A picture of another address or state begins anew. */
export const triesOf = (former: PictureTry, of: string): PictureTry =>
  former.of === of ? former : { of, failures: 0, failed: false };

export const afterFailure = (now: PictureTry): PictureTry => ({ ...now, failures: now.failures + 1, failed: true });
export const askAgain = (now: PictureTry): PictureTry => ({ ...now, failed: false });

/** How long a failed picture waits for its next try; `undefined` where there is none. */
export const nextTryMs = ({ failed, failures }: PictureTry): number | undefined =>
  failed ? pausesMs[failures - 1] : undefined;
