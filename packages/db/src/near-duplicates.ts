/** Pictures that look nearly the same. They are shown with each other's names, and never dropped. */
import type { EncounterId, FindingCode, ManifestId, NearImage, Sha256 } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { addNote, changeFindings } from "./encounter-findings.ts";
import type { ImageDbRow } from "./image-row.ts";

/** Of 128. Pictures of different things differ in thirty and more; an edited or resized copy in none to nine. */
const mostBits = 10;
/** Of eight bands of two bytes one is the same where seven bits differ, and nearly always where ten do. */
const bands = [1, 3, 5, 7, 9, 11, 13, 15] as const;
/** Of a band that many pictures share only the latest are compared: nothing is compared with all others. */
const mostInBand = 100;
/** Of a series that hardly changes, some are enough. */
const mostNear = 8;
const mostTried = 32;

export interface OfPicture {
  readonly pk: number;
  readonly encounter: EncounterId;
  readonly manifest: ManifestId;
}

/** Of an image `i` in manifest `m`: another one there looks nearly the same, and is no frame of the same burst. */
const hasNear = `EXISTS (
  SELECT 1 FROM picture_near AS n
    JOIN image AS o ON o.sha256 = n.other AND o.pk BETWEEN m.first_image AND m.last_image
  WHERE n.sha256 = i.sha256 AND (o.burst IS NULL OR o.burst IS NOT i.burst))`;

/** These say more exactly what the other one is. */
const isSaidAlready = "i.findings LIKE '%\"SAME_PICTURE\"%' OR i.findings LIKE '%\"SAME_SHOT\"%'";

const ones = Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll("0", "").length);

const bitsBetween = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, byte, at) => sum + (ones[byte ^ (b[at] ?? 0)] ?? 0), 0);

/**
 * Notes what a picture looks like, and those that look nearly the same. Within a write.
 * @param look sixteen bytes; null where it cannot be told
 * @returns the images whose findings have changed; their encounters say so
 */
export function storeLook(db: StationDatabase, sha256: Sha256, look: Uint8Array | null): OfPicture[] {
  if (statement(db, "SELECT 1 FROM picture_look WHERE sha256 = ?").get(sha256)) return [];
  const near = look === null ? [] : nearTo(db, sha256, Buffer.from(look));
  statement(db, "INSERT INTO picture_look (sha256, look) VALUES (?, ?)").run(sha256, look && Buffer.from(look));
  for (const { other, bits } of near) {
    const add = statement(db, "INSERT OR IGNORE INTO picture_near (sha256, other, bits) VALUES (?, ?, ?)");
    add.run(sha256, other, bits);
    add.run(other, sha256, bits);
  }
  const images = [sha256, ...near.map(({ other }) => other)].flatMap((each) =>
    near.length === 0 ? [] : mark(db, "i.sha256 = ? AND m.status <> 'superseded'", each),
  );
  noteAll(db, images);
  return images;
}

function noteAll(db: StationDatabase, images: readonly OfPicture[]): void {
  for (const [encounter, marked] of Map.groupBy(images, (image) => image.encounter))
    addNote(db, encounter, "NEAR_DUPLICATE", marked.length);
}

interface Near {
  readonly other: Sha256;
  readonly bits: number;
}

function nearTo(db: StationDatabase, sha256: Sha256, look: Buffer): Near[] {
  const found = new Map<Sha256, Near>();
  for (const at of bands) {
    const rows = statement<{ sha256: Sha256; look: Buffer }>(
      db,
      `SELECT sha256, look FROM picture_look WHERE look IS NOT NULL AND substr(look, ${at}, 2) = ? ORDER BY pk DESC LIMIT ${mostInBand}`,
    ).all(look.subarray(at - 1, at + 1));
    for (const row of rows) {
      const bits = bitsBetween(look, row.look);
      if (bits <= mostBits) found.set(row.sha256, { other: row.sha256, bits });
    }
  }
  return [...found.values()]
    .sort((a, b) => a.bits - b.bits)
    .slice(0, mostTried)
    .filter(({ other }) => !areOneBurst(db, sha256, other) && countNear(db, other) < mostNear)
    .slice(0, mostNear);
}

