/** The ledger of acknowledged blocks. */
import type { AcknowledgedBlocks, RunMark } from "@landfall/engine";
import type { EncounterId, ManifestId, RunResult, Sha256 } from "@landfall/protocol";
import { noteSent } from "./budget.ts";
import { read, type StationDatabase, statement, write } from "./database.ts";

const ofImage =
  "(SELECT i.pk FROM image AS i JOIN encounter AS e ON e.pk = i.encounter WHERE e.id = ? AND i.sha256 = ?)";

/** What is acknowledged of an image; null when nothing. */
export function acknowledgedBlocks(
  db: StationDatabase,
  encounter: EncounterId,
  sha256: Sha256,
): AcknowledgedBlocks | null {
  const rows = read(db, () =>
    statement<{ idx: number; target: string; block_bytes: number }>(
      db,
      `SELECT idx, target, block_bytes FROM image_block WHERE image = ${ofImage}`,
    ).all(encounter, sha256),
  );
  const [first] = rows;
  if (!first) return null;
  return { target: first.target, blockBytes: first.block_bytes, indexes: new Set(rows.map(({ idx }) => idx)) };
}

/**
 * Notes one more, and what the run has sent; those of another blob or size are of no use any more. Of an image that was put
 * into another encounter meanwhile only the bytes count.
 */
export function acknowledgeBlock(
  db: StationDatabase,
  encounter: EncounterId,
  sha256: Sha256,
  { target, blockBytes }: Omit<AcknowledgedBlocks, "indexes">,
  index: number,
  mark: RunMark,
): void {
  write(db, () => {
    noteSent(db, mark.run, mark.bytesSent);
    statement(db, `DELETE FROM image_block WHERE image = ${ofImage} AND (target <> ? OR block_bytes <> ?)`).run(
      encounter,
      sha256,
      target,
      blockBytes,
    );
    statement(
      db,
      `INSERT INTO image_block (image, idx, target, block_bytes)
       SELECT pk, ?, ?, ? FROM image WHERE pk = ${ofImage} ON CONFLICT DO NOTHING`,
    ).run(index, target, blockBytes, encounter, sha256);
  });
}

export const forgetBlocks = (db: StationDatabase, encounter: EncounterId, sha256: Sha256): void =>
  write(db, () => {
    statement(db, `DELETE FROM image_block WHERE image = ${ofImage}`).run(encounter, sha256);
  });

/** Images of a manifest that the store has in part, and how much of them. Only what is on its way is looked at: few of all. */
export const partlySent = (db: StationDatabase, manifest: ManifestId): RunResult["partly"] =>
  statement<RunResult["partly"]>(
    db,
    `SELECT COUNT(DISTINCT i.pk) AS images, COALESCE(SUM(MIN(b.block_bytes, i.bytes - b.idx * b.block_bytes)), 0) AS bytes
     FROM image_block AS b CROSS JOIN image AS i ON i.pk = b.image CROSS JOIN encounter AS e ON e.pk = i.encounter
     WHERE e.manifest = ? AND e.review = 'approved' AND i.state <> 'skipped'`,
  ).get(manifest) as RunResult["partly"];
