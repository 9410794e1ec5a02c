/** Which encounters and images Camtrap DP has a place for, and why not the others. */
import { mayBeSameDay } from "@landfall/protocol";
import type { NotExported } from "./not-exported.ts";
import type { Dataset, Told } from "./rows.ts";
import { unhashed } from "./tables.ts";

const stamp = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** `2024-07-15T09:42:11-07:00`: the form has no place for parts of a second. Null without a time of day or a zone. */
export function toTimestamp(capturedAt: string | null): string | null {
  const [, local, zone] = stamp.exec(capturedAt ?? "") ?? [];
  return local && zone ? local + zone : null;
}

/** `media.fileMediatype` may be of these only: not so a sidecar, or a video in a container of another family. */
const isMedia = (mediaType: string): boolean => /^(image|video|audio)\//.test(mediaType);

const reasons = {
  noTime: "No time of day is known of it.",
  noZone: "The zone of its time is not known, and none is invented.",
  notMedia: (mediaType: string): string =>
    `The form holds images, video and sound, and it is of the type ${mediaType}.`,
  noCoordinates: "Its coordinates are not known.",
  coordinatesWithheld: "Its coordinates are withheld by the population's precision of places.",
  noImages: "It has no image whose time has a zone.",
  reference: "It is no sighting: these are the images by which an animal is known.",
  encounter: "Its encounter is not exported.",
} as const;

const timeReason = (capturedAt: string | null): string =>
  /T\d{2}:\d{2}:\d{2}/.test(capturedAt ?? "") ? reasons.noZone : reasons.noTime;

interface Span {
  readonly start: string;
  readonly end: string;
  /** A photograph says another day than the encounter's own date, which a person may know better than the camera. */
  readonly isOfOtherDay: boolean;
  /** A photograph states no time but that of its last change. */
  readonly isOfLastChange: boolean;
}

/** An encounter of the evening before may have gone on past midnight. */
const isOfDay = (eventDate: string, day: string): boolean => {
  const before = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
  return mayBeSameDay(eventDate, day) || mayBeSameDay(eventDate, before);
};

/** The images of an encounter that the form has a place for. */
export function* deployedImages({ images }: Told) {
  for (const { image, mediaID } of images()) {
    const timestamp = toTimestamp(image.capturedAt);
    if (mediaID !== null && timestamp !== null && isMedia(image.mediaType)) yield { image, mediaID, timestamp };
  }
}

const noDoubt = { isOfOtherDay: false, isOfLastChange: false };
/** In the metadata of a file, which is not read for this alone. */
const fallback = '"timeSource":"ModifyDate"';

/** From the first photograph to the last; null where no image has a time that can be told. */
function spanOf(told: Told): Span | null {
  const { eventDate } = told.encounter;
  let span: Span | null = null;
  for (const { image, timestamp: at } of deployedImages(told)) {
    const { start, end, isOfOtherDay, isOfLastChange }: Span = span ?? { ...noDoubt, start: at, end: at };
    span = {
      start: Date.parse(at) < Date.parse(start) ? at : start,
      end: Date.parse(at) > Date.parse(end) ? at : end,
      isOfOtherDay: isOfOtherDay || (eventDate !== null && !isOfDay(eventDate, at.slice(0, 10))),
      isOfLastChange: isOfLastChange || image.metadata?.includes(fallback) === true,
    };
  }
  return span;
}

function whyNot(told: Told, { precision }: Dataset): string | null {
  if (told.encounter.eventType !== null) return reasons.reference;
  if (told.encounter.decimalLatitude === null)
    return precision === "none" ? reasons.coordinatesWithheld : reasons.noCoordinates;
  for (const _ of deployedImages(told)) return null;
  return reasons.noImages;
}

function whyNotImage(capturedAt: string | null, mediaType: string): string | null {
  if (!isMedia(mediaType)) return reasons.notMedia(mediaType);
  return toTimestamp(capturedAt) === null ? timeReason(capturedAt) : null;
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
      const reason = whyNotImage(image.capturedAt, image.mediaType) ?? (why && reasons.encounter);
      if (reason !== null) yield { table: "image", eventID, mediaID, fileName, reason };
    }
  }
}

export interface Deployed extends Told, Span {}

/** By `eventID`: several tables ask for them, and each takes reading all images of an encounter. */
export type Spans = Map<string, Span | null>;

/** @param spans those that are known; what is found out is added */
export function* deployed(all: Iterable<Told>, spans: Spans = new Map()): Generator<Deployed, void> {
  for (const told of all) {
    const { eventID, decimalLatitude, eventType } = told.encounter;
    if (decimalLatitude === null || eventType !== null) continue;
    const span = spans.has(eventID) ? spans.get(eventID) : spanOf(told);
    spans.set(eventID, span ?? null);
    if (span) yield { ...told, ...span };
  }
}
