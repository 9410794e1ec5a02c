/** Encounters and their images as records for others: of a manifest, or of a population in its present versions. */
import type { ImageState, ManifestId, PopulationId, RecordsQuery, Sha256, Side } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { type EncounterRecord, encounterRecords } from "./encounter.ts";
import { bytesKnownAs } from "./image-row.ts";

export interface RecordScope extends RecordsQuery {
  readonly of: { readonly manifest: ManifestId } | { readonly population: PopulationId };
}

export interface RecordImage {
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
 * Which images `i` others never see: those that a person left out, and those with people in the picture. A further reason of an
 * image is a further condition here, and holds for every form of records and for what is said of them.
 */
const isLeftOut = "i.state = 'skipped'";
const isOfPeople = `(NOT ${isLeftOut} AND i.people = 1)`;
const isWithheld = `(${isLeftOut} OR ${isOfPeople})`;

/** Of encounters `e` that are under embargo on this day others are told nothing. */
const isEmbargoed = "COALESCE(e.further ->> '$.available' > @today, FALSE)";

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

/** In order of time, one at a time: those that others are told of, or those that are under embargo on the day of `today`. */
export function* recordEncounters(
  db: StationDatabase,
  { of, status, years }: RecordScope,
  { today, embargoed }: { readonly today: string; readonly embargoed: boolean },
): Generator<EncounterRecord, void> {
  const which = "manifest" in of ? "e.manifest = @of" : ofPopulation;
  const pks = statement<{ pk: number }>(
    db,
    `SELECT e.pk FROM encounter AS e WHERE ${which} AND ${statuses} AND ${inYears} AND ${embargoed ? "" : "NOT "}${isEmbargoed}
     ORDER BY e.event_date, e.first_at, e.manifest, e.ordinal`,
  ).all({ of: "manifest" in of ? of.manifest : of.population, status, today, from: null, to: null, ...years });
  for (const { pk } of pks) yield* encounterRecords(db, "e.pk = ?", pk);
}

const images = {
  told: `NOT ${isWithheld}`,
  ofPeople: isOfPeople,
  all: `NOT ${isLeftOut}`,
} as const;

/**
 * In order of time, without those that a person left out: those that others are told of, or those with people in the picture, or
 * both. Read while they are asked for: a large encounter fills no memory.
 */
export const recordImages = (
  db: StationDatabase,
  encounter: number,
  which: keyof typeof images,
): IterableIterator<RecordImage> =>
  statement<RecordImage>(
    db,
    `SELECT ${bytesKnownAs} AS sha256, i.bytes, i.media_type AS mediaType, i.file_name AS fileName,
       COALESCE(f.path_text, i.file_name) AS filePath, i.captured_at AS capturedAt, i.rating, i.side, i.quality, i.state, f.metadata
     FROM image AS i LEFT JOIN image_file AS x ON x.image = i.pk AND x.ordinal = 0 LEFT JOIN file AS f ON f.pk = x.file
     WHERE i.encounter = ? AND ${images[which]} ORDER BY i.ordinal`,
  ).iterate(encounter);

export interface RecordTally {
  /** That are not withheld. */
  readonly images: number;
  /** Those that a person left out, */
  readonly withheld: number;
  /** and those with people in the picture. */
  readonly ofPeople: number;
  /** Of `images`: nobody knows the SHA-256 of their bytes. */
  readonly unhashed: number;
}

/** Of one encounter's images, without reading them one by one. */
export const recordTally = (db: StationDatabase, encounter: number): RecordTally =>
  statement<RecordTally>(
    db,
    `SELECT COUNT(*) FILTER (WHERE NOT ${isWithheld}) AS images, COUNT(*) FILTER (WHERE ${isLeftOut}) AS withheld,
       COUNT(*) FILTER (WHERE ${isOfPeople}) AS ofPeople,
       COUNT(*) FILTER (WHERE NOT ${isWithheld} AND ${bytesKnownAs} IS NULL) AS unhashed
     FROM image AS i WHERE i.encounter = ?`,
  ).get(encounter) ?? { images: 0, withheld: 0, ofPeople: 0, unhashed: 0 };
