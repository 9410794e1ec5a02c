/** What speaks for and against the clock by which a track placed the photographs of an encounter. Pure. */
import type { FindingCode } from "@landfall/protocol";
import type { DraftEncounter, GroupInput, Sighting } from "../ports.ts";
import { isBesideTimes } from "../sheets/match-rows.ts";
import { cameraOf, camerasOf } from "./cameras.ts";
import type { Leads } from "./companions.ts";
import type { Placings } from "./sightings.ts";

interface Known {
  readonly files: readonly GroupInput[];
  readonly roots: readonly string[];
  readonly leads: Leads;
  readonly placings: Placings;
  readonly sightings: readonly Sighting[];
}

/** @returns what is to be said of an encounter, if anything */
export function trackTimes({ files, roots, leads, placings, sightings }: Known) {
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
  if (!files.some((_, file) => isOfTrack(file))) return (): FindingCode[] => [];
  const wrong = new Set(
    camerasOf(files, roots).flatMap(({ camera, gps }) => (gps === null ? [] : [JSON.stringify(camera)])),
  );
  const confirmed = new Set(
    files.flatMap(({ metadata, findings }, file) =>
      (metadata?.gpsTime ?? null) !== null || findings.includes("CLOCK_CORRECTED") || differsFromRow(file) === false
        ? [keyOf(file)]
        : [],
    ),
  );
  return ({ provenance, images }: DraftEncounter): FindingCode[] => {
    if (provenance.decimalLatitude?.source !== "gpx") return [];
    const placed = images.flatMap((image) => image.files.filter(isOfTrack));
    if (placed.some((file) => differsFromRow(file) === true || wrong.has(keyOf(file)))) return ["TRACK_TIME_DIFFERS"];
    return placed.every((file) => confirmed.has(keyOf(file))) ? [] : ["TRACK_TIME_UNCONFIRMED"];
  };
}
