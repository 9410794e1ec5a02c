/** Whether a foldable part is open, remembered by this browser. */
import { useState } from "react";

const place = "landfall.folds";
/** The latest ones are kept. */
const kept = 300;

function read(): Record<string, boolean> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(place) ?? "{}");
    return typeof stored === "object" && stored !== null ? (stored as Record<string, boolean>) : {};
  } catch {
    // What cannot be read, or may not be, is not remembered.
    return {};
  }
}

function remember(id: string, open: boolean): void {
  const { [id]: _, ...others } = read();
  const entries = [...Object.entries(others), [id, open] as const].slice(-kept);
  try {
    localStorage.setItem(place, JSON.stringify(Object.fromEntries(entries)));
  } catch {
    // A browser that stores nothing shows it as it was at first the next time.
  }
}

/** @returns whether it is open, and what tells of a change */
export function useFold(id: string, initially: boolean): readonly [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(() => read()[id] ?? initially);
  const change = (now: boolean) => {
    if (now === open) return;
    setOpen(now);
    remember(id, now);
  };
  return [open, change];
}
