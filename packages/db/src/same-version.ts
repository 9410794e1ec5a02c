/** Whether an encounter is in the version before as it is: a rescan that changed nothing makes no new version. */
import { isDeepStrictEqual } from "node:util";
import { type FindingCode, imageFactNames, type ManifestId } from "@landfall/protocol";
import { type OtherBurst, otherBursts } from "./bursts.ts";
import { type StationDatabase, statement } from "./database.ts";
import { withoutMarks } from "./decided-elsewhere.ts";
import { type EncounterRecord, encounterRecords } from "./encounter.ts";

const isSeen: ReadonlySet<FindingCode> = new Set(["APPROVED_AS_OTHER", "DENIED_BEFORE", "SAID_ELSEWHERE"]);

/** All of an encounter that a reading and a person's decisions make; not what it is compared with, and not its place in the list. */
const madeOf = ({
  details: { APPROVED_AS_OTHER: others, LICENSES_DIFFER: licenses, ...details },
  ...of
}: EncounterRecord) => ({
  encounterNumber: of.encounterNumber,
  isNumberGiven: of.isNumberGiven,
  values: of.values,
  provenance: of.provenance,
  firstAt: of.firstAt,
  lastAt: of.lastAt,
  // Whoever approved it has seen that.
  findings: of.review === "approved" ? of.findings.filter(({ code }) => !isSeen.has(code)) : of.findings,
  details: of.review === "approved" ? withoutMarks(details) : { ...details, others, licenses },
  shaped: of.shaped,
  isApproved: of.review === "approved",
  isDenied: of.review === "denied",
});

/** Where the files lie is no part of it. */
const images = `SELECT i.sha256, i.md5, i.source, i.bytes, i.media_type, i.file_name, i.captured_at, i.rating, i.paired_with,
    i.findings, i.state = 'skipped', i.left_out, i.track_position, i.photographers,
    i.side, i.quality, i.people, ${imageFactNames.map((name) => `i.said -> '$.${name}'`).join(", ")}
  FROM image AS i WHERE i.encounter =`;

export const countImages = (db: StationDatabase, encounter: number): number =>
  (statement<{ n: number }>(db, "SELECT COUNT(*) AS n FROM image WHERE encounter = ?").get(encounter) as { n: number })
    .n;

export const countEncounters = (db: StationDatabase, manifest: ManifestId): number =>
  (
    statement<{ n: number }>(db, "SELECT COUNT(*) AS n FROM encounter WHERE manifest = ?").get(manifest) as {
      n: number;
    }
  ).n;

/** What is other all the same. */
export interface SameEncounter {
  /** Images that were found elsewhere now, or as files that were touched. */
  readonly moved: readonly MovedFiles[];
  readonly bursts: readonly OtherBurst[];
}

/** Where the version has the encounter with the same images, fields and decisions; null where it has not. */
export function sameIn(db: StationDatabase, version: ManifestId, encounter: number): SameEncounter | null {
  const [now] = encounterRecords(db, "e.pk = ?", encounter);
  const [known] = now ? encounterRecords(db, "e.manifest = ? AND e.event_id = ?", version, now.eventID) : [];
  if (!now || !known || countImages(db, now.pk) !== countImages(db, known.pk)) return null;
  if (!isDeepStrictEqual(madeOf(now), madeOf(known))) return null;
  if (statement(db, `${images} ? EXCEPT ${images} ? LIMIT 1`).get(now.pk, known.pk) !== undefined) return null;
  return { moved: movedFiles(db, known.pk, now.pk), bursts: otherBursts(db, known.pk, now.pk) };
}

export interface MovedFiles {
  readonly image: number;
  /** Keys of its files now, the likeliest first. */
  readonly files: readonly number[];
}

const filesOf = (image: string) =>
  `(SELECT json_group_array(file) FROM (SELECT file FROM image_file WHERE image = ${image} ORDER BY ordinal))`;

const movedFiles = (db: StationDatabase, known: number, now: number): MovedFiles[] =>
  statement<{ image: number; files: string }>(
    db,
    `SELECT i.pk AS image, ${filesOf("j.pk")} AS files
     FROM image AS i JOIN image AS j ON j.encounter = @now AND j.sha256 = i.sha256
     WHERE i.encounter = @known AND ${filesOf("i.pk")} <> ${filesOf("j.pk")}`,
  )
    .all({ known, now })
    .map(({ image, files }) => ({ image, files: JSON.parse(files) as number[] }));

/** An image that is gone meanwhile has none. */
export function storePlaces(db: StationDatabase, moved: readonly MovedFiles[]): void {
  for (const { image, files } of moved) {
    statement(db, "DELETE FROM image_file WHERE image = ?").run(image);
    files.forEach((file, ordinal) => {
      statement(db, "INSERT INTO image_file (image, ordinal, file) SELECT pk, ?, ? FROM image WHERE pk = ?").run(
        ordinal,
        file,
        image,
      );
    });
  }
}
