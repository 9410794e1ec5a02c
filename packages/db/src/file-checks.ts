/** Whether the files of encounters are still as they were scanned: what is to be looked at, and what was found. */
import type { EncounterId, FindingCode, ManifestId, Sha256 } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";
import { changeFindings, deriveAll } from "./encounter-findings.ts";
import { isDelivered } from "./gone-files.ts";
import { announceManifest } from "./manifest.ts";
import { driveOf, inRoot, mountPointOf } from "./mount-points.ts";
import { isOnOtherDrive } from "./other-drives.ts";

/** One place of an image, with the state in which its bytes were read. */
export interface ScannedPlace {
  /** The root that it lies in, or the drive that is mounted inside that. */
  readonly root: Buffer;
  readonly path: Buffer;
  readonly size: number;
  readonly mtimeNs: bigint;
  /** Another drive was found in the place of the one that it lies on. */
  readonly isOnOtherDrive: boolean;
}

export interface ImageToCheck {
  readonly pk: number;
  readonly encounter: EncounterId;
  readonly sha256: Sha256;
  /** The hub has it: it need not be here. */
  readonly isDelivered: boolean;
  /** The scan has found that its file is gone. */
  readonly isGone: boolean;
  /** The place that it is sent from first. */
  readonly places: readonly ScannedPlace[];
}

interface PlaceRow {
  pk: number;
  encounter: EncounterId;
  sha256: Sha256;
  delivered: 0 | 1;
  gone: 0 | 1;
  root: string;
  drive: Buffer | null;
  other: 0 | 1;
  path: Buffer;
  size: number;
  mtime_ns: string;
}

/** Those of one encounter that lie on a disk and are not left out. */
export function imagesToCheck(db: StationDatabase, encounter: EncounterId): ImageToCheck[] {
  const rows = statement<PlaceRow>(
    db,
    `SELECT i.pk, e.id AS encounter, i.sha256, ${isDelivered("i")} AS delivered, i.findings LIKE '%"DELIVERED_GONE"%' AS gone, r.path AS root, ${mountPointOf("f")} AS drive,
       ${isOnOtherDrive("f")} AS other, f.path, f.size, CAST(f.mtime_ns AS TEXT) AS mtime_ns
     FROM encounter AS e JOIN image AS i ON i.encounter = e.pk JOIN image_file AS x ON x.image = i.pk
       JOIN file AS f ON f.pk = x.file JOIN root AS r ON r.pk = f.root
     WHERE e.id = ? AND i.source IS NULL AND i.state <> 'skipped' ORDER BY i.ordinal, x.ordinal`,
  ).all(encounter);
  return [...Map.groupBy(rows, ({ pk }) => pk).values()].flatMap((places) => {
    const [first] = places;
    if (!first) return [];
    const { pk, sha256, delivered, gone } = first;
    return [{ pk, encounter, sha256, isDelivered: delivered === 1, isGone: gone === 1, places: places.map(toPlace) }];
  });
}

const toPlace = ({ root, drive, other, path, size, mtime_ns }: PlaceRow): ScannedPlace => ({
  root: driveOf(root, drive),
  path: inRoot(root, path),
  size,
  mtimeNs: BigInt(mtime_ns),
  isOnOtherDrive: other === 1,
});

/** Encounters that nobody has decided about, in order of time. */
export const undecidedEncounters = (db: StationDatabase, manifest: ManifestId): EncounterId[] =>
  statement<{ id: EncounterId }>(
    db,
    "SELECT id FROM encounter WHERE manifest = ? AND review IN ('pending', 'incomplete') ORDER BY ordinal",
  )
    .all(manifest)
    .map(({ id }) => id);

/** `gone`: it is delivered, and no longer here. */
export type FileResult = "same" | "changed" | "missing" | "away" | "gone";

const findingOf: Record<FileResult, readonly FindingCode[]> = {
  same: [],
  changed: ["FILE_CHANGED"],
  missing: ["FILE_MISSING"],
  away: ["DRIVE_AWAY"],
  gone: ["DELIVERED_GONE"],
};
const ofChecks = new Set<FindingCode>(["FILE_CHANGED", "FILE_MISSING", "DRIVE_AWAY"]);
/** A scan finds the last one, too. */
const ofFiles = new Set<FindingCode>([...ofChecks, "DELIVERED_GONE"]);

/** Notes what became of files; what was found of them before holds no longer. */
export function storeFileChecks(
  db: StationDatabase,
  results: readonly { readonly image: ImageToCheck; readonly result: FileResult }[],
): void {
  write(db, () => {
    const changed = results.filter(({ image, result }) =>
      changeFindings(db, image.pk, { without: ofFiles, add: findingOf[result] }),
    );
    const places = changed.map(({ image }) => placeOf(db, image.pk));
    deriveAll(
      db,
      places.map(({ encounter }) => encounter),
    );
    for (const manifest of new Set(places.map((place) => place.manifest))) announceManifest(db, manifest);
  });
}

/** Where it is now: a person may have moved it while its file was looked at. */
const placeOf = (db: StationDatabase, image: number) =>
  statement<{ encounter: EncounterId; manifest: ManifestId }>(
    db,
    "SELECT e.id AS encounter, e.manifest FROM image AS i JOIN encounter AS e ON e.pk = i.encounter WHERE i.pk = ?",
  ).get(image) as { encounter: EncounterId; manifest: ManifestId };

/** Of a version whose files are read anew. Within writes. */
export function* forgetFileChecks(db: StationDatabase, manifest: ManifestId): Generator<void, void> {
  const encounters = statement<{ pk: number; id: EncounterId }>(
    db,
    `SELECT pk, id FROM encounter AS e WHERE e.manifest = ? AND EXISTS (SELECT 1 FROM json_each(e.findings) AS f
       WHERE json_extract(f.value, '$.code') IN ('FILE_CHANGED', 'FILE_MISSING', 'DRIVE_AWAY'))`,
  ).all(manifest);
  for (const { pk, id } of encounters) {
    const images = statement<{ pk: number }>(db, "SELECT pk FROM image WHERE encounter = ?").all(pk);
    for (const image of images) changeFindings(db, image.pk, { without: ofChecks, add: [] });
    deriveAll(db, [id]);
    yield;
  }
}
