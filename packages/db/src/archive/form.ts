/**
 * The form of a project archive: lines of JSON, gzipped. The first says what it is; then for each table its columns and its rows;
 * the last has the number of rows and the SHA-256 of all lines before. What belongs to one machine or is a secret is in no table of it.
 */
import { z } from "zod";

export const archiveVersion = 1;

export const ArchiveHead = z.object({
  landfall: z.literal("project"),
  version: z.int().positive(),
  /** Of the database that it was written from. */
  schema: z.int().positive(),
  createdAt: z.iso.datetime(),
  /** Roots as the archive names them: `~` is the home folder of whoever wrote it. */
  roots: z.array(z.string()),
});
export type ArchiveHead = z.infer<typeof ArchiveHead>;

export const ArchiveTable = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });
export const ArchiveEnd = z.object({ end: z.literal(true), rows: z.int().nonnegative(), sha256: z.string() });
export type ArchiveEnd = z.infer<typeof ArchiveEnd>;

interface Archived {
  readonly name: string;
  /** Which rows; all where it is left out. */
  readonly where?: string;
  /** Columns of this machine, with what stands in for them. */
  readonly instead?: Readonly<Record<string, string>>;
}

/** A reading that some manifest is made of, or that its scan job would be grouped from again. */
const isNeeded = (reading: string) => `(${reading} IN (SELECT reading FROM manifest WHERE version > 0)
  OR ${reading} IN (SELECT MAX(pk) FROM reading WHERE state = 'done' AND result IS NOT NULL GROUP BY scan_job))`;

/** All but those of a version that is just being stored. */
const shown = {
  encounter: "manifest NOT IN (SELECT id FROM manifest WHERE version = 0)",
  image: (key: string) =>
    `${key} NOT IN (SELECT e.pk FROM encounter AS e JOIN manifest AS m ON m.id = e.manifest WHERE m.version = 0)`,
  file: `image NOT IN (SELECT i.pk FROM manifest AS m JOIN encounter AS e ON e.manifest = m.id JOIN image AS i ON i.encounter = e.pk
    WHERE m.version = 0)`,
};

/** In an order in which each row finds what it refers to. What triggers keep is not in it. */
export const archived: readonly Archived[] = [
  { name: "profile" },
  { name: "former_hub" },
  { name: "former_receipt" },
  // Of what is set on a station only what encounters are judged by.
  { name: "setting", where: "name = 'license'" },
  { name: "population" },
  { name: "person" },
  { name: "photographer_alias" },
  { name: "camera_person" },
  { name: "individual" },
  { name: "catalogue" },
  { name: "identifier_correction" },
  { name: "clock" },
  { name: "sheet_mapping" },
  { name: "root" },
  { name: "scan_job" },
  { name: "scan_source" },
  { name: "reading", where: `state = 'done' AND ${isNeeded("pk")}` },
  { name: "file", instead: { ino: "NULL" } },
  { name: "on_other_drive" },
  { name: "reading_file", where: isNeeded("reading") },
  { name: "manifest", where: "version > 0" },
  { name: "run", where: "state IN ('done', 'cancelled', 'failed')" },
  { name: "encounter", where: shown.encounter, instead: { sealed: "0" } },
  { name: "image", where: shown.image("encounter"), instead: { run: "NULL", delivered: "NULL" } },
  { name: "image_file", where: shown.file },
  { name: "image_stray", where: shown.image("encounter") },
  { name: "image_taken_out", where: shown.image("encounter") },
  { name: "reshaping" },
  { name: "picture_check" },
  { name: "picture_look" },
  { name: "picture_near" },
  { name: "activity" },
];

export const sealAll = "UPDATE encounter SET sealed = 1";
