/** From a file on a disk to what became of its bytes. */
import type { EncounterId, ImageState, Receipt, ReviewState, Sha256 } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";

/** One image, in one version of one manifest. */
export interface KnownImage {
  readonly encounter: EncounterId;
  /** What the station and the hub know it by; not of its bytes where it was copied from a container. */
  readonly key: Sha256;
  readonly state: ImageState;
  readonly review: ReviewState;
  readonly receipt: Receipt | null;
  /** True while the hub shows it in an encounter, by our last word to it. */
  readonly isOnHub: boolean;
  /** Of a version that a newer one has replaced: what it says is proof where it has a receipt, and otherwise history. */
  readonly isSuperseded: boolean;
}

interface KnownRow extends Pick<KnownImage, "encounter" | "key" | "state" | "review" | "receipt"> {
  hubEncounter: string | null;
  superseded: 0 | 1;
}

/** Every image with these bytes, in all manifests there have been; those with a receipt first. */
export const imagesOfBytes = (db: StationDatabase, sha256: Sha256): KnownImage[] =>
  statement<KnownRow>(
    db,
    `SELECT e.id AS encounter, i.sha256 AS key, i.state, i.receipt, e.review, i.hub_encounter AS hubEncounter, m.status = 'superseded' AS superseded
     FROM image AS i JOIN encounter AS e ON e.pk = i.encounter JOIN manifest AS m ON m.id = e.manifest
     WHERE i.sha256 = @sha256 OR i.hashed = @sha256 ORDER BY i.receipt IS NULL, i.pk DESC`,
  )
    .all({ sha256 })
    .map(({ hubEncounter, superseded, ...image }) => ({
      ...image,
      isOnHub: hubEncounter !== null,
      isSuperseded: superseded === 1,
    }));

/** Whether a scan found these bytes with the picture of a delivered file, at its place or of its time, and other metadata. */
export const isDeliveredPicture = (db: StationDatabase, sha256: Sha256): boolean =>
  statement(
    db,
    `SELECT 1 FROM file AS f CROSS JOIN file AS g ON g.picture_sha256 = f.picture_sha256 AND g.sha256 <> f.sha256
         AND (json_extract(g.metadata, '$.localTime') = json_extract(f.metadata, '$.localTime')
           OR (g.root = f.root AND g.path = f.path))
       CROSS JOIN image AS i ON i.sha256 = g.sha256 AND i.state = 'complete'
     WHERE f.sha256 = ? AND f.picture_sha256 IS NOT NULL AND f.bucket = 'image' LIMIT 1`,
  ).get(sha256) !== undefined;

/** Whether scans have found both, and that they are one picture with other metadata. */
export const isSamePicture = (db: StationDatabase, a: Sha256, b: Sha256): boolean =>
  a !== b &&
  statement(
    db,
    `SELECT 1 FROM file AS f JOIN file AS g ON g.picture_sha256 = f.picture_sha256
     WHERE f.sha256 = ? AND g.sha256 = ? AND f.picture_sha256 IS NOT NULL LIMIT 1`,
  ).get(a, b) !== undefined;

/** Whether a scan has ever found a file at this place, whatever its bytes were. @param path absolute, byte for byte */
export function wasScanned(db: StationDatabase, path: Buffer): boolean {
  return statement<{ path: string }>(db, "SELECT path FROM root")
    .all()
    .some(({ path: root }) => {
      const folder = Buffer.from(root.endsWith("/") ? root : `${root}/`);
      if (!path.subarray(0, folder.length).equals(folder)) return false;
      const within = path.subarray(folder.length);
      return statement(
        db,
        "SELECT 1 FROM file WHERE root = (SELECT pk FROM root WHERE path = ?) AND path = ? LIMIT 1",
      ).get(root, within);
    });
}
