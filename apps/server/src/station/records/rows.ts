/** Encounters and images as others are told of them: Darwin Core's names, the population's precision applied. */
import {
  type EncounterRecord,
  type KeptBack,
  type RecordGroup,
  type RecordImage,
  type RecordScope,
  type RecordTally,
  recordEncounters,
  recordImages,
  recordTally,
  type StationDatabase,
} from "@landfall/db";
import type { License, LocationPrecision } from "@landfall/protocol";
import type { ImageMetadata } from "@landfall/survey";
import { hasCoordinates } from "./coordinates-text.ts";
import { hidesPlaces, plainName, tellPosition } from "./place.ts";
import { namesPlace, type PlaceName } from "./place-names.ts";

export interface Dataset {
  readonly datasetID: string;
  readonly datasetName: string;
  readonly precision: LocationPrecision;
  /** Names of its places, which others are not told; empty where they are. */
  readonly places: readonly PlaceName[];
}

/** What the words of the review page stand for outside. What stays within the organisation has no licence for others. */
export const licenseUris: Readonly<Record<License, string | null>> = {
  public: "https://creativecommons.org/publicdomain/zero/1.0/",
  attribution: "https://creativecommons.org/licenses/by/4.0/",
  organisation: null,
};
const accessWords: Readonly<Record<License, string>> = {
  public: "public",
  attribution: "public, with attribution",
  organisation: "within the organisation only",
};

export type EncounterOut = ReturnType<typeof toEncounterOut>;
export type ImageOut = ReturnType<typeof toImageOut>;

/** One encounter of the hub with its images, which are read as they are asked for, each time anew. */
export interface Told {
  readonly encounter: EncounterOut;
  readonly isPublic: boolean;
  readonly tally: RecordTally;
  /** What can be told of an image whose bytes nobody has hashed is its name. */
  readonly images: () => Generator<{
    readonly image: RecordImage;
    readonly fileName: string;
    readonly mediaID: string | null;
  }>;
  readonly toOut: (image: RecordImage, mediaID: string) => ImageOut;
}

export interface Moment {
  /** From this day on what is under embargo until then is told: `2026-07-01`. */
  readonly today: string;
  readonly kept: KeptBack;
}

/** In order of time. */
export function* tellAll(
  db: StationDatabase,
  scope: RecordScope,
  dataset: Dataset,
  { today, kept }: Moment,
): Generator<Told, void> {
  for (const group of recordEncounters(db, scope, today)) yield tell(db, group, dataset, kept);
}

/** Names as others are told of them. */
export const nameOf = ({ sha256, fileName }: RecordImage, { precision }: Dataset): string =>
  hidesPlaces(precision) ? plainName(sha256 ?? "not hashed yet", fileName) : fileName;
export const mediaIDOf = ({ sha256 }: RecordImage, { eventID }: Pick<EncounterRecord, "eventID">): string | null =>
  sha256 === null ? null : `${eventID}_${sha256}`;

function tell(db: StationDatabase, { record, joined }: RecordGroup, dataset: Dataset, kept: KeptBack): Told {
  const all = [record, ...joined];
  const pks = all.map(({ pk }) => pk);
  const tally = recordTally(db, pks, kept);
  const encounter = toEncounterOut(record, dataset, tally.withheld + tally.ofPeople + tally.underEmbargo);
  // Who took an image and what is allowed with it is as its own encounter says, also where the hub has made one of several.
  const { eventID } = encounter;
  const own = new Map(joined.map((one) => [one.pk, { ...toEncounterOut(one, dataset, 0), eventID }]));
  return {
    encounter,
    tally,
    isPublic: all.every(({ values: { license } }) => license === "public" || license === "attribution"),
    *images() {
      for (const image of recordImages(db, pks, "told", kept))
        yield { image, mediaID: mediaIDOf(image, record), fileName: nameOf(image, dataset) };
    },
    toOut: (image, mediaID) => toImageOut(image, mediaID, own.get(image.encounter) ?? encounter, dataset),
  };
}

/** Texts in which a person may have named the place, beside those that are there to describe it. */
const freeTexts = ["fieldNumber", "parentEventID", "vernacularName", "organismName", "behavior"] as const;
/** People and species are called after places everywhere: these say where only by coordinates. */
const givenNames = ["recordedBy", "scientificName"] as const;

