/**
 * What the tracks say of a camera's clock. Photographs that were taken while none was recorded, or whose own position is another one, and
 * that nearly all lie on the tracks by another whole hour, tell of a clock that was set to another zone, or not to summer time. Pure.
 */
import type { ClockPoint } from "@landfall/protocol";
import type { ImageMetadata, Track } from "../ports.ts";
import { distanceMetres } from "../tracks/distance.ts";
import { defaultTrackGapMs, positionAt } from "../tracks/position-at.ts";
import { isCameras, shownBy } from "./clocks.ts";
import { offsetAt } from "./zone-offset.ts";

export interface TrackClock {
  /** Photographs that were compared, */
  readonly images: number;
  /** and those of them that do not lie on the tracks by the camera's clock. */
  readonly beside: number;
  readonly points: readonly [ClockPoint];
}

export interface TracksOf {
  readonly tracks: readonly Track[];
  /** Of the cameras that state no offset. */
  readonly zoneOf: (metadata: ImageMetadata) => string | undefined;
}

interface Shot {
  readonly shown: string;
  readonly instantMs: number;
  readonly place: readonly [number, number] | null;
}

const hourMs = 60 * 60 * 1000;
const mostHours = 14;
/** Where the photograph was taken, as its own GPS and the track of the boat have it. */
const sameMetres = 1_000;
/**
 * How many photographs tell anything, up to which part of them may lie on the tracks by a clock that is called wrong, and how many have to by the
 * other hour. Fewer than these may lie beside a track by chance; where photographs have positions of their own a few are worth
 * as much, and a pause of the recorder is no matter.
 */
const byTime = { fewest: 10, wrongPart: 0.9, rightPart: 0.98 } as const;
const byPlace = { fewest: 3, wrongPart: 0.3, rightPart: 0.8 } as const;
/** Of thousands, these many tell as much. */
const mostCompared = 1_000;

/** @param members all photographs of one camera; @returns null where the tracks say nothing against its clock */
export function trackClockOf(members: readonly ImageMetadata[], { tracks, zoneOf }: TracksOf): TrackClock | null {
  if (tracks.length === 0) return null;
  const onTracks = coverOf(tracks);
  const all = members.flatMap((metadata) => shotOf(metadata, zoneOf(metadata)) ?? []);
  const step = Math.max(1, all.length / mostCompared);
  const some = Array.from(
    { length: Math.min(all.length, mostCompared) },
    (_, at) => all[Math.floor(at * step)] as Shot,
  );
  const near = some.filter(({ instantMs }) => hours.some((hour) => onTracks(instantMs + hour * hourMs)));
  const placed = near.filter(({ place }) => place !== null).length;
  const { fewest, wrongPart, rightPart } = placed > near.length / 2 ? byPlace : byTime;
  if (near.length < fewest) return null;
  const fits = (hour: number) => near.filter((shot) => isOn(shot, hour, tracks, onTracks)).length;
  const now = fits(0);
  if (now > near.length * wrongPart) return null;
  for (let hour = 1; hour <= mostHours; hour++) {
    const right = [hour, -hour].filter((each) => fits(each) >= near.length * rightPart);
    const [only, another] = right;
    if (only === undefined) continue;
    // An hour before or after: nobody can tell.
    if (another !== undefined) return null;
    return { images: near.length, beside: near.length - now, points: [pointOf(near[0] as Shot, only)] };
  }
  return null;
}

const hours = Array.from({ length: 2 * mostHours + 1 }, (_, at) => at - mostHours);

function shotOf(metadata: ImageMetadata, zone: string | undefined): Shot | null {
  const shown = isCameras(metadata) ? shownBy(metadata) : null;
  if (shown === null || shown.length < 19) return null;
  const offset = metadata.offset ?? (zone === undefined ? null : offsetAt(shown, zone));
  if (offset === null) return null;
  const { decimalLatitude: latitude, decimalLongitude: longitude, gpsSource } = metadata;
  const isOwn = latitude !== null && longitude !== null && gpsSource !== "gpx";
  return {
    shown: shown.slice(0, 19),
    instantMs: Date.parse(`${shown.slice(0, 19)}${offset}`),
    place: isOwn ? [latitude, longitude] : null,
  };
}

function isOn({ instantMs, place }: Shot, hour: number, tracks: readonly Track[], onTracks: (ms: number) => boolean) {
  const atMs = instantMs + hour * hourMs;
  if (!onTracks(atMs)) return false;
  return (
    place === null ||
    tracks.some((track) => {
      const found = positionAt(track, atMs);
      return found && distanceMetres([found.decimalLatitude, found.decimalLongitude], place) <= sameMetres;
    })
  );
}

/** Whether any of the tracks was being recorded at an instant. */
function coverOf(tracks: readonly Track[]): (ms: number) => boolean {
  const parts = tracks.flatMap(({ ms }) => partsOf(ms)).sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [from, to] of parts) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return (ms) => {
    let [low, high] = [0, joined.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((joined[middle]?.[1] ?? 0) < ms) low = middle + 1;
      else high = middle;
    }
    const part = joined[low];
    return part !== undefined && part[0] <= ms;
  };
}

function partsOf(ms: Float64Array): [number, number][] {
  const parts: [number, number][] = [];
  for (const at of ms) {
    const last = parts.at(-1);
    if (last && at - last[1] <= defaultTrackGapMs) last[1] = at;
    else parts.push([at, at]);
  }
  return parts;
}

const pointOf = ({ shown }: Shot, hour: number): ClockPoint => ({
  shown,
  actual: new Date(Date.parse(`${shown}Z`) + hour * hourMs).toISOString().slice(0, 19),
});
