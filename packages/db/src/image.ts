/** Images: for the engine, and for the dashboard. */
import type { FarImage, OwnImage, SyncImage } from "@landfall/engine";
import { type EncounterId, errorTable, type ImageFacts, type ImageRow, type Md5 } from "@landfall/protocol";
import { type Identifiers, type ImageMetadata, individualsIn } from "@landfall/survey";
import { burstsOfPage } from "./bursts.ts";
import { encounterSums, toImageCounts, totalOf } from "./counters.ts";
import { read, type StationDatabase, statement, toInstant, toInstantOrNull } from "./database.ts";
import { encounterRecord } from "./encounter.ts";
import type { Window } from "./encounter-page.ts";
import { lastSeq } from "./event.ts";
import { type ImageDbRow, readTold, sourceOf, toFacts, toRecord } from "./image-row.ts";
import { identifiersOf } from "./individuals.ts";
import { manifestRecord } from "./manifest.ts";
import { nearestOf } from "./near-duplicates.ts";
import { takenOutOf } from "./taken-out.ts";

type Keywords = NonNullable<ImageMetadata["keywords"]>;

const rowsOf = (db: StationDatabase, encounter: number): ImageDbRow[] =>
  statement<ImageDbRow>(db, "SELECT * FROM image WHERE encounter = ? ORDER BY ordinal").all(encounter);

/** All images of an encounter, in order of time. */
export const syncImages = (db: StationDatabase, encounter: EncounterId): SyncImage[] =>
  read(db, () => {
    const { pk } = encounterRecord(db, encounter);
    const takenOut = takenOutOf(db, pk);
    return rowsOf(db, pk).map((row) => ({
      sha256: row.sha256,
      hashed: row.hashed,
      ...bytesOf(row),
      bytes: row.bytes,
      mediaType: row.media_type,
      fileName: row.file_name,
      capturedAt: row.captured_at,
      rating: row.rating,
      facts: factsOf(row),
      told: readTold(row.told),
      hasPreview: !row.findings.includes("NO_PREVIEW"),
      record: toRecord(row),
      hubEncounter: row.hub_encounter,
      leftOut: row.left_out,
      takenOut: takenOut.get(row.sha256) ?? [],
    }));
  });

function factsOf(row: ImageDbRow): ImageFacts {
  const { said: _, ...facts } = toFacts(row);
  return facts;
}

const bytesOf = (row: ImageDbRow): Pick<OwnImage, "md5"> | Pick<FarImage, "md5" | "source"> => {
  const source = sourceOf(row);
  return source ? { source, md5: row.md5 || null } : { md5: row.md5 as Md5 };
};

/** A page of an encounter's images, in order of time. */
export function imagePage(db: StationDatabase, encounter: EncounterId, window: Window) {
  return read(db, () => {
    const { pk, manifest } = encounterRecord(db, encounter);
    const identifiers = identifiersOf(db, manifestRecord(db, manifest).populationId);
    const rows = statement<ShownRow>(
      db,
      `SELECT i.*, f.path_text, json_extract(f.metadata, '$.keywords') AS keywords
       FROM (SELECT pk FROM image WHERE encounter = ? ORDER BY ordinal LIMIT ? OFFSET ?) AS shown
         JOIN image AS i ON i.pk = shown.pk LEFT JOIN image_file AS x ON x.image = i.pk AND x.ordinal = (
           SELECT MIN(ordinal) FROM image_file WHERE image = i.pk)
         LEFT JOIN file AS f ON f.pk = x.file
       ORDER BY i.ordinal`,
    ).all(pk, window.limit, window.offset);
    const bursts = burstsOfPage(db, rows, window.offset);
    const near = nearestOf(db, manifest, rows);
    return {
      asOf: lastSeq(db),
      total: totalOf(toImageCounts(encounterSums(db, pk))),
      items: rows.map((row, index) => ({
        ...toView(row, identifiers),
        burst: bursts[index] ?? null,
        near: near[index] ?? null,
      })),
    };
  });
}

type ShownRow = ImageDbRow & { readonly path_text: string | null; readonly keywords: string | null };

function toView(row: ShownRow, identifiers: Identifiers): Omit<ImageRow, "burst" | "near"> {
  const error = row.error_code && {
    code: row.error_code,
    message: errorTable[row.error_code].message,
    hint: errorTable[row.error_code].hint,
    detail: row.error_detail,
    at: toInstant(row.error_ms ?? 0),
  };
  return {
    sha256: row.sha256,
    inContainer: row.source !== null,
    fileName: row.file_name,
    filePath: row.path_text ?? row.file_name,
    mediaType: row.media_type,
    bytes: row.bytes,
    capturedAt: row.captured_at,
    rating: row.rating,
    pairedWith: row.paired_with,
    state: row.state,
    error: error || null,
    nextAttemptAt: toInstantOrNull(row.due_ms),
    findings: JSON.parse(row.findings),
    leftOut: row.left_out,
    ...toFacts(row),
    individuals: individualsOf(row, identifiers),
  };
}

/** Those that its name, its folders and its keywords name. */
function individualsOf({ path_text, file_name, keywords }: ShownRow, identifiers: Identifiers): string[] {
  const path = path_text ?? file_name;
  const tagged = keywords === null ? undefined : (JSON.parse(keywords) as Keywords);
  const found = individualsIn({ path, ...(tagged && { keywords: tagged }) }, identifiers);
  return [...new Set(found.flatMap(({ individuals }) => individuals))];
}