const areOneBurst = (db: StationDatabase, one: Sha256, other: Sha256): boolean =>
  statement(
    db,
    `SELECT 1 FROM image AS a JOIN image AS b ON b.encounter = a.encounter AND b.burst = a.burst
     WHERE a.sha256 = ? AND b.sha256 = ? LIMIT 1`,
  ).get(one, other) !== undefined;

const countNear = (db: StationDatabase, sha256: Sha256): number =>
  statement<{ n: number }>(db, "SELECT COUNT(*) AS n FROM picture_near WHERE sha256 = ?").get(sha256)?.n ?? 0;

/** @param where over images `i`, their encounters `e` and manifests `m` */
function mark(db: StationDatabase, where: string, ...values: readonly string[]): OfPicture[] {
  return statement<OfPicture>(
    db,
    `SELECT i.pk, e.id AS encounter, m.id AS manifest
     FROM image AS i JOIN encounter AS e ON e.pk = i.encounter JOIN manifest AS m ON m.id = e.manifest
     WHERE ${where} AND ${hasNear} AND NOT (${isSaidAlready})`,
  )
    .all(...values)
    .filter(({ pk }) => changeFindings(db, pk, { without: new Set(), add: ["NEAR_DUPLICATE"] }));
}

/** Of pictures of a manifest, what has become known of them since they were placed. Within a write. */
export function noteNear(db: StationDatabase, manifest: ManifestId, pictures: readonly string[]): void {
  const images = pictures.flatMap((sha256) => mark(db, "m.id = ? AND i.sha256 = ?", manifest, sha256));
  noteAll(db, images);
}

interface InDraft {
  readonly sha256: string;
  readonly findings: readonly FindingCode[];
  readonly burst?: number | null;
}

/** Of the images of a draft, the SHA-256 of those that look nearly the same as another one in it, by what is known of their pictures. */
export function nearInDraft(db: StationDatabase, images: readonly InDraft[]): Set<string> {
  const bursts = new Map<string, (number | null)[]>();
  for (const { sha256, burst = null } of images) bursts.set(sha256, [...(bursts.get(sha256) ?? []), burst]);
  const near = new Set<string>();
  const pairs = statement<{ sha256: string; other: string }>(db, "SELECT sha256, other FROM picture_near");
  for (const { sha256, other } of pairs.iterate()) {
    const others = bursts.get(other) ?? [];
    const isNear = bursts.get(sha256)?.some((burst) => others.some((each) => each === null || each !== burst));
    if (isNear) near.add(sha256);
  }
  return near;
}

/** Others of its findings say more exactly what the other one is. */
export const isNoted = ({ findings }: InDraft): boolean =>
  findings.includes("SAME_PICTURE") || findings.includes("SAME_SHOT");

type Shown = Pick<ImageDbRow, "pk" | "sha256" | "burst">;

interface NearRow extends NearImage {
  readonly of: Sha256;
  readonly pk: number;
  readonly burst: number | null;
}

/** @returns for each of these images the one of the same manifest that looks most like it, if any; asked for all of a page at once */
export function nearestOf(db: StationDatabase, manifest: ManifestId, rows: readonly Shown[]): (NearImage | null)[] {
  const found = statement<NearRow>(
    db,
    `SELECT n.sha256 AS "of", o.pk, o.burst, o.sha256, o.file_name AS fileName, e.id AS encounterId
     FROM json_each(@images) AS asked CROSS JOIN picture_near AS n ON n.sha256 = asked.value
       CROSS JOIN manifest AS m ON m.id = @manifest
       CROSS JOIN image AS o ON o.sha256 = n.other AND o.pk BETWEEN m.first_image AND m.last_image
       CROSS JOIN encounter AS e ON e.pk = o.encounter
     ORDER BY n.bits, o.pk`,
  ).all({ manifest, images: JSON.stringify(rows.map(({ sha256 }) => sha256)) });
  const near = Map.groupBy(found, ({ of }) => of);
  return rows.map(({ pk, sha256, burst }) => {
    const isOther = (each: NearRow) => each.pk !== pk && (each.burst === null || each.burst !== burst);
    const best = near.get(sha256)?.find(isOther);
    return best ? { sha256: best.sha256, fileName: best.fileName, encounterId: best.encounterId } : null;
  });
}
