/** What is written of an area, as the station takes it. */
import { Area } from "@landfall/protocol";

export type AreaDraft = Readonly<Record<keyof Area, string>>;

export const sides = ["south", "west", "north", "east"] as const satisfies readonly (keyof Area)[];

export const draftOf = (area: Area | null): AreaDraft => ({
  south: area ? String(area.south) : "",
  west: area ? String(area.west) : "",
  north: area ? String(area.north) : "",
  east: area ? String(area.east) : "",
});

const signs = { S: -1, W: -1, N: 1, E: 1 } as const;

/** `47.5`, `-122`, `122 W`, `122° W`; NaN where it is no number of degrees. */
export function degreesOf(text: string): number {
  const match = /^\s*([-−]?\d+(?:[.,]\d+)?)\s*°?\s*([NSEW])?\s*$/i.exec(text);
  if (!match) return Number.NaN;
  const [, number = "", letter = "N"] = match;
  return Number(number.replace("−", "-").replace(",", ".")) * signs[letter.toUpperCase() as keyof typeof signs];
}

export interface AreaRead {
  /** Null where nothing is written: anywhere. */
  readonly area?: Area | null;
  /** What is wrong with it as a whole. */
  readonly wrong?: string;
}

/** Neither while something is missing. */
export function readArea(draft: AreaDraft): AreaRead {
  if (sides.every((side) => draft[side].trim() === "")) return { area: null };
  if (sides.some((side) => draft[side].trim() === "")) return {};
  const parsed = Area.safeParse(Object.fromEntries(sides.map((side) => [side, degreesOf(draft[side])])));
  if (parsed.success) return { area: parsed.data };
  const own = parsed.error.issues.find(({ code }) => code === "custom");
  return {
    wrong: own
      ? `Look again: ${own.message}.`
      : "Write degrees such as 47.5 or 122 W: latitudes to 90, longitudes to 180.",
  };
}

export const isSameArea = (a: Area | null, b: Area | null): boolean =>
  a === b || (a !== null && b !== null && sides.every((side) => a[side] === b[side]));
