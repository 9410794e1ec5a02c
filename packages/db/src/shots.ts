/** The files of one shot: a RAW file, its JPEG and its sidecar, as far as an encounter has them. */
import { LandfallError, type Sha256 } from "@landfall/protocol";
import { isSameShot } from "@landfall/survey";
import { type StationDatabase, statement } from "./database.ts";
import type { EncounterRecord } from "./encounter.ts";

interface OfShot {
  readonly sha256: Sha256;
  readonly file_name: string;
  readonly paired_with: string | null;
  readonly path: string;
}

/** The file of a shot that leads the others of it: `folder/IMG_1.NEF` for its JPEG and its sidecar, and for itself. */
function shotOf({ path, file_name, paired_with }: OfShot): string {
  const folder = path.slice(0, path.length - file_name.length);
  return folder + (paired_with !== null && isSameShot(paired_with, file_name) ? paired_with : file_name);
}

export interface ShotFile {
  readonly sha256: Sha256;
  readonly fileName: string;
}

/** These images, and the other files of their shots. NOT_FOUND for what the encounter does not have. */
export function wholeShots(
  db: StationDatabase,
  { id, pk }: EncounterRecord,
  images: readonly Sha256[],
): { readonly all: Sha256[]; readonly companions: ShotFile[] } {
  const files = statement<OfShot>(
    db,
    `SELECT i.sha256, i.file_name, i.paired_with, COALESCE(f.path_text, i.file_name) AS path
     FROM image AS i LEFT JOIN image_file AS x ON x.image = i.pk AND x.ordinal = 0 LEFT JOIN file AS f ON f.pk = x.file
     WHERE i.encounter = ? ORDER BY i.ordinal`,
  ).all(pk);
  const asked = new Set<string>(images);
  const picked = files.filter(({ sha256 }) => asked.has(sha256));
  const absent = images.find((sha256) => !picked.some((image) => image.sha256 === sha256));
  if (absent) throw new LandfallError("NOT_FOUND", { detail: `image ${absent} in encounter ${id}` });
  const shots = new Set(picked.map(shotOf));
  const all = files.filter((file) => shots.has(shotOf(file)));
  const companions = all.filter(({ sha256 }) => !asked.has(sha256));
  return {
    all: all.map(({ sha256 }) => sha256),
    companions: companions.map(({ sha256, file_name }) => ({ sha256, fileName: file_name })),
  };
}
