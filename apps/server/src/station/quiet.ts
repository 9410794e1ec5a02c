/** When a watched tree is read again: something is other than at the last scan, and has stayed so for as long as is asked. Pure. */

export interface Watched {
  /** What was seen last of what is other; null where nothing is. */
  readonly seen: string | null;
  readonly sinceMs: number;
}

export const unchanged: Watched = { seen: null, sinceMs: 0 };

export interface Looked {
  readonly watched: Watched;
  readonly scan: boolean;
}

/** @param other what is other than at the last scan; null where nothing is, or nothing of it is there */
export function afterLook(watched: Watched, other: string | null, nowMs: number, quietMs: number): Looked {
  if (other === null) return { watched: unchanged, scan: false };
  if (other !== watched.seen) return { watched: { seen: other, sinceMs: nowMs }, scan: false };
  return nowMs - watched.sinceMs < quietMs ? { watched, scan: false } : { watched: unchanged, scan: true };
}
