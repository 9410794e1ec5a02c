/** A list of thousands that one answer holds, shown in parts and found by text: what is not shown is not in the page. */
import { foldText } from "@landfall/protocol";
import { useMemo, useState } from "react";

const partSize = 50;

export interface Parts<T> {
  readonly shown: readonly T[];
  /** Of the first one shown, from 0. */
  readonly first: number;
  /** Of those that the text finds. */
  readonly found: number;
  readonly total: number;
  readonly query: string;
  readonly find: (query: string) => void;
  /** To the part before or after. */
  readonly turn: (by: 1 | -1) => void;
}

/** `textOf` is a function that stays the same one: what an item is found by. */
export function useParts<T>(items: readonly T[], textOf: (item: T) => string): Parts<T> {
  const [query, setQuery] = useState("");
  const [part, setPart] = useState(0);
  const found = useMemo(() => {
    const text = foldText(query.trim());
    return text === "" ? items : items.filter((item) => foldText(textOf(item)).includes(text));
  }, [items, query, textOf]);
  // The list may have become shorter.
  const last = Math.max(0, Math.ceil(found.length / partSize) - 1);
  const first = Math.min(part, last) * partSize;
  return {
    shown: found.slice(first, first + partSize),
    first,
    found: found.length,
    total: items.length,
    query,
    find: (text) => {
      setQuery(text);
      setPart(0);
    },
    turn: (by) => setPart(Math.min(last, Math.max(0, Math.min(part, last) + by))),
  };
}

/** True where all of it does not stand in one part. */
export const hasParts = ({ total }: Pick<Parts<unknown>, "total">): boolean => total > partSize;
