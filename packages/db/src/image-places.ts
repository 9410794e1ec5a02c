/** Images change places between encounters that are not approved; what follows from an encounter's images follows. */
import { deriveSync } from "@landfall/engine";
import { type FindingCode, type FindingDetails, isWholeDay, mayBeSameDay } from "@landfall/protocol";
import { foundBetween, type ImageMetadata, severalDays, shotOf } from "@landfall/survey";
import { approvedOfEncounter, othersDetail, photographersWithOthers } from "./approved-as.ts";
import { encounterSums, toImageCounts } from "./counters.ts";
import { type StationDatabase, statement } from "./database.ts";
import { ownMarks } from "./decided-elsewhere.ts";
import { type EncounterRecord, encounterRecord } from "./encounter.ts";
import { storeStates } from "./encounter-states.ts";
import { undecided } from "./fields.ts";
import { licensesDetail } from "./given-license.ts";
import { hasStrays, judgedImages, summedFindings, warnsOf, wholeOf } from "./image-findings.ts";
import { judgeOf } from "./judge.ts";

interface PlacedImage {
  readonly pk: number;
  readonly encounter: number;
  readonly sha256: string;
  readonly hub_encounter: string | null;
}

/**
 * Puts an image into an encounter. Where that has the photograph already, the two become one: the one that is left out
 * gives way to the one that is not.
 */
export function placeImage(db: StationDatabase, image: PlacedImage, encounter: number): void {
  const find = (condition: string, ...values: unknown[]) =>
    statement<PlacedImage & { state: string }>(
      db,
      `SELECT pk, encounter, sha256, hub_encounter, state FROM image WHERE ${condition}`,
    ).get(...values);
  const twin = find("encounter = ? AND sha256 = ?", encounter, image.sha256);
  if (twin?.pk === image.pk) return;
  const isLive = twin?.state === "skipped" && find("pk = ?", image.pk)?.state !== "skipped";
  if (twin && !isLive) uniteTwins(db, image, twin, encounter);
  else {
    if (twin) uniteTwins(db, twin, image, encounter);
    const { next } = statement<{ next: number }>(
      db,
      "SELECT COALESCE(MAX(ordinal), -1) + 1 AS next FROM image WHERE encounter = ?",
    ).get(encounter) as { next: number };
    statement(db, "UPDATE image SET encounter = ?, ordinal = ? WHERE pk = ?").run(encounter, next, image.pk);
  }
}

/** The second takes over the first's files, and what is said of it. */
function uniteTwins(db: StationDatabase, image: PlacedImage, twin: PlacedImage, encounter: number): void {
  if (image.hub_encounter !== null && image.hub_encounter !== twin.hub_encounter)
    statement(db, "INSERT OR IGNORE INTO image_stray (encounter, sha256, hub_encounter) VALUES (?, ?, ?)").run(
      encounter,
      twin.sha256,
      image.hub_encounter,
    );
  statement(
    db,
    `UPDATE image AS t SET side = COALESCE(t.side, o.side), quality = COALESCE(t.quality, o.quality),
       people = MAX(t.people, o.people), said = json_patch(o.said, t.said)
     FROM image AS o WHERE o.pk = ? AND t.pk = ?`,
  ).run(image.pk, twin.pk);
  statement(
    db,
    `UPDATE image_file SET image = @twin, ordinal = ordinal + (SELECT MAX(ordinal) + 1 FROM image_file WHERE image = @twin)
     WHERE image = @image AND file NOT IN (SELECT file FROM image_file WHERE image = @twin)`,
  ).run({ image: image.pk, twin: twin.pk });
  statement(db, "DELETE FROM image_file WHERE image = ?").run(image.pk);
  statement(db, "DELETE FROM image_block WHERE image = ?").run(image.pk);
  statement(db, "DELETE FROM image WHERE pk = ?").run(image.pk);
}

/** In order of time, then of name. */
function order(db: StationDatabase, encounter: number): void {
  // Two steps, for no two images of an encounter may have one place even for a moment.
  statement(
    db,
    `UPDATE image SET ordinal = -1 - t.place FROM (
       SELECT pk, ROW_NUMBER() OVER (ORDER BY captured_at IS NULL, captured_at, file_name, pk) - 1 AS place
       FROM image WHERE encounter = @encounter) AS t WHERE image.pk = t.pk`,
  ).run({ encounter });
  statement(db, "UPDATE image SET ordinal = -1 - ordinal WHERE encounter = ? AND ordinal < 0").run(encounter);
}

const withoutOffset = (capturedAt: string): string => capturedAt.replace(/(?:Z|[+-]\d{2}:\d{2})$/, "");