function toEncounterOut(
  record: EncounterRecord,
  { datasetID, datasetName, precision, places }: Dataset,
  imagesWithheld: number,
) {
  const { values, eventID } = record;
  // A number that keeps two encounters apart is nobody's field number.
  const written = record.isNumberGiven ? null : record.encounterNumber;
  const isHidden = hidesPlaces(precision);
  const position = tellPosition(precision, {
    ...values,
    coordinateUncertaintyInMeters: values.coordinateUncertaintyInMeters ?? null,
  });
  const withheld: string[] = [];
  const unless = <T>(isWithheld: boolean, what: string, value: T | null | undefined): T | null => {
    if (value === null || value === undefined) return null;
    if (isWithheld) withheld.push(what);
    return isWithheld ? null : value;
  };
  const told = (name: (typeof freeTexts | typeof givenNames)[number], isGiven: (text: string) => boolean) =>
    unless(isHidden && !!values[name] && isGiven(values[name]), name, values[name]);
  const free = (name: (typeof freeTexts)[number]) =>
    told(name, (text) => hasCoordinates(text) || namesPlace(text, values.locality, places));
  const locality = unless(isHidden, "locality", values.locality);
  const eventRemarks = unless(isHidden, "remarks", values.eventRemarks);
  unless(precision === "none", "coordinates", values.decimalLatitude);
  const fields = {
    parentEventID: free("parentEventID"),
    fieldNumber: free("fieldNumber") ?? (values.fieldNumber ? null : (written?.toString() ?? null)),
    recordedBy: told("recordedBy", hasCoordinates),
    scientificName: told("scientificName", hasCoordinates),
    organismName: free("organismName"),
    vernacularName: free("vernacularName"),
    behavior: free("behavior"),
  };
  if (isHidden) withheld.push("names of files");
  return {
    eventID,
    parentEventID: fields.parentEventID,
    fieldNumber: fields.fieldNumber,
    datasetID,
    datasetName,
    eventType: values.eventType ?? null,
    eventDate: values.eventDate,
    eventTime: values.eventTime ?? null,
    locality,
    decimalLatitude: position.decimalLatitude,
    decimalLongitude: position.decimalLongitude,
    geodeticDatum: position.decimalLatitude === null ? null : "EPSG:4326",
    coordinateUncertaintyInMeters: position.coordinateUncertaintyInMeters,
    coordinatePrecision: position.coordinatePrecision,
    recordedBy: fields.recordedBy,
    scientificName: fields.scientificName,
    vernacularName: fields.vernacularName,
    organismName: fields.organismName,
    individualCount: values.individualCount ?? null,
    groupSizeMin: values.groupSizeMin ?? null,
    groupSizeMax: values.groupSizeMax ?? null,
    behavior: fields.behavior,
    license: values.license && licenseUris[values.license],
    accessRights: values.license && accessWords[values.license],
    available: values.available ?? null,
    eventRemarks,
    dataGeneralizations:
      position.coordinatePrecision === null ? null : `Coordinates rounded to ${position.coordinatePrecision} degree`,
    informationWithheld: withheldWords(withheld, imagesWithheld),
    reviewState: record.review,
    syncState: record.sync,
    hubEncounterID: record.hubEncounterId,
  };
}

function withheldWords(withheld: readonly string[], images: number): string | null {
  const parts = [
    ...(withheld.length > 0 ? [`Withheld because they tell the place: ${withheld.join(", ")}`] : []),
    ...(images > 0 ? [`Images withheld: ${images}`] : []),
  ];
  return parts.length > 0 ? parts.join(". ") : null;
}

function toImageOut(image: RecordImage, mediaID: string, encounter: EncounterOut, { precision }: Dataset) {
  const metadata = image.metadata === null ? null : (JSON.parse(image.metadata) as ImageMetadata);
  const name = plainName(image.sha256 ?? "", image.fileName);
  const isHidden = hidesPlaces(precision);
  const position = tellPosition(precision, {
    decimalLatitude: metadata?.decimalLatitude ?? null,
    decimalLongitude: metadata?.decimalLongitude ?? null,
    coordinateUncertaintyInMeters: null,
  });
  return {
    mediaID,
    eventID: encounter.eventID,
    fileName: isHidden ? name : image.fileName,
    filePath: isHidden ? name : image.filePath,
    fileMediatype: image.mediaType,
    fileSize: image.bytes,
    hashFunction: "SHA-256",
    hashValue: image.sha256,
    CreateDate: image.capturedAt,
    decimalLatitude: position.decimalLatitude,
    decimalLongitude: position.decimalLongitude,
    PixelXDimension: metadata?.width ?? null,
    PixelYDimension: metadata?.height ?? null,
    captureDevice: deviceOf(metadata),
    creator: encounter.recordedBy,
    Rating: image.rating,
    subjectOrientation: image.side,
    quality: image.quality,
    available: encounter.available,
    license: encounter.license,
    accessRights: encounter.accessRights,
    state: image.state,
  };
}

/** Most makers write their name into the model too. */
function deviceOf(metadata: ImageMetadata | null): string | null {
  const { make, model } = metadata ?? {};
  if (!make || !model) return model ?? make ?? null;
  return model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`;
}
