/**
 * A Darwin Core Archive: events as its core, with the images of each (Audiovisual Core) and the animals that are known.
 * Texts stay as they are, on one line: an archive is read by programs, to which an apostrophe before `=` is a part of the value.
 */
import { isVideoType } from "@landfall/survey";
import { oneLineCsvLine } from "../csv.ts";
import { animalsOf } from "./animals.ts";
import { type ArchiveFile, emlOf, metaOf } from "./dwca-meta.ts";
import { csv } from "./plain.ts";
import type { Dataset, Told } from "./rows.ts";
import { type Row, recordTables, type Telling } from "./tables.ts";
import type { ZipEntry } from "./zip.ts";

const dwc = (name: string) => `http://rs.tdwg.org/dwc/terms/${name}`;
const ac = (name: string) => `http://rs.tdwg.org/ac/terms/${name}`;
const dcterms = (name: string) => `http://purl.org/dc/terms/${name}`;
const dc = (name: string) => `http://purl.org/dc/elements/1.1/${name}`;
const exif = (name: string) => `http://ns.adobe.com/exif/1.0/${name}`;
const xmp = (name: string) => `http://ns.adobe.com/xap/1.0/${name}`;

const dwcColumns = (...names: string[]) => names.map((name) => [name, dwc(name)] as const);

const event: ArchiveFile = {
  location: "event.csv",
  rowType: dwc("Event"),
  columns: [
    ...dwcColumns(
      "eventID",
      "parentEventID",
      "fieldNumber",
      "datasetID",
      "datasetName",
      "eventType",
      "eventDate",
      "eventTime",
    ),
    ...dwcColumns("locality", "decimalLatitude", "decimalLongitude", "geodeticDatum"),
    ...dwcColumns("coordinateUncertaintyInMeters", "coordinatePrecision", "eventRemarks"),
    ...dwcColumns("dataGeneralizations", "informationWithheld"),
    ["license", dcterms("license")],
    ["accessRights", dcterms("accessRights")],
  ],
};

const multimedia: ArchiveFile = {
  location: "multimedia.csv",
  rowType: ac("Multimedia"),
  columns: [
    ["eventID", null],
    ["mediaID", dcterms("identifier")],
    // A word of the DCMI types; `dcterms:type` would be its URI.
    ["type", dc("type")],
    ["fileName", dcterms("title")],
    ["filePath", ac("providerManagedID")],
    ["fileMediatype", dc("format")],
    ["hashFunction", ac("hashFunction")],
    ["hashValue", ac("hashValue")],
    ["CreateDate", xmp("CreateDate")],
    ["PixelXDimension", exif("PixelXDimension")],
    ["PixelYDimension", exif("PixelYDimension")],
    ["captureDevice", ac("captureDevice")],
    ["creator", dc("creator")],
    ["Rating", xmp("Rating")],
    ["subjectOrientation", ac("subjectOrientation")],
    ["available", dcterms("available")],
    ["license", dcterms("rights")],
    ["rights", dc("rights")],
    ["accessRights", `${xmp("rights")}/UsageTerms`],
    ...dwcColumns("decimalLatitude", "decimalLongitude"),
  ],
  // Of the words that are ours; names and remarks are as they were written.
  constants: [[ac("metadataLanguageLiteral"), "eng"]],
};

function dcmiTypeOf(mediaType: string): string {
  if (isVideoType(mediaType)) return "MovingImage";
  if (mediaType.startsWith("audio/")) return "Sound";
  // Sidecars are texts about a photograph.
  return mediaType.startsWith("image/") ? "StillImage" : "Text";
}

const occurrence: ArchiveFile = {
  location: "occurrence.csv",
  rowType: dwc("Occurrence"),
  columns: [
    ["eventID", null],
    ...dwcColumns("occurrenceID", "basisOfRecord", "occurrenceStatus", "recordedBy", "organismID", "individualCount"),
    ...dwcColumns("behavior", "scientificName", "vernacularName"),
  ],
};

function* eventRows(all: Iterable<Told>): Generator<Row, void> {
  for (const { encounter } of all) yield encounter;
}

function* mediaRows(all: Iterable<Told>): Generator<Row, void> {
  for (const { images, toOut } of all)
    for (const { image, mediaID } of images()) {
      if (mediaID === null) continue;
      const row = toOut(image, mediaID);
      yield { ...row, type: dcmiTypeOf(image.mediaType), rights: row.accessRights ?? "not stated" };
    }
}

function* occurrenceRows(all: Iterable<Told>): Generator<Row, void> {
  for (const { encounter } of all)
    for (const animals of animalsOf(encounter)) {
      const { eventID, recordedBy, behavior, scientificName, vernacularName } = encounter;
      const said = { basisOfRecord: "HumanObservation", occurrenceStatus: "present" };
      yield { eventID, recordedBy, behavior, scientificName, vernacularName, ...said, ...animals };
    }
}

export function* dwcaEntries(telling: Telling, dataset: Dataset, madeAt: string): Generator<ZipEntry, void> {
  const { all } = telling;
  const file = ({ location, columns }: ArchiveFile, rows: () => Iterable<Row>): ZipEntry => ({
    name: location,
    parts: csv({ columns: columns.map(([name]) => name), rows }, oneLineCsvLine),
  });
  const hasAnimals = occurrenceRows(all()).next().done !== true;
  const extensions = hasAnimals ? [multimedia, occurrence] : [multimedia];
  yield { name: "meta.xml", parts: [metaOf(event, extensions)] };
  yield { name: "eml.xml", parts: [emlOf(all(), dataset, madeAt)] };
  yield file(event, () => eventRows(all()));
  yield file(multimedia, () => mediaRows(all()));
  if (hasAnimals) yield file(occurrence, () => occurrenceRows(all()));
  // Beside the archive: `meta.xml` does not name it, so that programs pass over it.
  const left = recordTables(telling).find(({ name }) => name === "not-exported");
  if (left) yield { name: "not-exported.csv", parts: csv(left, oneLineCsvLine) };
}
