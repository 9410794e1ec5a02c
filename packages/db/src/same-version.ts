/** Whether two versions of a manifest are one: a rescan that changed nothing makes no new version. */
import { isDeepStrictEqual } from "node:util";
import { imageFactNames, type ManifestId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { type EncounterRecord, encounterRecords } from "./encounter.ts";

/** All of an encounter that a reading and a person's decisions make; not what it is compared with, and not its place in the list. */
const madeOf = (of: EncounterRecord) => ({
  encounterNumber: of.encounterNumber,
  isNumberGiven: of.isNumberGiven,
  values: of.values,
  provenance: of.provenance,
  firstAt: of.firstAt,
  lastAt: of.lastAt,
  findings: of.findings,
  details: of.details,
  shaped: of.shaped,
  isApproved: of.review === "approved",
  isDenied: of.review === "denied",
});

const byEvent = (db: StationDatabase, manifest: ManifestId) =>
  new Map(encounterRecords(db, "e.manifest = ?", manifest).map((of) => [of.eventID, madeOf(of)]));

/** Where the files lie is no part of it. */
const images = `SELECT e.event_id, i.sha256, i.md5, i.source, i.bytes, i.media_type, i.file_name, i.captured_at, i.rating, i.paired_with,
    i.findings, i.state = 'skipped', i.left_out, i.track_position, i.photographers,
    i.side, i.quality, i.people, ${imageFactNames.map((name) => `i.said -> '$.${name}'`).join(", ")}
  FROM encounter AS e JOIN image AS i ON i.encounter = e.pk WHERE e.manifest =`;

const countImages = (db: StationDatabase, manifest: ManifestId): number =>
  (
    statement<{ n: number }>(
      db,
      "SELECT COUNT(*) AS n FROM encounter AS e JOIN image AS i ON i.encounter = e.pk WHERE e.manifest = ?",
    ).get(manifest) as { n: number }
  ).n;

/** The same encounters, with the same images, fields and decisions. */
export function isSameVersion(db: StationDatabase, one: ManifestId, other: ManifestId): boolean {
  if (countImages(db, one) !== countImages(db, other)) return false;
  if (!isDeepStrictEqual(byEvent(db, one), byEvent(db, other))) return false;
  return statement(db, `${images} ? EXCEPT ${images} ? LIMIT 1`).get(one, other) === undefined;
}

export interface MovedFiles {
  readonly image: number;
  /** Keys of its files now, the likeliest first. */
  readonly files: readonly number[];
}

const filesOf = (image: string) =>
  `(SELECT json_group_array(file) FROM (SELECT file FROM image_file WHERE image = ${image} ORDER BY ordinal))`;

/** Images of `known` that `now`, which is the same otherwise, has found elsewhere, or as files that were touched. */
export const movedFiles = (db: StationDatabase, known: ManifestId, now: ManifestId): MovedFiles[] =>
  statement<{ image: number; files: string }>(
    db,
    `SELECT i.pk AS image, ${filesOf("j.pk")} AS files
     FROM encounter AS e JOIN image AS i ON i.encounter = e.pk
       JOIN encounter AS f ON f.manifest = @now AND f.event_id = e.event_id
       JOIN image AS j ON j.encounter = f.pk AND j.sha256 = i.sha256
     WHERE e.manifest = @known AND ${filesOf("i.pk")} <> ${filesOf("j.pk")}`,
  )
    .all({ known, now })
    .map(({ image, files }) => ({ image, files: JSON.parse(files) as number[] }));

export function storePlaces(db: StationDatabase, moved: readonly MovedFiles[]): void {
  for (const { image, files } of moved) {
    statement(db, "DELETE FROM image_file WHERE image = ?").run(image);
    files.forEach((file, ordinal) => {
      statement(db, "INSERT INTO image_file (image, ordinal, file) VALUES (?, ?, ?)").run(image, ordinal, file);
    });
  }
}
