/** Positions beside the area where a population lives. Pure. */
import type { Area, EncounterValues } from "@landfall/protocol";
import { distanceMetres, type Place } from "../tracks/distance.ts";
import { placeOf, placesOf } from "./far-positions.ts";
import { type TurnedRound, turnedRound } from "./turned-round.ts";

type Positioned = Pick<EncounterValues, "decimalLatitude" | "decimalLongitude">;

const isBetween = (longitude: number, { west, east }: Area): boolean =>
  west < east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;

export const isInside = ([latitude, longitude]: Place, area: Area): boolean =>
  latitude >= area.south && latitude <= area.north && isBetween(longitude, area);

/** Nothing can be said of an encounter without a position. */
export function isOutside(of: Positioned, area: Area): boolean {
  const place = placeOf(of);
  return place !== null && !isInside(place, area);
}

/** What lies no farther outside is a box drawn too small, and no position turned round. */
const nearMetres = 200_000;

/** What the position may have been meant as: those places that lie inside, where its own lies too far out for a box drawn too small. */
export function turnedInside(of: Positioned, area: Area): TurnedRound[] {
  const place = placeOf(of);
  if (place === null || distanceMetres(place, nearestIn(place, area)) <= nearMetres) return [];
  return turnedRound(place).filter((other) => isInside(other.place, area));
}

/** `48.52, 123.17 is 8,930 km outside; with the other sign of the longitude it would lie inside: 48.52, -123.17`. */
export function outsideText(of: Positioned, area: Area): string | null {
  const place = placeOf(of);
  if (place === null || isInside(place, area)) return null;
  const metres = distanceMetres(place, nearestIn(place, area));
  const far = metres < 10_000 ? `${(metres / 1000).toFixed(1)}` : Math.round(metres / 1000).toLocaleString("en");
  const [turned] = turnedInside(of, area);
  return `${place.join(", ")} is ${far} km outside${turned ? `; with ${turned.how} it would lie inside: ${turned.place.join(", ")}` : ""}`;
}

const around = (a: number, b: number): number => Math.abs(((a - b + 540) % 360) - 180);

/** The point of the area at its own latitude, or at the nearest one: near enough to say how far it is. */
function nearestIn([latitude, longitude]: Place, area: Area): Place {
  const edge = around(longitude, area.west) < around(longitude, area.east) ? area.west : area.east;
  return [Math.min(area.north, Math.max(area.south, latitude)), isBetween(longitude, area) ? longitude : edge];
}

const leastRoom = 0.25;
const roomPart = 0.1;
const down = (value: number) => Math.floor(value * 100) / 100;
const up = (value: number) => Math.ceil(value * 100) / 100;
/** Into −180 to 180. */
const wrapped = (longitude: number) =>
  longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;

/** A box around all of them, with some room; null where there are none, or where they go round the earth. */
export function areaAround(positions: readonly Positioned[]): Area | null {
  const places = placesOf(positions);
  if (places.length === 0) return null;
  const latitudes = places.map(([latitude]) => latitude).sort((a, b) => a - b);
  const [south = 0, north = 0] = [latitudes[0], latitudes.at(-1)];
  const { west, span } = arcOf(places.map(([, longitude]) => longitude));
  const room = Math.max(leastRoom, roomPart * (north - south));
  const aside = Math.max(leastRoom, roomPart * span);
  if (span + 2 * aside >= 360) return null;
  return {
    south: Math.max(-90, down(south - room)),
    west: wrapped(down(west - aside)),
    north: Math.min(90, up(north + room)),
    east: wrapped(up(west + span + aside)),
  };
}

/** The shortest arc that has them all: what is left where the widest gap between two neighbours is taken away. */
function arcOf(longitudes: readonly number[]): { readonly west: number; readonly span: number } {
  const sorted = longitudes.toSorted((a, b) => a - b);
  let best = { west: 0, span: 360 };
  sorted.forEach((west, at) => {
    const last = sorted[(at + sorted.length - 1) % sorted.length] ?? west;
    const span = at === 0 ? last - west : last + 360 - west;
    if (span < best.span) best = { west, span };
  });
  return best;
}
