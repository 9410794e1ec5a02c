/** What a person has selected of a long list: by key, so that it stays the same while the list changes. Pure. */
export interface Selection<Item> {
  readonly chosen: ReadonlyMap<string, Item>;
  /** The place from which a range goes. */
  readonly anchor: number | undefined;
  /** What was selected before the range; a range that is drawn anew replaces the former one only. */
  readonly before: ReadonlyMap<string, Item>;
}

type Entry<Item> = readonly [key: string, item: Item];

export const nothingSelected: Selection<never> = {
  chosen: new Map<string, never>(),
  anchor: undefined,
  before: new Map<string, never>(),
};

/** This one, and no other. */
export const only = <Item>([key, item]: Entry<Item>, at: number): Selection<Item> => ({
  chosen: new Map([[key, item]]),
  anchor: at,
  before: new Map(),
});

/** This one too, or no longer; it is where the next range begins. */
export function toggle<Item>(of: Selection<Item>, [key, item]: Entry<Item>, at: number): Selection<Item> {
  const chosen = new Map(of.chosen);
  if (!chosen.delete(key)) chosen.set(key, item);
  return { chosen, anchor: at, before: chosen };
}

/** What lies between the anchor and another place, and what was selected before. */
export const extend = <Item>(of: Selection<Item>, range: Iterable<Entry<Item>>, anchor: number): Selection<Item> => ({
  chosen: new Map([...of.before, ...range]),
  anchor,
  before: of.before,
});

/** These too. */
export function more<Item>(of: Selection<Item>, entries: Iterable<Entry<Item>>): Selection<Item> {
  const chosen = new Map([...of.chosen, ...entries]);
  return { chosen, anchor: of.anchor, before: chosen };
}

/** All of these. */
export function these<Item>(entries: Iterable<Entry<Item>>): Selection<Item> {
  const chosen = new Map(entries);
  return { chosen, anchor: undefined, before: chosen };
}
