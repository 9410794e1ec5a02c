/** Positions that do not fit the season: too far from all the others, or right once turned round. Pure. */
import type { EncounterValues, FindingCode } from "@landfall/protocol";
import { distanceMetres, type Place } from "../tracks/distance.ts";
import { turnedRound } from "./turned-round.ts";

type Positioned = Pick<EncounterValues, "decimalLatitude" | "decimalLongitude">;

const fewest = 5;
/** A season ranges far; another ocean is another season. */
const farMetres = 1_000_000;
const farTimes = 20;
const nearMetres = 200_000;

/** Where most of them are; null where they are too few to say. */
export function usualPlace(places: readonly Place[]): UsualPlace | null {
  if (places.length < fewest) return null;
  const centre: Place = [
    middle(places.map(([latitude]) => latitude)),
    middle(places.map(([, longitude]) => longitude)),
  ];
  const usual = middle(places.map((place) => distanceMetres(place, centre)));
  return {
    isFar: (place) => distanceMetres(place, centre) > Math.max(farMetres, farTimes * usual),
    isNear: (place) => distanceMetres(place, centre) <= Math.max(nearMetres, 3 * usual),
  };
}

export interface UsualPlace {
  readonly isFar: (place: Place) => boolean;
  readonly isNear: (place: Place) => boolean;
}

/** @returns what a position looks like beside the others', null where it fits or nothing can be said */
export function positionFinding(of: Positioned, usual: UsualPlace | null): FindingCode | null {
  const place = placeOf(of);
  if (place === null || usual === null || !usual.isFar(place)) return null;
  return turnedRound(place).some((other) => usual.isNear(other.place)) ? "POSITION_TURNED" : "POSITION_FAR";
}

/** For each encounter. */
export function positionFindings(encounters: readonly Positioned[]): (FindingCode | null)[] {
  const usual = usualPlace(placesOf(encounters));
  return encounters.map((of) => positionFinding(of, usual));
}

export const placesOf = (encounters: readonly Positioned[]): Place[] =>
  encounters.flatMap((of) => {
    const place = placeOf(of);
    return place ? [place] : [];
  });

export const placeOf = ({ decimalLatitude, decimalLongitude }: Positioned): Place | null =>
  decimalLatitude === null || decimalLongitude === null ? null : [decimalLatitude, decimalLongitude];

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
