/** What a position may have been meant as: latitude and longitude swapped, or a sign lost. Pure. */
import type { Place } from "../tracks/distance.ts";

export interface TurnedRound {
  readonly place: Place;
  /** `latitude and longitude swapped`. */
  readonly how: string;
}

const swapped = "latitude and longitude swapped";

/** All that lie on the earth and are other places, the simplest mistakes first. */
export function turnedRound([first, second]: Place): TurnedRound[] {
  const all: readonly (readonly [number, number, string])[] = [
    [first, -second, "the other sign of the longitude"],
    [-first, second, "the other sign of the latitude"],
    [second, first, swapped],
    [second, -first, `${swapped} and the other sign of the longitude`],
    [-second, first, `${swapped} and the other sign of the latitude`],
    [-first, -second, "the other sign of both"],
    [-second, -first, `${swapped} and the other sign of both`],
  ];
  const seen = new Set([placeKey([first, second])]);
  return all.flatMap(([latitude, longitude, how]) => {
    const place: Place = [unsigned(latitude), unsigned(longitude)];
    const key = placeKey(place);
    if (seen.has(key) || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return [];
    seen.add(key);
    return [{ place, how }];
  });
}

/** There is no negative zero on a map. */
const unsigned = (degrees: number): number => (degrees === 0 ? 0 : degrees);
const placeKey = (place: Place): string => place.map(unsigned).join();
