/** Photographs without a position of their own get that of the tracks at their instant. A photograph's own GPS stays. */
import type { GroupInput, Track, TrackPosition, TrackReport } from "../ports.ts";
import { distanceMetres } from "../tracks/distance.ts";
import { positionAt } from "../tracks/position-at.ts";
import { offsetAt } from "./zone-offset.ts";

export interface WithTracks {
  readonly files: readonly GroupInput[];
  readonly tracks: readonly TrackReport[];
}

/** Two boats that were this far apart cannot both have been where the photograph was taken. */
const apartMetres = 1_000;

interface Found {
  readonly track: number;
  readonly position: TrackPosition;
}

/**
 * @param timezone of cameras that state no offset; without one, their instant is not known, and no track places them
 */
export function withTracks(
  files: readonly GroupInput[],
  tracks: readonly Track[],
  timezone: string | undefined,
): WithTracks {
  if (tracks.length === 0) return { files, tracks: [] };
  const counts = tracks.map(() => ({ placed: 0, withoutZone: 0 }));
  const placed = files.map((file) => {
    const { metadata } = file;
    if (file.bucket !== "image" || !metadata?.localTime || metadata.decimalLatitude !== null) return file;
    const offset = metadata.offset ?? (timezone ? offsetAt(metadata.localTime, timezone) : null);
    if (metadata.localTime.length < 19) return file;
    if (offset === null) {
      tracks.forEach((track, index) => {
        const count = counts[index];
        if (count && mayCover(track, metadata.localTime ?? "")) count.withoutZone += 1;
      });
      return file;
    }
    const instantMs = Date.parse(`${metadata.localTime.slice(0, 23)}${offset}`);
    const found = best(tracks, instantMs);
    if (!found) return file;
    const count = counts[found.track];
    if (count) count.placed += 1;
    const { decimalLatitude, decimalLongitude, coordinateUncertaintyInMeters } = found.position;
    const at = new Date(instantMs).toISOString();
    return {
      ...file,
      metadata: {
        ...metadata,
        decimalLatitude,
        decimalLongitude,
        gpsSource: "gpx" as const,
        gpsRaw: at,
        gpsPlace: `${tracks[found.track]?.name} at ${at.slice(0, 19)}Z`,
        coordinateUncertaintyInMeters,
      },
    };
  });
  return { files: placed, tracks: tracks.map((track, index) => toReport(track, counts[index])) };
}

/** The surest of the tracks that were at sea then; none where they were far apart. */
function best(tracks: readonly Track[], instantMs: number): Found | null {
  const found = tracks.flatMap((track, index): Found[] => {
    const position = positionAt(track, instantMs);
    return position ? [{ track: index, position }] : [];
  });
  const [surest] = found.toSorted(
    (a, b) => a.position.coordinateUncertaintyInMeters - b.position.coordinateUncertaintyInMeters,
  );
  if (!surest) return null;
  const place = ({ position }: Found) => [position.decimalLatitude, position.decimalLongitude] as const;
  return found.every((each) => distanceMetres(place(each), place(surest)) <= apartMetres) ? surest : null;
}

const dayMs = 24 * 60 * 60 * 1000;

/** In some zone of the earth. */
function mayCover({ ms }: Track, localTime: string): boolean {
  const at = Date.parse(`${localTime.slice(0, 19)}Z`);
  return at >= (ms[0] ?? Number.POSITIVE_INFINITY) - dayMs && at <= (ms.at(-1) ?? 0) + dayMs;
}

const toReport = ({ path, name, ms }: Track, { placed, withoutZone } = { placed: 0, withoutZone: 0 }): TrackReport => ({
  path,
  name,
  points: ms.length,
  from: new Date(ms[0] ?? 0).toISOString(),
  to: new Date(ms.at(-1) ?? 0).toISOString(),
  placed,
  withoutZone,
});
