/** Which other encounters have the same photographs, in words. */
import type { FindingCode, ManifestId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { imagesWith } from "./image-findings.ts";
import { isKeptFromHub } from "./other-manifests.ts";

const named = 3;

interface Row {
  readonly title: string;
  readonly manifest: string;
}

const title = `COALESCE(e.event_date, '?') || ' · ' || COALESCE(e.locality, '?') || ' · ' || COALESCE(e.recorded_by, '?')`;

const ofOtherManifest = `m.status <> 'superseded' AND m.scan_job <> own.scan_job
  AND (SELECT population FROM scan_job WHERE id = m.scan_job) = (SELECT population FROM scan_job WHERE id = own.scan_job)`;
const isKept = isKeptFromHub("i", "e");

/** Of the same manifest; or of another one of its population that was scanned before. */
const others = {
  IN_OTHER_ENCOUNTER: `NOT ${isKept} AND e.manifest = own.id`,
  IN_OTHER_MANIFEST: `NOT ${isKept} AND ${ofOtherManifest}`,
  KEPT_FROM_HUB_ELSEWHERE: `${isKept} AND ${ofOtherManifest}`,
} as const satisfies Partial<Record<FindingCode, string>>;

export const isOfOthers = (code: FindingCode): code is keyof typeof others => code in others;

/**
 * `also in 2024-07-23 · Active Pass · BW`, of another manifest with its name. As it is now: null where no other has them any more, by
 * whatever a person has done since.
 */
export function elsewhereText(
  db: StationDatabase,
  { pk, manifest }: { readonly pk: number; readonly manifest: ManifestId },
  code: keyof typeof others,
): string | null {
  const rows = statement<Row>(
    db,
    `SELECT DISTINCT ${title} AS title, j.name AS manifest
     FROM manifest AS own CROSS JOIN json_each(@images) AS s
       JOIN image AS i ON i.sha256 = s.value JOIN encounter AS e ON e.pk = i.encounter
       JOIN manifest AS m ON m.id = e.manifest JOIN scan_job AS j ON j.id = m.scan_job
     WHERE own.id = @manifest AND e.pk <> @pk AND ${others[code]}
     ORDER BY 2, 1`,
  ).all({ pk, manifest, images: JSON.stringify(imagesWith(db, pk, code).map(({ sha256 }) => sha256)) });
  if (rows.length === 0) return null;
  const texts = rows
    .slice(0, named)
    .map((row) => (code === "IN_OTHER_ENCOUNTER" ? row.title : `${row.title} of “${row.manifest}”`));
  return `${code === "KEPT_FROM_HUB_ELSEWHERE" ? "Left out of" : "Also in"} ${texts.join("; ")}${rows.length > named ? `; and ${rows.length - named} more` : ""}`;
}
