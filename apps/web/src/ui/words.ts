/** The words for states and fields. One word per thing, the same on every page. */
import {
  type EncounterRow,
  type EncounterSyncState,
  type EncounterValues,
  type FieldName,
  furtherFieldWords,
  type ImageState,
  isReference,
  type License,
  type PositionOffer,
  type ReviewState,
} from "@landfall/protocol";
import { apart, count, formatEventDate, formatNumber } from "./format.ts";

export type Tone = "quiet" | "live" | "warn" | "bad";

export const imageWords: Record<ImageState, string> = {
  pending: "Waiting to be sent",
  uploaded: "Sent, not confirmed yet",
  committed: "On the hub, being verified",
  complete: "Delivered and verified",
  waiting: "Waiting for its next try",
  failed: "Failed",
  skipped: "Skipped",
  missing: "File not found",
  changed: "File changed since it was approved",
  lost: "Lost by the hub, to be sent again",
};

const unsentWords: Partial<Record<ReviewState, string>> = {
  pending: "Waits until its encounter is approved",
  incomplete: "Waits until its encounter is approved",
  denied: "Not to be sent: its encounter is denied",
};

/** Nothing is sent of an encounter that is not approved. */
export const imageStateWords = (state: ImageState, review: ReviewState): string =>
  (state === "pending" ? unsentWords[review] : undefined) ?? imageWords[state];

export const imageTones: Record<ImageState, Tone> = {
  pending: "quiet",
  uploaded: "live",
  committed: "live",
  complete: "live",
  waiting: "warn",
  failed: "bad",
  skipped: "quiet",
  missing: "bad",
  changed: "bad",
  lost: "warn",
};

export const syncWords: Record<EncounterSyncState, string> = {
  pending: "Pending",
  synced: "Synced",
  partial: "Partial",
  failed: "Failed",
};
export const syncTones: Record<EncounterSyncState, Tone> = {
  pending: "quiet",
  synced: "live",
  partial: "warn",
  failed: "bad",
};

export const reviewWords: Record<ReviewState, string> = {
  incomplete: "Incomplete",
  pending: "Pending",
  approved: "Approved",
  denied: "Denied",
};

export const fieldWords: Record<FieldName, string> = {
  eventDate: "Date",
  locality: "Locality",
  recordedBy: "Photographer",
  decimalLatitude: "Latitude",
  decimalLongitude: "Longitude",
  license: "Licence",
  ...furtherFieldWords,
};

export const licenseWords: Record<License, string> = {
  public: "Public",
  attribution: "Public with attribution",
  organisation: "Within the organisation",
};

/** `15 Jul 2024 · Haro Strait`, with words for what is not known. */
export const encounterTitle = (values: EncounterValues): string =>
  isReference(values) ? `Reference images · ${values.organismName ?? "No individual"}` : sightingTitle(values);

const wholeDay = "2024-07-15".length;

/** Neither day nor place is known: only its folder tells it from others. */
export const isUnnamed = ({ values, folder }: Pick<EncounterRow, "values" | "folder">): boolean =>
  folder !== null &&
  !isReference(values) &&
  values.locality === null &&
  (values.eventDate === null || values.eventDate.length < wholeDay);

/** `15 Jul 2024 · Haro Strait`; `No date · No locality · Scans/roll 3`. */
export const rowTitle = (row: Pick<EncounterRow, "values" | "folder">): string =>
  isUnnamed(row) ? `${encounterTitle(row.values)} · ${row.folder}` : encounterTitle(row.values);

const sightingTitle = (values: EncounterValues): string =>
  `${values.eventDate ? formatEventDate(values.eventDate) : "No date"} · ${values.locality === null ? "No locality" : apart(values.locality)}`;

/** `5 images, 1 left out`: those that count first. */
export const countImages = ({ imageCount, images }: Pick<EncounterRow, "imageCount" | "images">): string =>
  `${count(imageCount - images.skipped, "image")}${images.skipped > 0 ? `, ${formatNumber(images.skipped)} left out` : ""}`;

const degrees = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 5, useGrouping: false });

/** `53.1672, −129.352`; `null` where a part is not known. */
/** `48.5, −123.1`. */
export const formatPlace = ({ decimalLatitude, decimalLongitude }: Omit<PositionOffer, "how">): string =>
  `${degrees.format(decimalLatitude)}, ${degrees.format(decimalLongitude)}`.replaceAll("-", "−");

export const formatCoordinates = ({ decimalLatitude, decimalLongitude }: EncounterValues): string | null =>
  decimalLatitude === null || decimalLongitude === null ? null : formatPlace({ decimalLatitude, decimalLongitude });
