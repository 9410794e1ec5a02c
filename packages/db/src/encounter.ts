/** Encounters as the dashboard and the other files of this package see them. */
import type { Delivered } from "@landfall/engine";
import {
  type EncounterChanges,
  type EncounterId,
  type EncounterRow,
  type EncounterSyncState,
  type EncounterValues,
  type EventId,
  type FieldName,
  type FieldProvenance,
  type FindingCode,
  type FindingDetails,
  findingTable,
  type HubEncounterId,
  hintOf,
  LandfallError,
  type ManifestId,
  namesFiles,
  type PlanAnswer,
  type ReviewState,
  type Sha256,
  type Since,
} from "@landfall/protocol";
import { outsideText } from "@landfall/survey";
import { othersText } from "./approved-as.ts";
import { areaOfManifest } from "./areas.ts";
import { changedThereOf } from "./changed-there.ts";
import { changesBetween } from "./changes.ts";
import { isToCorrect } from "./corrections-due.ts";
import { type ImageSums, sumsColumns, toImageCounts, totalOf } from "./counters.ts";
import { type StationDatabase, statement } from "./database.ts";
import { markText } from "./decided-elsewhere.ts";
import { embargoText } from "./embargo-of-images.ts";
import { imagesWith, openCode } from "./image-findings.ts";
import { ofPosition } from "./position-offers.ts";
import { elsewhereText, isOfOthers } from "./same-elsewhere.ts";
import { takenThereOf } from "./taken-there.ts";
import { versionOf } from "./version.ts";

/** An encounter without its counts. */
export interface EncounterRecord {
  readonly pk: number;
  readonly id: EncounterId;
  readonly manifest: ManifestId;
  readonly eventID: EventId;
  readonly encounterNumber: number | null;
  /** Nobody has written that number: it only keeps it apart from others of its day, place and photographer. */
  readonly isNumberGiven: boolean;
  readonly values: EncounterValues;
  readonly provenance: FieldProvenance;
  readonly keyBase: string | null;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  readonly review: ReviewState;
  readonly since: Since | null;
  /** The encounter that it is compared with. */
  readonly before: EncounterId | null;
  readonly sync: EncounterSyncState;
  readonly missing: FieldName[];
  readonly findings: readonly { readonly code: FindingCode; readonly count: number }[];
  /** Of findings that it had when it was grouped. */
  readonly details: FindingDetails;
  readonly hubEncounterId: HubEncounterId | null;
  readonly answer: PlanAnswer | null;
  /** A person wants it sent before the others. */
  readonly sendFirst: boolean;
  /** What was last delivered of its fields. */
  readonly delivered: Delivered | null;
  /** A person has decided which images it has. */
  readonly shaped: boolean;
}

interface Row {
  pk: number;
  id: EncounterId;
  manifest: ManifestId;
  event_id: EventId;
  encounter_number: number | null;
  number_given: number;
  event_date: string | null;
  locality: string | null;
  recorded_by: string | null;
  decimal_latitude: number | null;
  decimal_longitude: number | null;
  license: EncounterValues["license"];
  further: string;
  provenance: string;
  key_base: string | null;
  first_at: string | null;
  last_at: string | null;
  review: ReviewState;
  since: Since | null;
  before: EncounterId | null;
  sync: EncounterSyncState;
  missing_fields: string;
  findings: string;
  details: string;
  hub_encounter_id: HubEncounterId | null;
  answer: string | null;
  delivered: string | null;
  shaped: number;
  chosen: number | null;
}

const fromRow = (row: Row): EncounterRecord => ({
  pk: row.pk,
  id: row.id,
  manifest: row.manifest,
  eventID: row.event_id,
  encounterNumber: row.encounter_number,
  isNumberGiven: row.number_given === 1,
  values: {
    eventDate: row.event_date,
    locality: row.locality,
    recordedBy: row.recorded_by,
    decimalLatitude: row.decimal_latitude,
    decimalLongitude: row.decimal_longitude,
    license: row.license,
    ...JSON.parse(row.further),
  },
  provenance: JSON.parse(row.provenance),
  keyBase: row.key_base,
  firstAt: row.first_at,
  lastAt: row.last_at,
  review: row.review,
  since: row.since,
  before: row.before,
  sync: row.sync,
  missing: JSON.parse(row.missing_fields),
  findings: JSON.parse(row.findings),
  details: JSON.parse(row.details),
  hubEncounterId: row.hub_encounter_id,
  answer: row.answer === null ? null : JSON.parse(row.answer),
  delivered: row.delivered === null ? null : JSON.parse(row.delivered),
  shaped: row.shaped === 1,
  sendFirst: row.chosen !== null,
});

/** Encounters that meet a condition over `e`, in order of time. */
export const encounterRecords = (db: StationDatabase, condition: string, ...values: unknown[]): EncounterRecord[] =>
  statement<Row>(db, `SELECT e.* FROM encounter AS e WHERE ${condition}`)
    .all(...values)
    .map(fromRow);

/** NOT_FOUND when there is none. */
export function encounterRecord(db: StationDatabase, id: EncounterId): EncounterRecord {
  const [found] = encounterRecords(db, "e.id = ?", id);
  if (!found) throw new LandfallError("NOT_FOUND", { detail: `encounter ${id}` });
  return found;
}

