/** What must be true at once after a station died in the middle of a transition. */
import type { ManifestId } from "../../packages/protocol/src/index.ts";
import type { Move } from "./inside/moves.ts";
import { type Findings, nothingWrong, openStationDb } from "./judge.ts";
import type { World } from "./world.ts";

const imagesOf =
  "SELECT e.id AS encounter, i.sha256, i.state FROM image AS i JOIN encounter AS e ON e.pk = i.encounter";

/** One of the manifest's images. */
export function someImage(world: World, manifest: ManifestId): Move["image"] {
  const db = openStationDb(world);
  const [image] = db.rows(`${imagesOf} WHERE e.manifest = ? LIMIT 1`, manifest);
  db.close();
  return image;
}

/** A transition that was not committed never happened; one that was is there, and its event with it. */
export function judgeMove(world: World, manifest: ManifestId, image: Move["image"], edge: string): Findings {
  const found = nothingWrong();
  const [, kind = "", from, to, when] = /^station: (image|run) (\w+)→(\w+) \| (.*)$/.exec(edge) ?? [];
  const expected = when === "committed" ? to : from;
  const db = openStationDb(world);
  try {
    const [row] =
      kind === "run"
        ? db.rows("SELECT state FROM run WHERE manifest = ? ORDER BY pk DESC LIMIT 1", manifest)
        : db.rows(`${imagesOf} WHERE e.id = ? AND i.sha256 = ?`, image.encounter, image.sha256);
    if (row?.state !== expected) found.wrong.push(`it is ${row?.state} and should be ${expected}`);
    const [last] = db.rows(
      `SELECT COALESCE(json_extract(change, '$.to'), json_extract(change, '$.run.state')) AS state FROM event
       WHERE json_extract(change, '$.type') = ? ORDER BY seq DESC LIMIT 1`,
      kind,
    );
    if (last?.state !== row?.state && from !== to) found.wrong.push(`the last event says ${last?.state}`);
  } finally {
    db.close();
  }
  return found;
}
