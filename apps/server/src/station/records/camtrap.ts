/**
 * A Camtrap DP 1.0.1 package. It is made for cameras that stand at a place; here an encounter is a deployment, from its first
 * photograph to its last. The form wants coordinates of each deployment and the zone of each time: what has none is listed
 * with its reason, and nothing is invented. Texts stay as they are: programs read the tables by their schemas, to which an
 * apostrophe before `=` is a part of the value.
 */
import { factWords } from "@landfall/protocol";
import { plainCsvLine } from "../csv.ts";
import { animalsOf } from "./animals.ts";
import { camtrapNotExported, type Deployed, deployed, deployedImages, type Spans } from "./camtrap-deployments.ts";
import { packageText } from "./camtrap-package.ts";
import { csv } from "./plain.ts";
import type { Dataset } from "./rows.ts";
import { notExportedColumns, notExportedRow, type Row, type Telling } from "./tables.ts";
import type { ZipEntry } from "./zip.ts";

export const deploymentColumns = [
  ...["deploymentID", "locationID", "locationName", "latitude", "longitude", "coordinateUncertainty"],
  ...["deploymentStart", "deploymentEnd", "setupBy", "cameraID", "cameraModel", "cameraDelay", "cameraHeight"],
  ...["cameraDepth", "cameraTilt", "cameraHeading", "detectionDistance", "timestampIssues", "baitUse", "featureType"],
  ...["habitat", "deploymentGroups", "deploymentTags", "deploymentComments"],
] as const;

export const mediaColumns = [
  ...["mediaID", "deploymentID", "captureMethod", "timestamp", "filePath", "filePublic", "fileName", "fileMediatype"],
  ...["exifData", "favorite", "mediaComments"],
] as const;

export const observationColumns = [
  ...["observationID", "deploymentID", "mediaID", "eventID", "eventStart", "eventEnd", "observationLevel"],
  ...["observationType", "cameraSetupType", "scientificName", "count", "lifeStage", "sex", "behavior", "individualID"],
  ...["individualPositionRadius", "individualPositionAngle", "individualSpeed", "bboxX", "bboxY", "bboxWidth"],
  ...["bboxHeight", "classificationMethod", "classifiedBy", "classificationTimestamp", "classificationProbability"],
  ...["observationTags", "observationComments"],
] as const;

function* deploymentRows(all: Iterable<Deployed>): Generator<Row, void> {
  for (const { encounter, start, end, isOfOtherDay, isOfLastChange } of all) {
    const { eventID, eventDate, parentEventID, locality, recordedBy, eventRemarks } = encounter;
    const uncertainty = encounter.coordinateUncertaintyInMeters;
    const comments = [
      eventRemarks,
      isOfOtherDay ? `Dated ${eventDate}, which the times of its photographs are not of` : null,
      isOfLastChange ? "Photographs state no time but that of their last change" : null,
      encounter.dataGeneralizations,
      encounter.informationWithheld,
    ];
    yield {
      deploymentID: eventID,
      locationName: locality,
      latitude: encounter.decimalLatitude,
      longitude: encounter.decimalLongitude,
      coordinateUncertainty: uncertainty && Math.ceil(uncertainty),
      deploymentStart: start,
      deploymentEnd: end,
      setupBy: recordedBy,
      timestampIssues: String(isOfOtherDay || isOfLastChange),
      deploymentGroups: parentEventID && `sighting:${parentEventID}`,
      deploymentComments: comments.filter((each) => each !== null).join(" — ") || null,
    };
  }
}

/** What the form allows as a relative path: none that begins with a dot, a slash or a tilde, and no two dots in it. */
const isPath = (path: string): boolean => /^(?![./~])(?!.*\.\.)[^\n\r]+$/.test(path);

function* mediaRows(all: Iterable<Deployed>): Generator<Row, void> {
  for (const told of all)
    for (const { image, mediaID, timestamp } of deployedImages(told)) {
      const { encounter, isPublic, toOut } = told;
      const { filePath, fileName, fileMediatype, Rating } = toOut(image, mediaID);
      const said = factWords({ side: image.side, quality: image.quality, people: false });
      yield {
        mediaID,
        deploymentID: encounter.eventID,
        timestamp,
        filePath: isPath(filePath) ? filePath : mediaID,
        filePublic: String(isPublic),
        fileName,
        fileMediatype,
        favorite: Rating === null ? null : String(Rating >= 5),
        mediaComments: said.join(", ") || null,
      };
    }
}

function* observationRows(all: Iterable<Deployed>): Generator<Row, void> {
  for (const { encounter, start, end } of all) {
    const { eventID, behavior, scientificName } = encounter;
    const of = { deploymentID: eventID, eventID, eventStart: start, eventEnd: end, observationLevel: "event" };
    const animals = animalsOf(encounter);
    // An event without any animal, as somebody said; or of which nobody has said what is on the photographs.
    const observationType = encounter.individualCount === 0 ? "blank" : "unclassified";
    if (animals.length === 0) yield { ...of, observationID: eventID, observationType };
    for (const { occurrenceID, organismID, individualCount } of animals)
      yield {
        ...of,
        observationID: occurrenceID,
        observationType: "animal",
        scientificName,
        count: individualCount,
        behavior,
        individualID: organismID,
      };
  }
}

export function* camtrapEntries(
  { all, withheld }: Telling,
  dataset: Dataset,
  madeAt: string,
): Generator<ZipEntry, void> {
  const file = (name: string, columns: readonly string[], rows: () => Iterable<Row | null>): ZipEntry => ({
    name,
    parts: csv({ columns, rows }, plainCsvLine),
  });
  const spans: Spans = new Map();
  const those = () => deployed(all(), spans);
  yield { name: "datapackage.json", parts: packageText(those(), dataset, madeAt) };
  yield file("deployments.csv", deploymentColumns, () => deploymentRows(those()));
  yield file("media.csv", mediaColumns, () => mediaRows(those()));
  yield file("observations.csv", observationColumns, () => observationRows(those()));
  yield file("not-exported.csv", notExportedColumns, function* rows() {
    for (const each of withheld()) yield notExportedRow(each);
    for (const each of camtrapNotExported(all(), dataset)) yield each && notExportedRow(each);
  });
}
