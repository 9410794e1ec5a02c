/** Reading the counters. Only triggers write them (migrations/001-counters.ts). */
import { type ImageCounts, ImageState, type ManifestId, type ManifestRow } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";

export interface ImageSums extends ImageCounts {
  readonly bytes: number;
  /** Of images whose bytes the hub has, read back or not. */
  readonly bytes_arrived: number;
  readonly bytes_complete: number;
}

const names = [...ImageState.options, "bytes", "bytes_arrived", "bytes_complete"] as const;

export const sumsColumns = (table: string): string => names.map((name) => `${table}.${name}`).join(", ");

export const toImageCounts = (sums: ImageCounts): ImageCounts =>
  Object.fromEntries(ImageState.options.map((state) => [state, sums[state]])) as ImageCounts;

export const totalOf = (images: ImageCounts): number =>
  ImageState.options.reduce((sum, state) => sum + images[state], 0);

export function encounterSums(db: StationDatabase, encounter: number): ImageSums {
  const sums = statement<ImageSums>(db, `SELECT ${sumsColumns("c")} FROM encounter_images AS c WHERE c.encounter = ?`);
  return sums.get(encounter) as ImageSums;
}

/** Of the approved encounters of a manifest, or of the others. */
export function manifestSums(db: StationDatabase, manifest: ManifestId, approved: boolean): ImageSums {
  const sums = statement<ImageSums>(
    db,
    `SELECT ${sumsColumns("c")} FROM manifest_images AS c WHERE c.manifest = ? AND c.approved = ?`,
  );
  return sums.get(manifest, Number(approved)) as ImageSums;
}

export const encounterCounts = (db: StationDatabase, manifest: ManifestId): ManifestRow["encounters"] =>
  statement<ManifestRow["encounters"]>(
    db,
    `SELECT incomplete, pending, approved, denied, synced, partial, failed
     FROM manifest_encounters WHERE manifest = ?`,
  ).get(manifest) as ManifestRow["encounters"];
