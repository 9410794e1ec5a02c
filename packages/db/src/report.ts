/** The images of a manifest's approved encounters, one by one: for the delivery report and for proofs. */
import type {
  EncounterId,
  EventId,
  HubEncounterId,
  ImageState,
  ManifestId,
  Receipt,
  ReportTotals,
  Sha256,
} from "@landfall/protocol";
import { encounterCounts, manifestSums, toImageCounts, totalOf } from "./counters.ts";
import { read, type StationDatabase, statement } from "./database.ts";
import { bytesKnownAs } from "./image-row.ts";
import type { Page } from "./inventory.ts";
import { manifestRecord } from "./manifest.ts";

/** Where one file of an image lies. */
export interface ReportFile {
  readonly root: string;
  /** Relative to its root: as it is shown, and byte for byte. */
  readonly text: string;
  readonly path: Buffer;
  /** What it has now by the last look, where that is the same picture with other metadata; else null. */
  readonly changedTo: Sha256 | null;
}

export interface ReportImage {
  readonly encounterId: EncounterId;
  readonly eventID: EventId;
  readonly hubEncounterId: HubEncounterId | null;
  readonly eventDate: string | null;
  readonly locality: string | null;
  readonly recordedBy: string | null;
  /** The individual whose reference images these are. */
  readonly reference: string | null;
  /** Of its bytes; null for an image in a container until a receipt says it. */
  readonly sha256: Sha256 | null;
  readonly bytes: number;
  readonly mediaType: string;
  readonly fileName: string;
  readonly state: ImageState;
  readonly receipt: Receipt | null;
  /** By the last scan of its folders: delivered, and in none of its places any more. */
  readonly isGone: boolean;
  /** The first is the one it is sent from. */
  readonly files: readonly ReportFile[];
}

interface ReportRow extends Omit<ReportImage, "files" | "isGone"> {
  readonly pk: number;
  readonly gone: 0 | 1;
}

/** Of an image `i` of an encounter `e`, whatever version of the manifest that is of. */
const goneByLastScan = `EXISTS (SELECT 1 FROM image AS n JOIN encounter AS o ON o.pk = n.encounter JOIN manifest AS m ON m.id = o.manifest
  WHERE n.sha256 = i.sha256 AND n.findings LIKE '%"DELIVERED_GONE"%' AND m.scan_job = (SELECT scan_job FROM manifest WHERE id = e.manifest)
    AND m.version = (SELECT MAX(version) FROM manifest WHERE scan_job = m.scan_job))`;

/** In order of time, left-out ones included. `after` counts the images of the pages before. */
export function reportPage(
  db: StationDatabase,
  manifest: ManifestId,
  { after, limit, image }: { after: number; limit: number; image?: Sha256 | undefined },
): Page<ReportImage> {
  return read(db, () => {
    manifestRecord(db, manifest);
    const rows = statement<ReportRow>(
      db,
      `SELECT i.pk, e.id AS encounterId, e.event_id AS eventID, e.hub_encounter_id AS hubEncounterId, e.event_date AS eventDate, e.locality,
         e.recorded_by AS recordedBy,
         CASE WHEN e.further ->> '$.eventType' = 'reference' THEN COALESCE(e.further ->> '$.organismName', '') END AS reference,
         ${bytesKnownAs} AS sha256, i.bytes, i.media_type AS mediaType, i.file_name AS fileName, i.state,
         i.receipt, ${goneByLastScan} AS gone
       FROM encounter AS e CROSS JOIN image AS i ON i.encounter = e.pk
       WHERE e.manifest = @manifest AND e.review = 'approved' AND (@image IS NULL OR @image IN (i.sha256, i.hashed))
       ORDER BY e.ordinal, i.ordinal LIMIT @limit OFFSET @after`,
    ).all({ manifest, image: image ?? null, limit, after });
    const items = rows.map(({ pk, gone, ...row }) => ({
      ...row,
      isGone: gone === 1,
      files: filesOf(db, pk, row.sha256),
    }));
    return { items, next: rows.length < limit ? null : after + limit };
  });
}

/** A file that is known to have other bytes stands for the image by its picture. Of several looks at one place the last counts. */
const filesOf = (db: StationDatabase, image: number, sha256: Sha256 | null): ReportFile[] =>
  statement<ReportFile>(
    db,
    `SELECT r.path AS root, f.path_text AS text, f.path, CASE WHEN f.sha256 <> @sha256 THEN f.sha256 ELSE (
         SELECT IIF(g.sha256 <> f.sha256 AND g.picture_sha256 = f.picture_sha256, g.sha256, NULL) FROM file AS g
         WHERE g.root = f.root AND g.path = f.path ORDER BY g.pk DESC LIMIT 1) END AS changedTo
     FROM image_file AS x JOIN file AS f ON f.pk = x.file JOIN root AS r ON r.pk = f.root
     WHERE x.image = @image ORDER BY x.ordinal`,
  ).all({ image, sha256 });

/** From counters: the same cost for a thousand images and for a million. */
export function reportTotals(db: StationDatabase, manifest: ManifestId): ReportTotals {
  const sums = manifestSums(db, manifest, true);
  const images = totalOf(toImageCounts(sums)) - sums.skipped;
  return {
    encounters: encounterCounts(db, manifest).approved,
    images,
    complete: sums.complete,
    skipped: sums.skipped,
    toApproveAgain: toApproveAgain(db, manifest),
    bytes: sums.bytes,
    bytesComplete: sums.bytes_complete,
  };
}

const toApproveAgain = (db: StationDatabase, manifest: ManifestId): number =>
  statement<{ n: number }>(
    db,
    `SELECT COALESCE(SUM(c.complete), 0) AS n FROM encounter AS e JOIN encounter_images AS c ON c.encounter = e.pk
     WHERE e.manifest = ? AND e.review IN ('incomplete', 'pending')`,
  ).get(manifest)?.n ?? 0;
