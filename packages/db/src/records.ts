/** Encounters and their images as records for others: of a manifest, or of a population in its present versions. */
import type { ImageState, ManifestId, PopulationId, RecordsQuery, Sha256, Side } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { embargoedUntil } from "./embargo.ts";
import { type EncounterRecord, encounterRecords } from "./encounter.ts";
import { bytesKnownAs } from "./image-row.ts";
import type { KeptBack } from "./kept-back.ts";

export interface RecordScope extends RecordsQuery {
  readonly of: { readonly manifest: ManifestId } | { readonly population: PopulationId };
}

export interface RecordImage {
  readonly pk: number;
  /** The row of its own encounter. */
  readonly encounter: number;
  /** Of its bytes; null for an image in a container until a receipt says it. */
  readonly sha256: Sha256 | null;
  readonly bytes: number;
  readonly mediaType: string;
  readonly fileName: string;
  /** Relative to its root, as it is shown. */
  readonly filePath: string;
  /** Local time, with its offset where that is known; a day where no more is. */
  readonly capturedAt: string | null;
  readonly rating: number | null;
  readonly side: Side | null;
  readonly quality: number | null;
  readonly state: ImageState;
  /** `ImageMetadata` as JSON; null where the file says nothing. */
  readonly metadata: string | null;
}

/**
 * Which images `i` others never see: those that a person left out, those that are under embargo in whatever encounter, and those with
 * people in the picture. A further reason of an image is a further condition here, and holds for every form of records and for what is said of them.
 */
const isLeftOut = "i.state = 'skipped'";
const isKept = (list: "@people" | "@embargoed") => `i.pk IN (SELECT value FROM json_each(${list}))`;
const isUnderEmbargo = `(NOT ${isLeftOut} AND ${isKept("@embargoed")})`;
const isOfPeople = `(NOT ${isLeftOut} AND NOT ${isKept("@embargoed")} AND ${isKept("@people")})`;
const isWithheld = `(${isLeftOut} OR ${isKept("@embargoed")} OR ${isKept("@people")})`;

/** The hub has the image `i`, by our last word. */
const isDelivered = "(i.receipt IS NOT NULL OR i.hub_encounter IS NOT NULL)";

/** Of encounters `e` that are under embargo on this day others are told nothing. */
const isEmbargoed = `COALESCE(${embargoedUntil} > @today, FALSE)`;

/** Of a population: of each of its scan jobs the approved version, else the draft where drafts are asked for. */
const ofPopulation = `e.manifest IN (
  SELECT m.id FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job
  WHERE j.population = @of AND (m.status = 'approved' OR (@status = 'all' AND m.status = 'draft'
    AND NOT EXISTS (SELECT 1 FROM manifest AS n WHERE n.scan_job = m.scan_job AND n.status = 'approved'))))`;

const statuses = `CASE @status WHEN 'all' THEN e.review <> 'denied' WHEN 'synced' THEN e.review = 'approved' AND e.sync = 'synced'
  ELSE e.review = 'approved' END`;

/** An interval is in each of its years. */
const inYears = `(@from IS NULL OR (substr(e.event_date, 1, 4) <= @to AND
  substr(substr(e.event_date, instr(e.event_date, '/') + 1), 1, 4) >= @from))`;

/** Those of the scope that are one encounter on the hub. */
export interface RecordGroup {
  /** The one that stands for them: of the scan job that was made first. */
  readonly record: EncounterRecord;
  readonly joined: readonly EncounterRecord[];
}

interface ScopeRow {
  readonly pk: number;
  readonly hub: string | null;
  readonly scanJob: number;
  readonly ordinal: number;
}

/** The hub has something of them, by our last word, and they are not as the scope wants them any more. */
const isDeliveredBefore = `NOT (${statuses}) AND e.review <> 'denied' AND EXISTS (SELECT 1 FROM image AS i
  WHERE i.encounter = e.pk AND ${isDelivered} AND NOT ${isLeftOut})`;

const which = {
  told: `${statuses} AND NOT ${isEmbargoed}`,
  embargoed: `${statuses} AND ${isEmbargoed}`,
  deliveredBefore: isDeliveredBefore,
} as const;

/** In order of time. */
const rowsOf = (
  db: StationDatabase,
  { of, status, years }: RecordScope,
  today: string,
  those: keyof typeof which,
): ScopeRow[] =>
  statement<ScopeRow>(
    db,
    `SELECT e.pk, e.hub_encounter_id AS hub, j.rowid AS scanJob, e.ordinal
     FROM encounter AS e JOIN manifest AS v ON v.id = e.manifest JOIN scan_job AS j ON j.id = v.scan_job
     WHERE ${"manifest" in of ? "e.manifest = @of" : ofPopulation} AND ${inYears} AND ${which[those]}
     ORDER BY e.event_date, e.first_at, e.manifest, e.ordinal`,
  ).all({ of: "manifest" in of ? of.manifest : of.population, status, today, from: null, to: null, ...years });

