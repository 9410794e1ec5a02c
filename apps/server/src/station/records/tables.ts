/** The tables that CSV, workbook and JSON have in common, and their columns in order. */
import type { Told } from "./rows.ts";

export type Row = Readonly<Record<string, string | number | null>>;

export const encounterColumns = [
  "eventID",
  "parentEventID",
  "fieldNumber",
  "datasetID",
  "datasetName",
  "eventDate",
  "eventTime",
  "locality",
  "decimalLatitude",
  "decimalLongitude",
  "geodeticDatum",
  "coordinateUncertaintyInMeters",
  "coordinatePrecision",
  "recordedBy",
  "scientificName",
  "vernacularName",
  "organismName",
  "individualCount",
  "groupSizeMin",
  "groupSizeMax",
  "behavior",
  "license",
  "accessRights",
  "eventRemarks",
  "dataGeneralizations",
  "informationWithheld",
  "reviewState",
  "syncState",
  "hubEncounterID",
] as const;

export const imageColumns = [
  "mediaID",
  "eventID",
  "fileName",
  "filePath",
  "fileMediatype",
  "fileSize",
  "hashFunction",
  "hashValue",
  "CreateDate",
  "decimalLatitude",
  "decimalLongitude",
  "PixelXDimension",
  "PixelYDimension",
  "captureDevice",
  "creator",
  "Rating",
  "license",
  "accessRights",
  "state",
] as const;

/** What a form has no place for, and why. */
export interface NotExported {
  readonly table: "encounter" | "image";
  readonly eventID: string;
  readonly mediaID: string | null;
  readonly fileName: string | null;
  readonly reason: string;
}
export const notExportedColumns = ["table", "eventID", "mediaID", "fileName", "reason"] as const;

export interface Table {
  readonly name: "encounters" | "images" | "not-exported";
  readonly columns: readonly string[];
  readonly rows: () => Iterable<Row>;
}

const notHashed = "Nobody has hashed its bytes yet, and its identifier comes from them: sync it first.";

export function* unhashed(all: Iterable<Told>): Generator<NotExported, void> {
  for (const { encounter, images, tally } of all)
    for (const { mediaID, fileName } of tally.unhashed > 0 ? images() : [])
      if (mediaID === null) yield { table: "image", eventID: encounter.eventID, mediaID, fileName, reason: notHashed };
}

function* imageRows(all: Iterable<Told>): Generator<Row, void> {
  for (const { images, toOut } of all)
    for (const { image, mediaID } of images()) if (mediaID !== null) yield toOut(image, mediaID);
}

function* encounterRows(all: Iterable<Told>): Generator<Row, void> {
  for (const { encounter } of all) yield encounter;
}

function* asRows(list: Iterable<NotExported>): Generator<Row, void> {
  for (const each of list) yield { ...each };
}

/** @param all reads from the start each time it is called */
export const recordTables = (all: () => Iterable<Told>): readonly Table[] => [
  { name: "encounters", columns: encounterColumns, rows: () => encounterRows(all()) },
  { name: "images", columns: imageColumns, rows: () => imageRows(all()) },
  { name: "not-exported", columns: notExportedColumns, rows: () => asRows(unhashed(all())) },
];

export const valuesOf = (columns: readonly string[], row: Row): (string | number | null)[] =>
  columns.map((name) => row[name] ?? null);
