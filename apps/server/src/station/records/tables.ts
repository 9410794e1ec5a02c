/** The tables that CSV, workbook and JSON have in common, and their columns in order. */
import type { NotExported } from "./not-exported.ts";
import type { Told } from "./rows.ts";

export type Row = Readonly<Record<string, string | number | null>>;

export const encounterColumns = [
  "eventID",
  "parentEventID",
  "fieldNumber",
  "datasetID",
  "datasetName",
  "eventType",
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
  "available",
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
  "subjectOrientation",
  "quality",
  "license",
  "accessRights",
  "state",
] as const;

/** Both read from the start each time they are called. */
export interface Telling {
  readonly all: () => Iterable<Told>;
  /** What others are not told of, and why. */
  readonly withheld: () => Iterable<NotExported>;
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

export const notExportedRow = ({ table, eventID, mediaID, fileName, reason }: NotExported): Row => ({
  table,
  eventID,
  mediaID,
  fileName,
  reason,
});

function* asRows(list: Iterable<NotExported>): Generator<Row, void> {
  for (const each of list) yield notExportedRow(each);
}

function* notExported({ all, withheld }: Telling): Generator<NotExported, void> {
  yield* withheld();
  yield* unhashed(all());
}

export const recordTables = (telling: Telling): readonly Table[] => [
  { name: "encounters", columns: encounterColumns, rows: () => encounterRows(telling.all()) },
  { name: "images", columns: imageColumns, rows: () => imageRows(telling.all()) },
  { name: "not-exported", columns: notExportedColumns, rows: () => asRows(notExported(telling)) },
];

export const valuesOf = (columns: readonly string[], row: Row): (string | number | null)[] =>
  columns.map((name) => row[name] ?? null);
