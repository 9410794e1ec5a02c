/** Keys for judging many encounters without the mouse. Never while a person is typing, never above a dialog. */
import { useEffect, useRef } from "react";

export type ReviewKey =
  | "next"
  | "previous"
  | "approve"
  | "deny"
  | "reopen"
  | "edit"
  | "look"
  | "select"
  | "selectAll"
  | "merge"
  | "clear"
  | "undo"
  | "help";

const keys: Readonly<Record<string, ReviewKey>> = {
  j: "next",
  k: "previous",
  a: "approve",
  d: "deny",
  r: "reopen",
  e: "edit",
  l: "look",
  x: "select",
  m: "merge",
  Escape: "clear",
  "?": "help",
};

const withControl: Readonly<Record<string, ReviewKey>> = { z: "undo", a: "selectAll" };

/** A dialog that is closing has the focus until it is gone, and is not typed into any more. */
const isTyping = (target: Element): boolean =>
  target.closest("[role=dialog][data-closed]") === null &&
  (target.matches("input:not([type=checkbox]), select, textarea, [contenteditable=true]") ||
    target.closest("[role=dialog]") !== null);

/** The arrows scroll the page as ever, unless an encounter itself holds the focus. */
function keyOf(event: KeyboardEvent): ReviewKey | undefined {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.altKey || event.defaultPrevented || isTyping(target)) return undefined;
  if (event.ctrlKey || event.metaKey) return withControl[event.key];
  if (target.matches("[data-encounter]")) {
    if (event.key === "ArrowDown") return "next";
    if (event.key === "ArrowUp") return "previous";
    if (event.key === " ") return "select";
  }
  return keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
}

export function useReviewKeys(onKey: (key: ReviewKey) => void): void {
  const latest = useRef(onKey);
  latest.current = onKey;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (!key) return;
      event.preventDefault();
      latest.current(key);
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}
