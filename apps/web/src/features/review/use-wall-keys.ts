/** The wall by keyboard: arrows move, Shift draws a range, Space or X selects, G a burst, Enter shows one large. */
import type { ImageRow } from "@landfall/protocol";
import type { KeyboardEvent } from "react";
import { selectBurst } from "./select-burst.ts";
import type { Selecting } from "./use-selection.ts";

interface Wall {
  readonly at: number;
  readonly total: number;
  readonly columns: number;
  readonly imageAt: (index: number) => ImageRow | undefined;
  readonly selecting: Selecting<ImageRow>;
  readonly focus: (index: number) => void;
  readonly onOpen: (index: number) => void;
}

const linesPerPage = 4;

function stepOf(key: string, { at, total, columns }: Wall): number | undefined {
  switch (key) {
    case "ArrowLeft":
      return at - 1;
    case "ArrowRight":
      return at + 1;
    case "ArrowUp":
      return at < columns ? at : at - columns;
    case "ArrowDown":
      return at + columns;
    case "PageUp":
      return at - columns * linesPerPage;
    case "PageDown":
      return at + columns * linesPerPage;
    case "Home":
      return 0;
    case "End":
      return total - 1;
  }
  return undefined;
}

export function useWallKeys(wall: Wall): (event: KeyboardEvent) => void {
  const { at, total, imageAt, selecting, focus, onOpen } = wall;
  return (event) => {
    const isCommand = event.ctrlKey || event.metaKey;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const step = isCommand ? undefined : stepOf(key, wall);
    if (step !== undefined) {
      const next = Math.min(total - 1, Math.max(0, step));
      if (event.shiftKey) selecting.extendTo(next, at);
      focus(next);
    } else if (!isCommand && (key === " " || key === "x")) {
      const image = imageAt(at);
      if (image) selecting.press(image, at, { range: event.shiftKey, more: true });
    } else if (!isCommand && key === "g") {
      const burst = imageAt(at)?.burst;
      if (burst) selectBurst(selecting, burst);
    } else if (!isCommand && key === "Enter") onOpen(at);
    else return;
    event.preventDefault();
  };
}
