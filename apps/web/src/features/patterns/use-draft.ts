/** The patterns as they are typed, one an input. */
import { isPatternError, type PatternError, parsePathPattern } from "@landfall/protocol";
import { useState } from "react";

export interface DraftPattern {
  readonly key: number;
  readonly text: string;
}

/** A new one for each time that the focus is to go there. */
export interface Focus {
  readonly key: number;
}

export interface Draft {
  /** One at least. */
  readonly rows: readonly DraftPattern[];
  /** Those that are not empty. */
  readonly patterns: readonly string[];
  readonly isRight: boolean;
  /** Of the input that the keys go on in. */
  readonly focus: Focus | null;
  readonly change: (key: number, text: string) => void;
  /** Behind the others; in place of an empty one. */
  readonly add: (text?: string) => void;
  readonly remove: (key: number) => void;
  readonly moveUp: (key: number) => void;
  /** One alone, or none. */
  readonly replace: (text: string) => void;
}

/** What is wrong with a text; an empty one is no pattern. */
export function errorOf(text: string): PatternError | null {
  if (text.trim() === "") return null;
  const read = parsePathPattern(text);
  return isPatternError(read) ? read : null;
}

export function useDraft(initial: readonly string[]): Draft {
  const [rows, setRows] = useState<readonly DraftPattern[]>(() =>
    (initial.length > 0 ? initial : [""]).map((text, key) => ({ key, text })),
  );
  const [focus, setFocus] = useState<Focus | null>(null);
  const next = () => Math.max(...rows.map(({ key }) => key)) + 1;
  /** The buttons of a row go with it: the keys go on in an input. */
  const set = (now: readonly DraftPattern[], key: number) => {
    setRows(now);
    setFocus({ key });
  };
  return {
    rows,
    patterns: rows.map(({ text }) => text.trim()).filter((text) => text !== ""),
    isRight: rows.every(({ text }) => errorOf(text) === null),
    focus,
    change: (key, text) => setRows(rows.map((row) => (row.key === key ? { key, text } : row))),
    add: (text = "") => {
      const key = next();
      set([...rows.filter((row) => text === "" || row.text.trim() !== ""), { key, text }], key);
    },
    remove: (key) => {
      const at = rows.findIndex((row) => row.key === key);
      const left = rows.filter((row) => row.key !== key);
      const near = left[Math.min(at, left.length - 1)];
      if (near) set(left, near.key);
    },
    moveUp: (key) => {
      const at = rows.findIndex((row) => row.key === key);
      const [before, moved] = [rows[at - 1], rows[at]];
      if (before && moved) set([...rows.slice(0, at - 1), moved, before, ...rows.slice(at + 1)], key);
    },
    replace: (text) => setRows([{ key: next(), text }]),
  };
}
