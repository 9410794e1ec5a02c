/** Which encounters and images Camtrap DP has a place for, and why not the others. */
import type { NotExported } from "./not-exported.ts";
import type { Dataset, Told } from "./rows.ts";
import { unhashed } from "./tables.ts";

const stamp = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** `2024-07-15T09:42:11-07:00`: the form has no place for parts of a second. Null without a time of day or a zone. */
export function toTimestamp(capturedAt: string | null): string | null {
  const [, local, zone] = stamp.exec(capturedAt ?? "") ?? [];
  return local && zone ? local + zone : null;
}

const reasons = {
  noTime: "No time of day is known of it.",
  noZone: "The zone of its time is not known, and none is invented.",
  noCoordinates: "Its coordinates are not known.",
  coordinatesWithheld: "Its coordinates are withheld by the population's precision of places.",
  noImages: "It has no image whose time has a zone.",
  encounter: "Its encounter is not exported.",
} as const;

const timeReason = (capturedAt: string | null): string =>
  /T\d{2}:\d{2}:\d{2}/.test(capturedAt ?? "") ? reasons.noZone : reasons.noTime;

/** From the first photograph to the last; null where no image has a time that can be told. */
export function spanOf({ images }: Told): { readonly start: string; readonly end: string } | null {
  let span: { start: string; end: string } | null = null;
  for (const { image, mediaID } of images()) {
    const at = toTimestamp(image.capturedAt);
    if (at === null || mediaID === null) continue;
    const { start, end }: { start: string; end: string } = span ?? { start: at, end: at };
    span = {
      start: Date.parse(at) < Date.parse(start) ? at : start,
      end: Date.parse(at) > Date.parse(end) ? at : end,
    };
  }
  return span;
}

function whyNot(told: Told, { precision }: Dataset): string | null {
  if (told.encounter.decimalLatitude === null)
    return precision === "none" ? reasons.coordinatesWithheld : reasons.noCoordinates;
  return spanOf(told) === null ? reasons.noImages : null;
}

/** Null after each encounter: most have nothing to tell. */
export function* camtrapNotExported(all: Iterable<Told>, dataset: Dataset): Generator<NotExported | null, void> {
  for (const told of all) {
    yield null;
    const { eventID } = told.encounter;
    const why = whyNot(told, dataset);
    if (why !== null) yield { table: "encounter", eventID, mediaID: null, fileName: null, reason: why };
    yield* unhashed([told]);
    for (const { image, mediaID, fileName } of told.images()) {
      if (mediaID === null) continue;
      const hasTime = toTimestamp(image.capturedAt) !== null;
      const reason = hasTime ? why && reasons.encounter : timeReason(image.capturedAt);
      if (reason !== null) yield { table: "image", eventID, mediaID, fileName, reason };
    }
  }
}

export interface Deployed extends Told {
  readonly start: string;
  readonly end: string;
}

export function* deployed(all: Iterable<Told>): Generator<Deployed, void> {
  for (const told of all) {
    const span = told.encounter.decimalLatitude === null ? null : spanOf(told);
    if (span) yield { ...told, ...span };
  }
}
