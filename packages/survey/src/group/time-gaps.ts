/** Splits photographs of one day, place and photographer where nothing was taken for a while: other animals, another encounter. */

export interface Timed {
  /** Local time as stated, or a day, or null. */
  readonly capturedAt: string | null;
  readonly folder: string;
}

/** In order of time. What has no time of day goes with the first part that shares its folder, else with the first part. */
export function splitAtGaps<T extends Timed>(items: readonly T[], gapMs: number): T[][] {
  const timed = items.filter((item) => hasTime(item.capturedAt)).sort(byTime);
  const parts: T[][] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const item of timed) {
    const atMs = localMs(item.capturedAt ?? "");
    if (parts.length === 0 || atMs - lastMs > gapMs) parts.push([]);
    parts.at(-1)?.push(item);
    lastMs = atMs;
  }
  if (parts.length === 0) return [[...items]];
  for (const item of items.filter(({ capturedAt }) => !hasTime(capturedAt))) {
    const home = parts.find((part) => part.some(({ folder }) => folder === item.folder)) ?? parts[0];
    home?.push(item);
  }
  return parts;
}

const hasTime = (capturedAt: string | null) => capturedAt !== null && capturedAt.length > 10;

/** Milliseconds of the wall clock the camera showed; only differences mean anything. */
const localMs = (local: string) => Date.parse(`${local.slice(0, 19)}Z`);

/** Local times sort as text. */
export const byTime = (a: Timed, b: Timed): number => compare(a.capturedAt ?? "~", b.capturedAt ?? "~");
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
