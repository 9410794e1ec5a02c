import type { Burst, ImageRow } from "@landfall/protocol";
import type { Selecting } from "./use-selection.ts";

/** All of its frames and what belongs to them, beside what is selected; other cameras' images in between are not of it. */
export const selectBurst = (selecting: Selecting<ImageRow>, { first, last, number }: Burst): void =>
  selecting.selectMore(first, last, ({ burst }) => burst?.number === number);