/** Which images it has changes nothing about where it lies among the others, and what it is called. */
const isOfFields = (code: FindingCode): boolean => !ofImages.has(code);
const ofImages: ReadonlySet<FindingCode> = new Set([
  "SPANS_DAYS",
  "MIXED_CAMERAS",
  "GPS_SPREAD",
  "GPS_SPEED",
  "APPROVED_AS_OTHER",
  "LICENSES_DIFFER",
  "DENIED_BEFORE",
  "SAID_ELSEWHERE",
]);

interface ShapedImage {
  readonly sha256: string;
  readonly file_name: string;
  readonly captured_at: string | null;
  readonly isOut: 0 | 1;
  readonly metadata: string | null;
  readonly track_position: string | null;
}

function toShot({ file_name, captured_at, metadata, track_position }: ShapedImage) {
  const track = track_position === null ? null : (JSON.parse(track_position) as TrackPosition);
  const stated = metadata === null ? null : (JSON.parse(metadata) as ImageMetadata);
  const place = track && ([track.decimalLatitude, track.decimalLongitude] as const);
  const shot = shotOf(file_name, stated, place);
  // As the camera's clock was corrected.
  return captured_at === null || shot.localTime === null
    ? shot
    : { ...shot, localTime: withoutOffset(captured_at).slice(0, 19) };
}

type TrackPosition = Readonly<Record<"decimalLatitude" | "decimalLongitude", number>>;

/** Several days, which its own date does not say; null where there are none such. */
function unexpectedDays(
  { values: { eventDate } }: EncounterRecord,
  images: readonly { readonly captured_at: string | null }[],
): string | null {
  const times = images.flatMap(({ captured_at }) => (captured_at === null ? [] : [withoutOffset(captured_at)]));
  const isSaid = eventDate !== null && !isWholeDay(eventDate);
  return isSaid && times.every((time) => mayBeSameDay(eventDate, time.slice(0, 10))) ? null : severalDays(times);
}

/** First and last photograph and findings, as a scan would have them; review as of one nobody has decided about. */
export function deriveShape(db: StationDatabase, { pk, id }: Pick<EncounterRecord, "pk" | "id">): void {
  order(db, pk);
  const images = statement<ShapedImage>(
    db,
    `SELECT i.sha256, i.file_name, i.captured_at, i.state = 'skipped' AS isOut, f.metadata, i.track_position FROM image AS i
       LEFT JOIN image_file AS x ON x.image = i.pk AND x.ordinal = 0 LEFT JOIN file AS f ON f.pk = x.file
     WHERE i.encounter = ? ORDER BY i.ordinal`,
  ).all(pk);
  const times = images.flatMap((image) => (image.captured_at === null ? [] : [withoutOffset(image.captured_at)]));
  const of = encounterRecord(db, id);
  const found = foundBetween(images.filter(({ isOut }) => isOut === 0).map(toShot));
  const kept = wholeOf(of.findings).filter(isOfFields);
  const days = kept.includes("FOLDER_SPANS_DAYS")
    ? null
    : unexpectedDays(
        of,
        images.filter(({ isOut }) => isOut === 0),
      );
  const judge = judgeOf(db, of.manifest);
  const approved = approvedOfEncounter(db, of);
  const others = photographersWithOthers(approved, (name) => judge.shareSomebody(name, of.values.recordedBy));
  const details: FindingDetails = {
    ...Object.fromEntries(Object.entries(of.details).filter(([code]) => isOfFields(code as FindingCode))),
    ...found.details,
    ...(days !== null && { SPANS_DAYS: days }),
    ...othersDetail(others),
    ...licensesDetail(approved),
    ...ownMarks(
      of.details,
      images.flatMap(({ sha256, isOut }) => (isOut === 0 ? [sha256] : [])),
    ),
  };
  const findings = judge.findings(
    summedFindings(
      [...found.findings, ...(days === null ? [] : (["SPANS_DAYS"] as const)), ...kept],
      judgedImages(db, pk),
      hasStrays(db, pk),
    ),
    { ...of, firstAt: times[0] ?? null, lastAt: times.at(-1) ?? null, details },
  );
  const missing = judge.missing(of.values);
  statement(
    db,
    "UPDATE encounter SET first_at = ?, last_at = ?, findings = ?, warns = ?, details = ?, missing_fields = ? WHERE pk = ?",
  ).run(
    times[0] ?? null,
    times.at(-1) ?? null,
    JSON.stringify(findings),
    warnsOf(findings),
    JSON.stringify(details),
    JSON.stringify(missing),
    pk,
  );
  const review = of.review === "denied" ? "denied" : undecided(missing, findings);
  storeStates(db, of, { review, sync: deriveSync(toImageCounts(encounterSums(db, pk))) });
}
