/** How many animals: `12`, `~12`, `10-15`, `12 (10–15)`, `20+`, `>20`. */

import { bounds } from "./bounds.ts";

export interface GroupSize {
  readonly best: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

const most = 1_000_000;

/** Null where it is not a number of animals. */
export function readGroupSize(text: string): GroupSize | null {
  const written = text.trim().replace(/\.0+$/, "");
  if (written.length > bounds.value) return null;
  const estimate = /^(?:~|c\.?|ca\.?|approx\.?|about|est\.?)?\s*(\d+)$/i.exec(written);
  if (estimate) return checked({ best: Number(estimate[1]), min: null, max: null });
  const range = /^(\d+)\s*(?:-|–|—|to|\/)\s*(\d+)$/i.exec(written);
  if (range) return checked({ best: null, min: Number(range[1]), max: Number(range[2]) });
  const both = /^(\d+)\s*[([]\s*(\d+)\s*(?:-|–|—|to)\s*(\d+)\s*[)\]]$/i.exec(written);
  if (both) return checked({ best: Number(both[1]), min: Number(both[2]), max: Number(both[3]) });
  const atLeast = /^(?:(\d+)\s*\+|(?:>=|≥|min\.?)\s*(\d+))$/i.exec(written);
  if (atLeast) return checked({ best: null, min: Number(atLeast[1] ?? atLeast[2]), max: null });
  return null;
}

function checked(size: GroupSize): GroupSize | null {
  const { best, min, max } = size;
  if ([best, min, max].some((value) => value !== null && value > most)) return null;
  const [low, high] = [min ?? best ?? 0, max ?? best ?? most];
  return low <= high && (best === null || (best >= low && best <= high)) ? size : null;
}
