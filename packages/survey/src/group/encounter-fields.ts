/** The fields of a draft encounter from the evidence of its photographs. */
import {
  type EncounterValues,
  emptyValues,
  type FieldProvenance,
  type FindingCode,
  type Provenance,
} from "@landfall/protocol";
import type { Reference } from "../individuals/reference.ts";
import type { GroupInput } from "../ports.ts";
import { distanceMetres, type Place } from "../tracks/distance.ts";
import type { Fields } from "./apply-set.ts";
import type { Evidence, Sourced } from "./evidence.ts";

/** One photograph of an encounter, in order of time. */
export interface Member {
  readonly evidence: Evidence;
  readonly input: GroupInput;
}

export function fieldsOf(members: readonly Member[]): Fields {
  const values: EncounterValues = { ...emptyValues };
  const provenance: FieldProvenance = {};
  const texts = { eventDate: "days", locality: "localities", recordedBy: "photographers" } as const;
  for (const field of ["eventDate", "locality", "recordedBy"] as const) {
    const chosen = choose(members.map(({ evidence }) => evidence[texts[field]]));
    if (!chosen) continue;
    values[field] = chosen.value;
    provenance[field] = chosen.provenance;
  }
  const withPlace = members.filter(({ input }) => input.metadata?.decimalLatitude != null);
  // A photograph's own position says more than where a track was at its time.
  const placed = (withPlace.find(({ input }) => input.metadata?.gpsSource !== "gpx") ?? withPlace[0])?.input.metadata;
  if (placed?.decimalLatitude != null && placed.decimalLongitude != null) {
    const from: Provenance = {
      source: placed.gpsSource ?? "exif",
      raw: placed.gpsRaw,
      ...(placed.gpsPlace !== undefined && { place: placed.gpsPlace }),
      conflicts: [],
    };
    if (placed.coordinateUncertaintyInMeters !== undefined) {
      values.coordinateUncertaintyInMeters = placed.coordinateUncertaintyInMeters;
      provenance.coordinateUncertaintyInMeters = from;
    }
    values.decimalLatitude = placed.decimalLatitude;
    values.decimalLongitude = placed.decimalLongitude;
    provenance.decimalLatitude = from;
    provenance.decimalLongitude = from;
  }
  return { values, provenance };
}

/** Of the reference images of an individual: who took them, and whom they show. No day and no place is theirs all together. */
export function fieldsOfReference({ individual, raw }: Reference, members: readonly Member[]): Fields {
  const { values, provenance } = fieldsOf(members);
  const said: Provenance = { source: "filename", raw, conflicts: [] };
  return {
    values: { ...emptyValues, recordedBy: values.recordedBy, organismName: individual, eventType: "reference" },
    provenance: {
      ...(provenance.recordedBy && { recordedBy: provenance.recordedBy }),
      organismName: said,
      eventType: said,
    },
  };
}

const longestText = 500;
const mostConflicts = 10;

/** The best statement of the first photograph that has one; every different statement is kept beside it. */
function choose(
  lists: readonly (readonly Sourced[])[],
): { readonly value: string; readonly provenance: Provenance } | null {
  const best = lists.find((list) => list.length > 0)?.[0];
  if (!best) return null;
  const others = new Map<string, Sourced>();
  for (const list of lists)
    for (const said of list) if (said.folded !== best.folded && !others.has(said.folded)) others.set(said.folded, said);
  const conflicts = [...others.values()].slice(0, mostConflicts).map(({ folded: _, ...said }) => said);
  return {
    value: best.value.slice(0, longestText),
    provenance: {
      source: best.source,
      raw: best.raw,
      ...(best.verbatim !== undefined && { verbatim: best.verbatim }),
      ...(best.place !== undefined && { place: best.place }),
      conflicts,
    },
  };
}

const farMetres = 50_000;

/** Findings of the encounter as a whole. */
export function findingsOf(members: readonly { readonly input: Pick<GroupInput, "metadata"> }[]): FindingCode[] {
  const findings: FindingCode[] = [];
  const cameras = members.flatMap(({ input: { metadata } }) =>
    metadata?.model ? [`${metadata.make}|${metadata.model}|${metadata.serial ?? ""}`] : [],
  );
  if (new Set(cameras).size > 1) findings.push("MIXED_CAMERAS");
  const places = members.flatMap(({ input: { metadata } }) =>
    metadata?.decimalLatitude != null && metadata.decimalLongitude != null
      ? [[metadata.decimalLatitude, metadata.decimalLongitude] as const]
      : [],
  );
  if (spreadMetres(places) > farMetres) findings.push("GPS_SPREAD");
  if (jumps(members)) findings.push("GPS_SPEED");
  return findings;
}

/** Fifty knots; what lies closer together may be an old fix. */
const fastestMetresPerSecond = 26;
const leastJumpMetres = 5_000;

/** From one photograph to the next, in their order; a camera's clock may be some minutes off another's. */
function jumps(members: readonly { readonly input: Pick<GroupInput, "metadata"> }[]): boolean {
  let before: { readonly place: Place; readonly ms: number } | null = null;
  for (const { metadata } of members.map(({ input }) => input)) {
    if (metadata?.decimalLatitude == null || metadata.decimalLongitude == null) continue;
    if (metadata.localTime === null || metadata.localTime.length < 19) continue;
    const place: Place = [metadata.decimalLatitude, metadata.decimalLongitude];
    const ms = Date.parse(`${metadata.localTime.slice(0, 19)}Z`);
    const metres = before ? distanceMetres(before.place, place) : 0;
    const seconds = before ? Math.abs(ms - before.ms) / 1000 : 0;
    if (metres > leastJumpMetres && metres > fastestMetresPerSecond * Math.max(1, seconds)) return true;
    before = { place, ms };
  }
  return false;
}

/** From the place farthest from the first to the one farthest from that: never more than the true spread, at least half. */
function spreadMetres(places: readonly Place[]): number {
  const farthest = (from: Place) =>
    places.reduce<readonly [Place, number]>(
      (best, place) => {
        const metres = distanceMetres(from, place);
        return metres > best[1] ? [place, metres] : best;
      },
      [from, 0],
    );
  const [first] = places;
  return first ? farthest(farthest(first)[0])[1] : 0;
}
