/** A new version of a manifest is about the same encounters as the one before, as far as their photographs say so. Pure. */

export interface WithImages<Key> {
  readonly key: Key;
  readonly sha256: readonly string[];
}

/**
 * For each draft, the earlier encounter that it goes on from: they share most of the photographs of one of them. Each
 * earlier encounter is used once, and goes to the draft that shares most with it.
 */
export function sameEncounters<Key>(
  drafts: readonly (readonly string[])[],
  earlier: readonly WithImages<Key>[],
): (Key | undefined)[] {
  const holders = new Map<string, number[]>();
  earlier.forEach(({ sha256 }, at) => {
    for (const each of sha256) holders.set(each, [...(holders.get(each) ?? []), at]);
  });
  const pairs = drafts.flatMap((sha256, draft) => {
    const shared = new Map<number, number>();
    for (const each of sha256) for (const at of holders.get(each) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
    return [...shared].flatMap(([at, count]) =>
      count * 2 > Math.min(sha256.length, earlier[at]?.sha256.length ?? 0) ? [{ draft, at, count }] : [],
    );
  });
  pairs.sort((a, b) => b.count - a.count || a.at - b.at || a.draft - b.draft);
  const taken = new Set<number>();
  const found: (Key | undefined)[] = drafts.map(() => undefined);
  for (const { draft, at } of pairs) {
    if (found[draft] !== undefined || taken.has(at)) continue;
    taken.add(at);
    found[draft] = earlier[at]?.key;
  }
  return found;
}
