/** Selecting in a long list of which only the part in sight is in the page; the pages of a range are asked for. */
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { extend, more, nothingSelected, only, type Selection, these, toggle } from "./selection.ts";

interface Page<Item> {
  readonly items: readonly Item[];
}

export interface Selectable<Item> {
  readonly total: number;
  readonly pageSize: number;
  readonly page: (page: number) => { readonly queryKey: QueryKey };
  readonly keyOf: (item: Item) => string;
}

/** How an item was pressed. */
export interface Press {
  readonly range: boolean;
  readonly more: boolean;
}

export interface Selecting<Item> {
  readonly chosen: ReadonlyMap<string, Item>;
  readonly press: (item: Item, at: number, how: Press) => void;
  /** From the anchor (without one from `from`) to this place. */
  readonly extendTo: (at: number, from: number) => void;
  /** Those of a range, and what is selected already. */
  readonly selectMore: (from: number, to: number, where: (item: Item) => boolean) => void;
  readonly selectAll: (where?: (item: Item) => boolean) => void;
  readonly clear: () => void;
  /** Why a range could not be read. */
  readonly error: unknown;
}

export function useSelection<Item>({ total, pageSize, page, keyOf }: Selectable<Item>): Selecting<Item> {
  const client = useQueryClient();
  const [selection, setSelection] = useState<Selection<Item>>(nothingSelected);
  const [error, setError] = useState<unknown>();
  /** Of two ranges the later one counts, however long each takes to read. */
  const turn = useRef(0);
  const latest = useRef({ total, pageSize, page, keyOf, anchor: selection.anchor });
  latest.current = { total, pageSize, page, keyOf, anchor: selection.anchor };

  const set = useCallback((next: (now: Selection<Item>) => Selection<Item>) => {
    turn.current += 1;
    setError(undefined);
    setSelection(next);
  }, []);
  const entry = (item: Item) => [latest.current.keyOf(item), item] as const;

  /** Reads what lies between two places, and selects by it. */
  const withRange = useCallback(
    async (from: number, to: number, then: (now: Selection<Item>, items: Item[]) => Selection<Item>) => {
      turn.current += 1;
      const mine = turn.current;
      const { pageSize: size, page: pageOf } = latest.current;
      const [first, last] = [Math.floor(from / size), Math.floor(to / size)];
      const numbers = Array.from({ length: last - first + 1 }, (_, at) => first + at);
      try {
        const pages = await Promise.all(
          numbers.map((number) => client.ensureQueryData<Page<Item>>(pageOf(number) as { queryKey: QueryKey })),
        );
        if (turn.current !== mine) return;
        const items = pages.flatMap((each) => each.items).slice(from - first * size, to - first * size + 1);
        setError(undefined);
        setSelection((now) => then(now, items));
      } catch (thrown) {
        if (turn.current === mine) setError(thrown);
      }
    },
    [client],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: what changes is read through `latest`, so that rows need not be drawn anew.
  const acts = useMemo(() => {
    const extendTo = (at: number, from: number) => {
      const anchor = latest.current.anchor ?? from;
      latest.current.anchor = anchor;
      void withRange(Math.min(anchor, at), Math.max(anchor, at), (now, items) => extend(now, items.map(entry), anchor));
    };
    return {
      press: (item: Item, at: number, { range, more }: Press) => {
        if (range) extendTo(at, at);
        else if (more) set((now) => toggle(now, entry(item), at));
        else set(() => only(entry(item), at));
      },
      extendTo,
      selectMore: (from: number, to: number, where: (item: Item) => boolean) => {
        void withRange(from, to, (now, items) => more(now, items.filter(where).map(entry)));
      },
      selectAll: (where: (item: Item) => boolean = () => true) => {
        const { total: all } = latest.current;
        if (all > 0) void withRange(0, all - 1, (_, items) => these(items.filter(where).map(entry)));
      },
      clear: () => set(() => nothingSelected),
    };
  }, [set, withRange]);

  return { chosen: selection.chosen, error, ...acts };
}
