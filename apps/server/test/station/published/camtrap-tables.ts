/**
 * The tables of Camtrap DP 1.0.1 (https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.1/…-table-schema.json), as facts:
 * columns in order, types, constraints and keys. 1.0, 1.0.1 and 1.0.2 have the same columns and constraints.
 */
import { tableSchema } from "./table-schema.ts";

const deployments = tableSchema(
  `
  deploymentID string required unique
  locationID string
  locationName string
  latitude number required -90..90
  longitude number required -180..180
  coordinateUncertainty integer 1..
  deploymentStart datetime required
  deploymentEnd datetime required
  setupBy string
  cameraID string
  cameraModel string
  cameraDelay integer 0..
  cameraHeight number 0..
  cameraDepth number 0..
  cameraTilt integer -90..90
  cameraHeading integer 0..360
  detectionDistance number 0..
  timestampIssues boolean
  baitUse boolean
  featureType string in roadPaved|roadDirt|trailHiking|trailGame|roadUnderpass|roadOverpass|roadBridge|culvert|burrow|nestSite|carcass|waterSource|fruitingTree
  habitat string
  deploymentGroups string
  deploymentTags string
  deploymentComments string`,
  { primaryKey: "deploymentID" },
);

const media = tableSchema(
  `
  mediaID string required unique
  deploymentID string required
  captureMethod string in activityDetection|timeLapse
  timestamp datetime required
  filePath string required
  filePublic boolean required
  fileName string
  fileMediatype string required
  exifData any
  favorite boolean
  mediaComments string`,
  {
    primaryKey: "mediaID",
    foreignKeys: [["deploymentID", "deployments"]],
    patterns: { filePath: "^(?=^[^./~])(^((?!\\.{2}).)*$).*$", fileMediatype: "^(image|video|audio)/.*$" },
  },
);

const observations = tableSchema(
  `
  observationID string required unique
  deploymentID string required
  mediaID string
  eventID string
  eventStart datetime required
  eventEnd datetime required
  observationLevel string required in media|event
  observationType string required in animal|human|vehicle|blank|unknown|unclassified
  cameraSetupType string in setup|calibration
  scientificName string
  count integer 1..
  lifeStage string in adult|subadult|juvenile
  sex string in female|male
  behavior string
  individualID string
  individualPositionRadius number 0..
  individualPositionAngle number -90..90
  individualSpeed number 0..
  bboxX number 0..1
  bboxY number 0..1
  bboxWidth number 1e-15..1
  bboxHeight number 1e-15..1
  classificationMethod string in human|machine
  classifiedBy string
  classificationTimestamp datetime
  classificationProbability number 0..1
  observationTags string
  observationComments string`,
  {
    primaryKey: "observationID",
    foreignKeys: [
      ["deploymentID", "deployments"],
      ["mediaID", "media"],
    ],
  },
);

export const camtrapTables = { deployments, media, observations } as const;
