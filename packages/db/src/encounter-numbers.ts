/** Encounters of one manifest that share day, place and photographer get numbers, so that they never share a key. */

export interface Numbered {
  readonly number: number | null;
  /** Approved: its number may be on the hub already and is not changed. */
  readonly frozen: boolean;
}

/**
 * The number of each encounter of a group that shares a key, in the given order, which is that of time. Numbers that
 * were given stay; an approved encounter without one stands for the first.
 */
export function distinctNumbers(group: readonly Numbered[]): (number | null)[] {
  if (group.length < 2) return group.map(({ number }) => number);
  const used = new Set(group.filter(({ frozen }) => frozen).map(({ number }) => number ?? 1));
  const kept = group.map(({ number, frozen }) => {
    if (frozen) return number;
    if (number === null || used.has(number)) return undefined;
    used.add(number);
    return number;
  });
  let next = 1;
  return kept.map((number) => {
    if (number !== undefined) return number;
    while (used.has(next)) next += 1;
    used.add(next);
    return next;
  });
}
