/** The cameras of a set of files, and what the time of their GPS says of their clocks. Pure. */
import { type Camera, type ClockPoint, driftsTooFast } from "@landfall/protocol";
import { zoneNear } from "../metadata/clock.ts";
import type { GroupInput, ImageMetadata, Track } from "../ports.ts";
import { isCameras, shownBy } from "./clocks.ts";
import { withoutCopies } from "./copies.ts";
import { eachOnce } from "./once.ts";
import { type TrackClock, type TracksOf, trackClockOf } from "./track-clocks.ts";

export interface CameraSummary {
  readonly camera: Camera;
  readonly images: number;
  /** Local times as it showed them. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  /** Where the time of its GPS tells that its clock is wrong: at how many photographs it was compared, and by how much it is off. */
  readonly gps: { readonly images: number; readonly points: readonly ClockPoint[] } | null;
  /** Where tracks tell it. */
  readonly track: TrackClock | null;
}

/** The tracks of the boats, and the zone of the cameras of a root, by its number. */
export interface TracksOfRoots {
  readonly tracks: readonly Track[];
  readonly zoneOf: (root: number) => string | undefined;
}

const noTracks: TracksOfRoots = { tracks: [], zoneOf: () => undefined };

interface Fix {
  readonly shownMs: number;
  /** How far the clock is ahead of the GPS, in its zone. */
  readonly aheadMs: number;
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const dayMs = 24 * 60 * minuteMs;
/** Further from any zone, the fix or the clock is of another day, and the zone is not told. */
const farMs = 60 * minuteMs;
/** A fix may be some seconds old. */
const worthTellingMs = minuteMs;
const fixesForDrift = 20;

/**
 * Cameras that state no serial number are told apart by model and root. In order of their number of images; a photograph that lies
 * under several paths is one, and what a backup drive holds is its original's.
 */
export function camerasOf(
  files: readonly GroupInput[],
  roots: readonly string[],
  { tracks, zoneOf }: TracksOfRoots = noTracks,
): CameraSummary[] {
  const zones = new Map<ImageMetadata, string | undefined>();
  const groups = Map.groupBy(
    eachOnce(withoutCopies(files)).flatMap((file) => {
      const { metadata } = file;
      if (file.bucket !== "image" || !metadata || (metadata.model === null && metadata.serial === null)) return [];
      zones.set(metadata, zoneOf(file.root));
      return [{ metadata, camera: cameraOf(metadata, roots[file.root] ?? "") }];
    }),
    ({ camera }) => JSON.stringify(camera),
  );
  return [...groups.values()]
    .map((members) =>
      summary(
        members.map(({ metadata }) => metadata),
        members[0]?.camera,
        { tracks, zoneOf: (metadata) => zones.get(metadata) },
      ),
    )
    .filter((each) => each !== null)
    .sort((a, b) => b.images - a.images);
}

/** Its serial number tells a body, else its model and root. */
export const cameraOf = ({ make, model, serial }: ImageMetadata, root: string): Camera => ({
  make,
  model,
  serial,
  folder: serial === null ? root : null,
});

function summary(
  members: readonly ImageMetadata[],
  camera: Camera | undefined,
  tracks: TracksOf,
): CameraSummary | null {
  if (!camera) return null;
  const shown = members.flatMap((metadata) => (isCameras(metadata) ? (shownBy(metadata) ?? []) : [])).sort();
  return {
    camera,
    images: members.length,
    firstAt: shown[0] ?? null,
    lastAt: shown.at(-1) ?? null,
    gps: gpsOf(members.flatMap(fixOf)),
    track: trackClockOf(members, tracks),
  };
}

/** The zone is the one that the file states, else the one of the earth that fits best. */
function fixOf(metadata: ImageMetadata): Fix[] {
  const shown = isCameras(metadata) ? shownBy(metadata) : null;
  if (shown === null || shown.length < 19 || metadata.gpsTime === null) return [];
  const shownMs = Date.parse(`${shown.slice(0, 19)}Z`);
  const isStated = metadata.offsetSource === "stated" && metadata.offset !== null;
  const instantMs = isStated ? Date.parse(`${shown.slice(0, 19)}${metadata.offset}`) : shownMs;
  const asideMs = instantMs - Date.parse(metadata.gpsTime);
  const aheadMs = isStated ? asideMs : asideMs - zoneNear(asideMs);
  return isStated || Math.abs(aheadMs) < farMs ? [{ shownMs, aheadMs }] : [];
}

function gpsOf(fixes: readonly Fix[]): CameraSummary["gps"] {
  const ordered = fixes.toSorted((a, b) => a.shownMs - b.shownMs);
  const [first] = ordered;
  const last = ordered.at(-1);
  if (!first || !last) return null;
  const half = Math.floor(ordered.length / 2);
  const early = middle(ordered.slice(0, half));
  const late = middle(ordered.slice(half));
  const drifts =
    early !== null &&
    late !== null &&
    ordered.length >= fixesForDrift &&
    last.shownMs - first.shownMs > dayMs &&
    Math.abs(early.aheadMs - late.aheadMs) > worthTellingMs;
  const whole = middle(ordered);
  const chosen = drifts ? [early, late] : whole ? [whole] : [];
  if (chosen.every(({ aheadMs }) => Math.abs(aheadMs) < worthTellingMs)) return null;
  const points = chosen.map(toPoint);
  const [from, to] = points;
  // A clock that was set in between: no line through both is right, and a person has to say when it was.
  if (from && to && driftsTooFast(from, to)) return null;
  return { images: ordered.length, points };
}

/** The fix in the middle by how far ahead the clock is: a few stale fixes change nothing. */
function middle(fixes: readonly Fix[]): Fix | null {
  return fixes.toSorted((a, b) => a.aheadMs - b.aheadMs)[Math.floor(fixes.length / 2)] ?? null;
}

const local = (ms: number): string => new Date(Math.round(ms / secondMs) * secondMs).toISOString().slice(0, 19);
const toPoint = ({ shownMs, aheadMs }: Fix): ClockPoint => ({
  shown: local(shownMs),
  actual: local(shownMs - aheadMs),
});
