/** As whose photographs were approved in earlier versions, and under which licence. */
import {
  type EncounterValues,
  type FieldSource,
  type FindingDetails,
  isReference,
  type License,
  type ManifestId,
} from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";

export interface ApprovedAs {
  readonly sha256: string;
  readonly version: number;
  readonly recordedBy: string | null;
  readonly license: License | null;
  /** Who or what said that licence; null where nothing did. */
  readonly licenseSource: FieldSource | null;
}

/** By SHA-256. */
export type Approved = ReadonlyMap<string, readonly ApprovedAs[]>;

/**
 * By SHA-256, as it is in approved encounters of the newest version before this one that has it in any; where only what the file says
 * was changed since, as its picture is. A photograph of the catalogue is another one.
 */
export function approvedAs(db: StationDatabase, manifest: ManifestId, images: readonly string[]): Approved {
  const found = approvedBytes(db, manifest, images);
  const twins = samePictures(
    db,
    images.filter((sha256) => !found.has(sha256)),
  );
  if (twins.length === 0) return found;
  const others = approvedBytes(
    db,
    manifest,
    twins.map(({ twin }) => twin),
  );
  for (const { sha256, twin } of twins) {
    const all = others.get(twin);
    if (all !== undefined && !found.has(sha256)) found.set(sha256, all);
  }
  return found;
}

function approvedBytes(db: StationDatabase, manifest: ManifestId, images: readonly string[]) {
  const found = new Map<string, ApprovedAs[]>();
  if (images.length === 0) return found;
  const rows = statement<ApprovedAs>(
    db,
    `SELECT i.sha256, m.version, e.recorded_by AS recordedBy, e.license, e.provenance ->> '$.license.source' AS licenseSource
     FROM manifest AS own CROSS JOIN json_each(@images) AS k CROSS JOIN image AS i ON i.sha256 = k.value
       CROSS JOIN encounter AS e ON e.pk = i.encounter CROSS JOIN manifest AS m ON m.id = e.manifest
     WHERE own.id = @manifest AND m.scan_job = own.scan_job AND m.version > 0 AND (own.version = 0 OR m.version < own.version)
       AND e.review = 'approved' AND i.state <> 'skipped' AND e.further ->> '$.eventType' IS NOT 'reference'
     ORDER BY m.version DESC, e.ordinal`,
  ).all({ images: JSON.stringify(images), manifest });
  for (const row of rows) {
    const all = found.get(row.sha256);
    if (all === undefined) found.set(row.sha256, [row]);
    else if (all[0]?.version === row.version) all.push(row);
  }
  return found;
}

/** Other bytes of the same picture and time. */
const samePictures = (
  db: StationDatabase,
  images: readonly string[],
): { readonly sha256: string; readonly twin: string }[] =>
  images.length === 0
    ? []
    : statement<{ sha256: string; twin: string }>(
        db,
        `SELECT DISTINCT f.sha256, g.sha256 AS twin
         FROM json_each(?) AS k CROSS JOIN file AS f ON f.sha256 = k.value
           CROSS JOIN file AS g ON g.picture_sha256 = f.picture_sha256
             AND json_extract(g.metadata, '$.localTime') = json_extract(f.metadata, '$.localTime') AND g.sha256 <> f.sha256
         WHERE f.picture_sha256 IS NOT NULL`,
      ).all(JSON.stringify(images));

/** By photographer, how many photographs were approved as theirs. */
type Photographers = ReadonlyMap<string, number>;

/** Of photographs of which some were approved as somebody else's than this encounter says; of all of them, since that may be corrected. */
export function photographersWithOthers(approved: Approved, isSame: (recordedBy: string) => boolean): Photographers {
  const photographers = new Map<string, number>();
  for (const all of approved.values()) {
    const names = all.flatMap(({ recordedBy }) => recordedBy ?? []);
    const name = names.find(isSame) ?? names[0];
    if (name !== undefined) photographers.set(name, (photographers.get(name) ?? 0) + 1);
  }
  return [...photographers.keys()].every(isSame) ? new Map() : photographers;
}

/** What is needed of an encounter. */
interface Held {
  readonly pk: number;
  readonly manifest: ManifestId;
  readonly values: EncounterValues;
  readonly details: FindingDetails;
}

/** As it is kept with the encounter; nothing where there are none. */
export const othersDetail = (photographers: Photographers): FindingDetails =>
  photographers.size === 0 ? {} : { APPROVED_AS_OTHER: JSON.stringify([...photographers]) };

const photographersIn = ({ APPROVED_AS_OTHER: text }: FindingDetails): readonly (readonly [string, number])[] =>
  text === undefined ? [] : JSON.parse(text);

export const approvedPhotographers = (details: FindingDetails): string[] =>
  photographersIn(details).map(([name]) => name);

/** `2 images by Bill Wood, 1 image by Ann Lee; now all by Jo Tidewater`. */
export function othersText({ details, values: { recordedBy } }: Pick<Held, "details" | "values">): string {
  const said = photographersIn(details)
    .filter(([name]) => name !== recordedBy)
    .map(([name, images]) => `${images} ${images === 1 ? "image" : "images"} by ${name}`);
  return `${said.join(", ")}; now ${recordedBy === null ? "nobody is named" : `all by ${recordedBy}`}`;
}

/** What the encounter's live images were approved as. */
export function approvedOfEncounter(
  db: StationDatabase,
  { pk, manifest, values }: Pick<Held, "pk" | "manifest" | "values">,
): Approved {
  if (isReference(values)) return new Map();
  const images = statement<{ sha256: string }>(
    db,
    "SELECT sha256 FROM image WHERE encounter = ? AND state <> 'skipped'",
  ).all(pk);
  const asked = images.map(({ sha256 }) => sha256);
  return approvedAs(db, manifest, asked);
}