/** What others are told of, in order of time, one at a time. @param today under embargo is what is so on this day */
export function* recordEncounters(
  db: StationDatabase,
  scope: RecordScope,
  today: string,
): Generator<RecordGroup, void> {
  const rows = rowsOf(db, scope, today, "told");
  const groups = Map.groupBy(rows, ({ pk, hub }) => hub ?? pk);
  for (const { pk, hub } of rows) {
    const group = groups.get(hub ?? pk) ?? [];
    const [first, ...others] = group.toSorted((a, b) => a.scanJob - b.scanJob || a.ordinal - b.ordinal);
    if (first?.pk !== pk) continue;
    const joined = others.flatMap((other) => encounterRecords(db, "e.pk = ?", other.pk));
    for (const record of encounterRecords(db, "e.pk = ?", pk)) yield { record, joined };
  }
}

/** In order of time, one at a time: those under embargo, or those that were delivered and are not as the scope wants them any more. */
export function* untoldEncounters(
  db: StationDatabase,
  scope: RecordScope,
  today: string,
  those: "embargoed" | "deliveredBefore",
): Generator<EncounterRecord, void> {
  for (const { pk } of rowsOf(db, scope, today, those)) yield* encounterRecords(db, "e.pk = ?", pk);
}

/** One of the encounters before, `@before`, has the image too. */
const isTold = `EXISTS (SELECT 1 FROM json_each(@before) AS b CROSS JOIN image AS o ON o.encounter = b.value AND o.sha256 = i.sha256
  WHERE o.state <> 'skipped')`;

const images = {
  told: `NOT ${isWithheld} AND NOT ${isTold}`,
  toldBefore: `NOT ${isWithheld} AND ${isTold}`,
  ofPeople: isOfPeople,
  underEmbargo: isUnderEmbargo,
  delivered: `NOT ${isLeftOut} AND ${isDelivered}`,
  all: `NOT ${isLeftOut}`,
} as const;

/**
 * Of encounters that are one on the hub, one after the other, each in order of time, without those that a person left out: those
 * that others are told of, each once; those that an encounter before has told; those with people in the picture; those under embargo, also by another encounter; those that the hub has; or all. Read while
 * they are asked for: a large encounter fills no memory.
 */
export function* recordImages(
  db: StationDatabase,
  encounters: readonly number[],
  which: keyof typeof images,
  kept: KeptBack,
): Generator<RecordImage, void> {
  for (const at of encounters.keys())
    yield* statement<RecordImage>(
      db,
      `SELECT i.pk, i.encounter, ${bytesKnownAs} AS sha256, i.bytes, i.media_type AS mediaType, i.file_name AS fileName,
         COALESCE(f.path_text, i.file_name) AS filePath, i.captured_at AS capturedAt, i.rating, i.side, i.quality, i.state, f.metadata
       FROM image AS i LEFT JOIN image_file AS x ON x.image = i.pk AND x.ordinal = 0 LEFT JOIN file AS f ON f.pk = x.file
       WHERE i.encounter = @encounter AND ${images[which]} ORDER BY i.ordinal`,
    ).iterate(parametersOf(encounters, at, kept));
}

const parametersOf = (encounters: readonly number[], at: number, { people, embargoed }: KeptBack) => {
  const encounter = encounters[at] ?? 0;
  const before = JSON.stringify(encounters.slice(0, at));
  return { encounter, before, people: people(encounter), embargoed: embargoed(encounter) };
};

/** What a person knows encounters by, without those that are not there; of a population, as its newest version has each. */
export const valuesOfEvents = (
  db: StationDatabase,
  { of }: Pick<RecordScope, "of">,
  eventIDs: readonly string[],
): EncounterRecord["values"][] =>
  eventIDs.flatMap((eventID) =>
    encounterRecords(
      db,
      "e.event_id = @eventID AND (@manifest IS NULL OR e.manifest = @manifest) ORDER BY e.pk DESC LIMIT 1",
      { eventID, manifest: "manifest" in of ? of.manifest : null },
    ).map(({ values }) => values),
  );

export interface RecordTally {
  /** That are told. */
  readonly images: number;
  /** Those that a person left out, */
  readonly withheld: number;
  /** those with people in the picture, */
  readonly ofPeople: number;
  /** and those under embargo, as other encounters have them. */
  readonly underEmbargo: number;
  /** Of `images`: nobody knows the SHA-256 of their bytes. */
  readonly unhashed: number;
}

/** Of encounters that are one on the hub, without reading their images one by one. */
export function recordTally(db: StationDatabase, encounters: readonly number[], kept: KeptBack): RecordTally {
  const sum = { images: 0, withheld: 0, ofPeople: 0, underEmbargo: 0, unhashed: 0 };
  for (const at of encounters.keys()) {
    const one = statement<RecordTally>(
      db,
      `SELECT COUNT(*) FILTER (WHERE ${images.told}) AS images, COUNT(*) FILTER (WHERE ${isLeftOut}) AS withheld,
         COUNT(*) FILTER (WHERE ${isOfPeople}) AS ofPeople, COUNT(*) FILTER (WHERE ${isUnderEmbargo}) AS underEmbargo,
         COUNT(*) FILTER (WHERE ${images.told} AND ${bytesKnownAs} IS NULL) AS unhashed
       FROM image AS i WHERE i.encounter = @encounter`,
    ).get(parametersOf(encounters, at, kept));
    if (!one) continue;
    for (const name of ["images", "withheld", "ofPeople", "underEmbargo", "unhashed"] as const) sum[name] += one[name];
  }
  return sum;
}
