/** The patterns as they are typed, one an input. */
import { isPatternError, type PatternError, parsePathPattern } from "@landfall/protocol";
import { useState } from "react";

export interface DraftPattern {
  readonly key: number;
  readonly text: string;
}

export interface Draft {
  /** One at least. */
  readonly rows: readonly DraftPattern[];
  /** Those that are not empty. */
  readonly patterns: readonly string[];
  readonly isRight: boolean;
  readonly change: (key: number, text: string) => void;
  readonly add: () => void;
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
  const next = () => Math.max(...rows.map(({ key }) => key)) + 1;
  return {
    rows,
    patterns: rows.map(({ text }) => text.trim()).filter((text) => text !== ""),
    isRight: rows.every(({ text }) => errorOf(text) === null),
    change: (key, text) => setRows(rows.map((row) => (row.key === key ? { key, text } : row))),
    add: () => setRows([...rows, { key: next(), text: "" }]),
    remove: (key) => setRows(rows.length > 1 ? rows.filter((row) => row.key !== key) : [{ key: next(), text: "" }]),
    moveUp: (key) => {
      const at = rows.findIndex((row) => row.key === key);
      const [before, moved] = [rows[at - 1], rows[at]];
      if (before && moved) setRows([...rows.slice(0, at - 1), moved, before, ...rows.slice(at + 1)]);
    },
    replace: (text) => setRows([{ key: next(), text }]),
  };
}
