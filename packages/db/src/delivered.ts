/** From a file on a disk to what became of its bytes. */
import type { ImageState, Receipt, ReviewState, Sha256 } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";

/** One image, in one version of one manifest. */
export interface KnownImage {
  readonly state: ImageState;
  readonly review: ReviewState;
  readonly receipt: Receipt | null;
}

/** Every image with these bytes, in all manifests there have been; those with a receipt first. */
export const imagesOfBytes = (db: StationDatabase, sha256: Sha256): KnownImage[] =>
  statement<KnownImage>(
    db,
    `SELECT i.state, i.receipt, e.review FROM image AS i JOIN encounter AS e ON e.pk = i.encounter
     WHERE i.sha256 = @sha256 OR i.hashed = @sha256 ORDER BY i.receipt IS NULL, i.pk DESC`,
  ).all({ sha256 });

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
