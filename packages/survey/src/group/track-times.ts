/** What speaks for and against the clock by which a track placed the photographs of an encounter. Pure. */
import type { FindingCode } from "@landfall/protocol";
import type { DraftEncounter, GroupInput, Sighting, Track } from "../ports.ts";
import { isBesideTimes } from "../sheets/match-rows.ts";
import { type CameraSummary, cameraOf, camerasOf } from "./cameras.ts";
import type { Leads } from "./companions.ts";
import type { Placings } from "./sightings.ts";

interface Known {
  readonly files: readonly GroupInput[];
  readonly roots: readonly string[];
  readonly leads: Leads;
  readonly placings: Placings;
  readonly sightings: readonly Sighting[];
  readonly tracks: readonly Track[];
  readonly timezone: string | undefined;
}

/** @returns what is to be said of an encounter, if anything */
export function trackTimes({ files, roots, leads, placings, sightings, tracks, timezone }: Known) {
  if (tracks.length === 0) return (): FindingCode[] => [];
  const keyOf = (file: number): string => {
    const { metadata, root } = files[file] ?? {};
    return metadata ? JSON.stringify(cameraOf(metadata, roots[root ?? 0] ?? "")) : "";
  };
  const isOfTrack = (file: number) => files[file]?.metadata?.gpsSource === "gpx";
  const differsFromRow = (file: number): boolean | null => {
    const lead = leads.get(file) ?? file;
    const row = sightings[placings.rows.get(lead)?.row ?? -1];
    const shown = files[lead]?.metadata?.localTime ?? "";
    if (placings.without.get(lead) === "otherTime") return true;
    if (!row || row.startTime === null || shown.length < 19) return null;
    return isBesideTimes(shown.slice(11, 19), shown.slice(0, 10), row);
  };
  const cameras = camerasOf(files, roots, { tracks, zoneOf: () => timezone });
  const keysOf = (isWrong: (each: CameraSummary) => boolean) =>
    new Set(cameras.filter(isWrong).map(({ camera }) => JSON.stringify(camera)));
  const wrong = keysOf(({ gps }) => gps !== null);
  const beside = keysOf(({ gps, track }) => gps === null && track !== null);
  const confirmed = new Set(
    files.flatMap(({ metadata, findings }, file) =>
      (metadata?.gpsTime ?? null) !== null || findings.includes("CLOCK_CORRECTED") || differsFromRow(file) === false
        ? [keyOf(file)]
        : [],
    ),
  );
  return ({ provenance, images }: DraftEncounter): FindingCode[] => {
    if (images.some((image) => image.files.some((file) => beside.has(keyOf(file))))) return ["CLOCK_BESIDE_TRACK"];
    if (provenance.decimalLatitude?.source !== "gpx") return [];
    const placed = images.flatMap((image) => image.files.filter(isOfTrack));
    if (placed.some((file) => differsFromRow(file) === true || wrong.has(keyOf(file)))) return ["TRACK_TIME_DIFFERS"];
    return placed.every((file) => confirmed.has(keyOf(file))) ? [] : ["TRACK_TIME_UNCONFIRMED"];
  };
}
