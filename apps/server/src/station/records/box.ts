/** The narrowest box that events lie in, also where they lie on both sides of 180°. */

export interface Box {
  /** More than `east` where the box lies across 180°. */
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

interface Extent {
  readonly least: number;
  readonly most: number;
}

/** What was seen so far: longitudes as they are, and counted on from 0° to 360°. */
export interface Seen {
  readonly latitude: Extent;
  readonly longitude: Extent;
  readonly onward: Extent;
}

const widen = (extent: Extent | undefined, value: number): Extent => ({
  least: Math.min(extent?.least ?? value, value),
  most: Math.max(extent?.most ?? value, value),
});

const onward = (longitude: number): number => (longitude < 0 ? longitude + 360 : longitude);

export const see = (seen: Seen | null, latitude: number, longitude: number): Seen => ({
  latitude: widen(seen?.latitude, latitude),
  longitude: widen(seen?.longitude, longitude),
  onward: widen(seen?.onward, onward(longitude)),
});

const rounded = (degrees: number): number => Number(degrees.toFixed(10));

export function boxOf({ latitude, longitude, onward: on }: Seen): Box {
  const sides = { south: latitude.least, north: latitude.most };
  const isOnBothSides = on.least <= 180 && on.most >= 180;
  const isAcross = isOnBothSides && on.most - on.least < longitude.most - longitude.least;
  if (!isAcross) return { ...sides, west: longitude.least, east: longitude.most };
  return { ...sides, west: on.least, east: on.most > 180 ? rounded(on.most - 360) : on.most };
}