/** Undefined where there is no such encounter, or none any more: one that was merged into another is gone. */
export const manifestOf = (db: StationDatabase, id: EncounterId): ManifestId | undefined =>
  statement<{ manifest: ManifestId }>(db, "SELECT manifest FROM encounter WHERE id = ?").get(id)?.manifest;

/** In what it differs from the encounter that it is compared with; null where that is not kept. */
export function changesOf(db: StationDatabase, of: EncounterRecord): EncounterChanges | null {
  const [before] = of.before === null ? [] : encounterRecords(db, "e.id = ?", of.before);
  return before ? changesBetween(db, before, of) : null;
}

const coversShown = 3;

/** The first few that can be shown; what cannot be shown only where there is nothing else. */
function covers(db: StationDatabase, encounter: number): Sha256[] {
  return statement<{ sha256: Sha256; findings: string }>(
    db,
    "SELECT sha256, findings FROM image WHERE encounter = ? ORDER BY ordinal LIMIT 12",
  )
    .all(encounter)
    .sort((a, b) => Number(a.findings.includes("NO_PREVIEW")) - Number(b.findings.includes("NO_PREVIEW")))
    .slice(0, coversShown)
    .map((row) => row.sha256);
}

/** From the name of its root down, of the file that its first photograph was found as. */
export function folderOf(db: StationDatabase, encounter: number): string | null {
  const first = statement<{ root: string; path: string }>(
    db,
    `SELECT r.path AS root, f.path_text AS path FROM image_file AS x JOIN file AS f ON f.pk = x.file JOIN root AS r ON r.pk = f.root
     WHERE x.image = (SELECT pk FROM image WHERE encounter = ? ORDER BY ordinal LIMIT 1) ORDER BY x.ordinal LIMIT 1`,
  ).get(encounter);
  if (!first) return null;
  const root = first.root.split(/[/\\]/).findLast((name) => name !== "");
  return [...(root === undefined ? [] : [root]), ...first.path.split("/").slice(0, -1)].join("/") || null;
}

const isUnknown = ({ eventDate, locality }: EncounterValues): boolean => eventDate === null || locality === null;

export type ViewRow = Row & ImageSums & { to_correct: number };

export function toView(db: StationDatabase, row: ViewRow): EncounterRow {
  const of = fromRow(row);
  const { pk, manifest, keyBase: _, answer: __, delivered: ___, shaped: ____, before: _____, ...rest } = of;
  const { isNumberGiven: ______, findings, details, ...record } = rest;
  const images = toImageCounts(row);
  return {
    ...record,
    version: versionOf(of, row),
    manifestId: manifest,
    changes: of.since === "changed" ? changesOf(db, of) : null,
    correctionDue: row.to_correct === 1,
    changedThere: changedThereOf(of),
    takenThere: takenThereOf(db, pk),
    images,
    imageCount: totalOf(images),
    bytes: row.bytes,
    folder: isUnknown(of.values) ? folderOf(db, pk) : null,
    covers: covers(db, pk),
    findings: findings.flatMap(({ code, count }) => {
      const said = ofPosition(db, of, code);
      const elsewhere = isOfOthers(code) ? elsewhereText(db, of, code) : null;
      if (code === "IN_OTHER_ENCOUNTER" && elsewhere === null) return [];
      return {
        ...{ code, count, severity: findingTable[code].severity, message: findingTable[code].message },
        detail: detailNow(db, of, code) ?? said?.detail ?? elsewhere ?? details[openCode(code)] ?? null,
        hint: hintOf(code),
        images: namesFiles(code) ? imagesWith(db, pk, code).slice(0, imagesNamed) : [],
        offers: said?.offers ?? [],
      };
    }),
  };
}

/** Of what may have changed since it was found: the position and the area, the photographer. */
function detailNow(db: StationDatabase, of: EncounterRecord, code: FindingCode): string | null {
  if (code === "APPROVED_AS_OTHER") return othersText(of);
  if (code === "EMBARGO_CAME") return embargoText(of);
  const elsewhere = markText(of, code);
  if (elsewhere !== undefined) return elsewhere;
  const area = code === "POSITION_OUTSIDE" ? areaOfManifest(db, of.manifest) : null;
  return area && outsideText(of.values, area);
}

/** Of those that a finding names. */
const imagesNamed = 100;

export const viewSelect = `SELECT e.*, ${sumsColumns("c")}, ${isToCorrect} AS to_correct FROM encounter AS e JOIN encounter_images AS c ON c.encounter = e.pk`;

/** NOT_FOUND when there is none. */
function viewOf(db: StationDatabase, id: EncounterId): ViewRow {
  const row = statement<ViewRow>(db, `${viewSelect} WHERE e.id = ?`).get(id);
  if (!row) throw new LandfallError("NOT_FOUND", { detail: `encounter ${id}` });
  return row;
}

/** NOT_FOUND when there is none. */
export function encounterVersion(db: StationDatabase, id: EncounterId): string {
  const row = viewOf(db, id);
  return versionOf(fromRow(row), row);
}

/** NOT_FOUND when there is none. */
export const encounterRow = (db: StationDatabase, id: EncounterId): EncounterRow => toView(db, viewOf(db, id));
