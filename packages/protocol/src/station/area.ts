/** Where a population lives: a box of latitudes and longitudes. A position outside it asks for a look. */
import { z } from "zod";
import { within } from "../plain-issues.ts";

const latitude = z.number().min(-90, within(-90, 90)).max(90, within(-90, 90));
const longitude = z.number().min(-180, within(-180, 180)).max(180, within(-180, 180));

/** WGS 84 degrees. Where `west` is greater than `east`, the box crosses the 180th meridian. */
export const Area = z
  .object({ south: latitude, west: longitude, north: latitude, east: longitude })
  .refine(({ south, north }) => south < north, "the south has to lie south of the north")
  .refine(({ west, east }) => west !== east, "west and east are the same");
export type Area = z.infer<typeof Area>;

export const AreaView = z.object({
  area: Area.nullable(),
  /** Encounters of the latest scans that lie outside. */
  outside: z.int().nonnegative(),
  /** By the positions that are known: of how many encounters, and a box around them with some room; null where there are none. */
  known: z.object({ encounters: z.int().nonnegative(), area: Area.nullable() }),
});
export type AreaView = z.infer<typeof AreaView>;

export const AreaRequest = z.object({ area: Area.nullable() });

const degrees = (value: number, positive: string, negative: string): string =>
  `${Math.abs(value)}° ${value < 0 ? negative : positive}`;

/** `47.5° N to 50° N, 125° W to 122° W`. */
export const areaText = ({ south, west, north, east }: Area): string =>
  `${degrees(south, "N", "S")} to ${degrees(north, "N", "S")}, ${degrees(west, "E", "W")} to ${degrees(east, "E", "W")}`;
