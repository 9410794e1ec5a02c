/** Positions that do not fit the season: too far from all the others, or right once turned round. Pure. */
import type { EncounterValues, FindingCode } from "@landfall/protocol";
import { distanceMetres, type Place } from "../tracks/distance.ts";

type Positioned = Pick<EncounterValues, "decimalLatitude" | "decimalLongitude">;

const fewest = 5;
/** A season ranges far; another ocean is another season. */
const farMetres = 1_000_000;
const farTimes = 20;
const nearMetres = 200_000;

/** @returns for each encounter what its position looks like beside the others', null where it fits or nothing can be said */
export function positionFindings(encounters: readonly Positioned[]): (FindingCode | null)[] {
  const places = encounters.map(placeOf);
  const known = places.filter((place) => place !== null);
  if (known.length < fewest) return places.map(() => null);
  const centre: Place = [middle(known.map(([latitude]) => latitude)), middle(known.map(([, longitude]) => longitude))];
  const usual = middle(known.map((place) => distanceMetres(place, centre)));
  const isFar = (place: Place) => distanceMetres(place, centre) > Math.max(farMetres, farTimes * usual);
  const isNear = (place: Place) => distanceMetres(place, centre) <= Math.max(nearMetres, 3 * usual);
  return places.map((place) => {
    if (place === null || !isFar(place)) return null;
    return turned(place).some(isNear) ? "POSITION_TURNED" : "POSITION_FAR";
  });
}

const placeOf = ({ decimalLatitude, decimalLongitude }: Positioned): Place | null =>
  decimalLatitude === null || decimalLongitude === null ? null : [decimalLatitude, decimalLongitude];

/** Latitude and longitude swapped, or one of the signs lost. */
export const turned = ([latitude, longitude]: Place): Place[] =>
  [
    [longitude, latitude],
    [longitude, -latitude],
    [-longitude, latitude],
    [latitude, -longitude],
    [-latitude, longitude],
    [-latitude, -longitude],
  ].filter((place): place is [number, number] => Math.abs(place[0] ?? 91) <= 90);

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
