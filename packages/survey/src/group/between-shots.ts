/** What is found between the photographs of one encounter: several cameras, places too far apart, and ways too fast for a boat. Pure. */
import type { FindingCode, FindingDetails } from "@landfall/protocol";
import type { ImageMetadata } from "../scan-ports.ts";
import { distanceMetres, type Place } from "../tracks/distance.ts";

/** One photograph, as far as it tells of others beside it. */
export interface Shot {
  readonly fileName: string;
  /** `2024-07-15T09:00:00`; null where it is not known to the second. */
  readonly localTime: string | null;
  readonly place: Place | null;
  readonly camera: string | null;
}

export interface FoundBetween {
  readonly findings: FindingCode[];
  readonly details: FindingDetails;
}

/** Of a file whose metadata are known; `track` where a track placed it. */
export function shotOf(fileName: string, metadata: ImageMetadata | null, track: Place | null = null): Shot {
  const { localTime = null, decimalLatitude = null, decimalLongitude = null, model = null } = metadata ?? {};
  return {
    fileName,
    localTime: localTime !== null && localTime.length >= 19 ? localTime.slice(0, 19) : null,
    place: decimalLatitude !== null && decimalLongitude !== null ? [decimalLatitude, decimalLongitude] : track,
    camera: model === null ? null : [metadata?.make, model, metadata?.serial].filter(Boolean).join(" "),
  };
}

/** @param shots in order of time */
export function foundBetween(shots: readonly Shot[]): FoundBetween {
  const found: (readonly [FindingCode, string | null])[] = [
    ["MIXED_CAMERAS", camerasText(shots)],
    ["GPS_SPREAD", spreadText(shots)],
    ["GPS_SPEED", speedText(shots)],
  ];
  const details = found.filter((each): each is [FindingCode, string] => each[1] !== null);
  return { findings: details.map(([code]) => code), details: Object.fromEntries(details) };
}

const camerasNamed = 5;

/** `NIKON D7500 3001 (12 images), Canon EOS 7D (3 images)`. */
function camerasText(shots: readonly Shot[]): string | null {
  const cameras = new Map<string, number>();
  for (const { camera } of shots) if (camera !== null) cameras.set(camera, (cameras.get(camera) ?? 0) + 1);
  if (cameras.size < 2) return null;
  const named = [...cameras].slice(0, camerasNamed).map(([name, count]) => `${name} (${images(count)})`);
  return `${named.join(", ")}${cameras.size > camerasNamed ? `, and ${cameras.size - camerasNamed} more` : ""}`;
}

const images = (count: number): string => `${count} image${count === 1 ? "" : "s"}`;

const farMetres = 50_000;

/** From the place farthest from the first to the one farthest from that: never more than the true spread, at least half. */
function spreadText(shots: readonly Shot[]): string | null {
  const placed = shots.filter((shot): shot is Placed => shot.place !== null);
  const [first] = placed;
  if (!first) return null;
  const one = farthestFrom(first, placed);
  const other = farthestFrom(one, placed);
  const metres = distanceMetres(one.place, other.place);
  return metres > farMetres ? `${named(one)} and ${named(other)} are ${kilometres(metres)} apart` : null;
}

type Placed = Shot & { readonly place: Place };

function farthestFrom(from: Placed, placed: readonly Placed[]): Placed {
  let best = { shot: from, metres: 0 };
  for (const shot of placed) {
    const metres = distanceMetres(from.place, shot.place);
    if (metres > best.metres) best = { shot, metres };
  }
  return best.shot;
}

/** Fifty knots; what lies closer together may be an old fix. */
const fastestMetresPerSecond = 26;
const leastJumpMetres = 5_000;
const knot = 1852 / 3600;

/** From one photograph to the next, in their order; a camera's clock may be some minutes off another's. */
function speedText(shots: readonly Shot[]): string | null {
  const jumps: string[] = [];
  let before: { readonly shot: Placed; readonly ms: number } | null = null;
  for (const shot of shots) {
    if (shot.place === null || shot.localTime === null) continue;
    const now = { shot: { ...shot, place: shot.place }, ms: Date.parse(`${shot.localTime}Z`) };
    const metres = before ? distanceMetres(before.shot.place, now.shot.place) : 0;
    const seconds = before ? Math.abs(now.ms - before.ms) / 1000 : 0;
    if (before && metres > leastJumpMetres && metres > fastestMetresPerSecond * Math.max(1, seconds))
      jumps.push(
        `From ${named(before.shot)} to ${named(now.shot)}: ${kilometres(metres)} in ${lasting(seconds)}${rate(metres, seconds)}`,
      );
    before = now;
  }
  const [first, ...others] = jumps;
  if (first === undefined) return null;
  return others.length === 0 ? first : `${first}, and ${others.length} more such way${others.length === 1 ? "" : "s"}`;
}

/** `IMG_0001.JPG (2024-07-15 09:00:00, 48.5, -123.1)`. */
const named = ({ fileName, localTime, place }: Placed): string =>
  `${fileName} (${[...(localTime === null ? [] : [localTime.replace("T", " ")]), ...place.map(degrees)].join(", ")})`;

const degrees = (value: number): string => String(Number(value.toFixed(5)));

const kilometres = (metres: number): string =>
  `${metres < 10_000 ? (metres / 1000).toFixed(1) : Math.round(metres / 1000).toLocaleString("en")} km`;

function lasting(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** Nothing where no time passed. */
const rate = (metres: number, seconds: number): string =>
  seconds < 1 ? "" : `, which is ${Math.round(metres / seconds / knot).toLocaleString("en")} knots`;
