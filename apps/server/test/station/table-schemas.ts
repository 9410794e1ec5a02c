/**
 * What Camtrap DP 1.0 asks of its tables (https://camtrap-dp.tdwg.org/data/), as facts: names in order, and of each column
 * that we fill what it must be. A column that is not described here has to be empty.
 */
import type { Line } from "./records-files.ts";

export interface Rule {
  readonly required?: true;
  readonly unique?: true;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
  readonly from?: number;
  readonly to?: number;
  readonly whole?: true;
}

export interface TableSchema {
  readonly names: readonly string[];
  readonly rules: Readonly<Record<string, Rule>>;
  /** Column, and the table and column that it points to. */
  readonly foreign: readonly (readonly [name: string, table: string, key: string])[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);
const text: Rule = {};
const must: Rule = { required: true };
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/;
const yesNo = ["true", "false"];

export const camtrapTables: Readonly<Record<string, TableSchema>> = {
  deployments: {
    names:
      words(`deploymentID locationID locationName latitude longitude coordinateUncertainty deploymentStart deploymentEnd
      setupBy cameraID cameraModel cameraDelay cameraHeight cameraDepth cameraTilt cameraHeading detectionDistance
      timestampIssues baitUse featureType habitat deploymentGroups deploymentTags deploymentComments`),
    rules: {
      deploymentID: { required: true, unique: true },
      locationName: text,
      latitude: { required: true, from: -90, to: 90 },
      longitude: { required: true, from: -180, to: 180 },
      coordinateUncertainty: { whole: true, from: 1 },
      deploymentStart: { required: true, pattern: instant },
      deploymentEnd: { required: true, pattern: instant },
      setupBy: text,
      timestampIssues: { oneOf: yesNo },
      deploymentGroups: text,
      deploymentComments: text,
    },
    foreign: [],
  },
  media: {
    names:
      words(`mediaID deploymentID captureMethod timestamp filePath filePublic fileName fileMediatype exifData favorite
      mediaComments`),
    rules: {
      mediaID: { required: true, unique: true },
      deploymentID: must,
      captureMethod: { oneOf: ["activityDetection", "timeLapse"] },
      timestamp: { required: true, pattern: instant },
      filePath: { required: true, pattern: /^(?=^[^./~])(^((?!\.{2}).)*$).*$/ },
      filePublic: { required: true, oneOf: yesNo },
      fileName: text,
      fileMediatype: { required: true, pattern: /^(image|video|audio)\/.*$/ },
      favorite: { oneOf: yesNo },
    },
    foreign: [["deploymentID", "deployments", "deploymentID"]],
  },
  observations: {
    names: words(`observationID deploymentID mediaID eventID eventStart eventEnd observationLevel observationType
      cameraSetupType scientificName count lifeStage sex behavior individualID individualPositionRadius
      individualPositionAngle individualSpeed bboxX bboxY bboxWidth bboxHeight classificationMethod classifiedBy
      classificationTimestamp classificationProbability observationTags observationComments`),
    rules: {
      observationID: { required: true, unique: true },
      deploymentID: must,
      mediaID: text,
      eventID: text,
      eventStart: { required: true, pattern: instant },
      eventEnd: { required: true, pattern: instant },
      observationLevel: { required: true, oneOf: ["media", "event"] },
      observationType: {
        required: true,
        oneOf: ["animal", "human", "vehicle", "blank", "unknown", "unclassified"],
      },
      scientificName: text,
      count: { whole: true, from: 1 },
      behavior: text,
      individualID: text,
    },
    foreign: [
      ["deploymentID", "deployments", "deploymentID"],
      ["mediaID", "media", "mediaID"],
    ],
  },
};

function faultOf(value: string, { required, pattern, oneOf, from, to, whole }: Rule): string | null {
  if (value === "") return required ? "is missing" : null;
  if (pattern && !pattern.test(value)) return `is not of the form ${pattern}`;
  if (oneOf && !oneOf.includes(value)) return `is none of ${oneOf}`;
  if (from === undefined) return null;
  const number = Number(value);
  if (!Number.isFinite(number) || (whole && !Number.isInteger(number))) return "is no such number";
  return number < from || number > (to ?? number) ? "is out of range" : null;
}

/** Every fault of these tables, in words; none when they are valid. */
export function faultsOf(tables: Readonly<Record<string, readonly Line[]>>, schemas = camtrapTables): string[] {
  const faults: string[] = [];
  for (const [table, { rules, foreign, names }] of Object.entries(schemas)) {
    const lines = tables[table] ?? [];
    for (const name of names) {
      const values = lines.map((line) => line[name] ?? "");
      const rule = rules[name];
      for (const value of values) {
        const fault = rule ? faultOf(value, rule) : value === "" ? null : "is not described";
        if (fault) faults.push(`${table}.${name} ${value} ${fault}`);
      }
      if (rule?.unique && new Set(values).size < values.length) faults.push(`${table}.${name} is not unique`);
    }
    for (const [name, other, key] of foreign) {
      const known = new Set((tables[other] ?? []).map((line) => line[key]));
      for (const line of lines)
        if (line[name] && !known.has(line[name])) faults.push(`${table}.${name} ${line[name]} is not in ${other}`);
    }
  }
  return faults;
}
