/** Where a track was at an instant: between its two neighbouring points, with how far off that may be. Pure. */
import type { Track, TrackPosition } from "../ports.ts";
import { distanceMetres, type Place } from "./distance.ts";

/** A longer silence places nothing: the boat may have been anywhere. */
export const defaultTrackGapMs = 10 * 60 * 1000;

/** What a receiver at sea is off by, metres. */
const receiverMetres = 10;
/** A clock is read to the second, and a boat that seems to lie still may drift, metres per second. */
const clockSeconds = 1;
const driftSpeed = 0.5;

/** @returns null before the track, behind it, and where its points lie further apart in time than the gap */
export function positionAt(track: Track, instantMs: number, gapMs = defaultTrackGapMs): TrackPosition | null {
  const after = firstNotBefore(track.ms, instantMs);
  const [before, next] = track.ms[after] === instantMs ? [after, after] : [after - 1, after];
  const [beforeMs, nextMs] = [track.ms[before], track.ms[next]];
  if (beforeMs === undefined || nextMs === undefined || nextMs - beforeMs > gapMs) return null;
  const [from, to] = [placeAt(track, before), placeAt(track, next)];
  const part = nextMs === beforeMs ? 0 : (instantMs - beforeMs) / (nextMs - beforeMs);
  const [latitude, longitude] = between(from, to, part);
  const secondsOff = Math.min(instantMs - beforeMs, nextMs - instantMs) / 1000;
  const speed = Math.max(driftSpeed, ...[before - 1, before, next].map((index) => speedFrom(track, index, gapMs)));
  return {
    decimalLatitude: rounded(latitude),
    decimalLongitude: rounded(longitude),
    coordinateUncertaintyInMeters: Math.ceil(receiverMetres + speed * (secondsOff + clockSeconds)),
  };
}

/** The shorter way round, also over the antimeridian. */
function between([latitudeA, longitudeA]: Place, [latitudeB, longitudeB]: Place, part: number): Place {
  const turn = ((((longitudeB - longitudeA + 180) % 360) + 360) % 360) - 180;
  const longitude = longitudeA + turn * part;
  return [latitudeA + (latitudeB - latitudeA) * part, ((((longitude + 180) % 360) + 360) % 360) - 180];
}

const placeAt = ({ latitudes, longitudes }: Track, index: number): Place => [
  latitudes[index] ?? Number.NaN,
  longitudes[index] ?? Number.NaN,
];

/** From this point to the next, metres per second; nothing is known of it over a gap. */
function speedFrom(track: Track, index: number, gapMs: number): number {
  const [fromMs, toMs] = [track.ms[index], track.ms[index + 1]];
  if (fromMs === undefined || toMs === undefined || toMs - fromMs > gapMs || toMs === fromMs) return 0;
  return distanceMetres(placeAt(track, index), placeAt(track, index + 1)) / ((toMs - fromMs) / 1000);
}

function firstNotBefore(ms: Float64Array, instantMs: number): number {
  let [low, high] = [0, ms.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ms[middle] ?? 0) < instantMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
