/** What a person did, taken back: to which images encounters have, what is said of them, decisions and fields. */
import { randomUUID } from "node:crypto";
import {
  type EncounterId,
  type EncounterValues,
  EventId,
  type FieldName,
  fieldNames,
  LandfallError,
  type ManifestId,
  type Reshaped,
  type ReshapingId,
  type Sha256,
} from "@landfall/protocol";
import { applyImages } from "./apply-images.ts";
import { isMisplaced } from "./corrections-due.ts";
import { type StationDatabase, statement, write } from "./database.ts";
import { undoingDecisions } from "./decisions.ts";
import { type EncounterRecord, encounterRecord, encounterRecords, encounterRow } from "./encounter.ts";
import { storeStates } from "./encounter-states.ts";
import { encounterTitle } from "./encounter-title.ts";
import { type Fields, putFields } from "./fields.ts";
import { undoDescribing } from "./image-facts.ts";
import { deriveShape, placeImage } from "./image-places.ts";
import { imagesOf, makeLike, open, remove, shapeOf, tell } from "./shape.ts";
import { putMarks } from "./shape-marks.ts";
import { atOnce } from "./slices.ts";
import { type Decision, kindOf, type Shape } from "./undoable.ts";

const tooLate = (detail: string) => new LandfallError("UNDO_TOO_LATE", { detail });

interface LaterChange {
  readonly id: ReshapingId;
  readonly before: readonly Shape[];
  readonly after: readonly Shape[];
}

/** The latest change after this one that had to do with one of these encounters: it is undone first. */
const laterChange = (db: StationDatabase, pk: number, encounters: readonly EncounterId[]): LaterChange | undefined =>
  statement<{ id: ReshapingId; before: string; after: string }>(
    db,
    `SELECT id, before, after FROM reshaping WHERE pk > @pk AND manifest = (SELECT manifest FROM reshaping WHERE pk = @pk)
     ORDER BY pk DESC`,
  )
    .all({ pk })
    .map(({ id, ...shapes }) => ({
      id,
      before: JSON.parse(shapes.before) as Shape[],
      after: JSON.parse(shapes.after) as Shape[],
    }))
    .find(({ before, after }) => [...before, ...after].some(({ encounter }) => encounters.includes(encounter.id)));

function changedAgain(later: LaterChange | undefined): LandfallError {
  if (!later) return tooLate("Its images were changed again.");
  const of = new Set(later.before.map(({ encounter }) => encounterTitle(encounter)));
  return tooLate(`Its images were changed again by a later ${kindOf(later)} (${[...of].join("; ")}); undo that first.`);
}

/** The encounter as it was, made anew where it is gone. */
function restored(db: StationDatabase, { encounter: was, images }: Shape): EncounterRecord {
  const [still] = encounterRecords(db, "e.id = ?", was.id);
  if (still) return still;
  // What was delivered in the meantime went to another encounter of the hub: there it needs a name of its own.
  const hashes = JSON.stringify(Object.keys(images));
  const moved = statement(
    db,
    `SELECT 1 FROM image AS i JOIN encounter AS e ON e.pk = i.encounter JOIN json_each(?) AS asked ON asked.value = i.sha256
     WHERE e.manifest = ? AND i.hub_encounter IS NOT NULL AND i.hub_encounter IS NOT ? LIMIT 1`,
  ).get(hashes, was.manifest, was.hubEncounterId);
  const like = moved ? { ...was, answer: { choice: "apart" as const }, delivered: null, hubEncounterId: null } : was;
  const eventID = moved ? EventId.parse(randomUUID()) : was.eventID;
  return makeLike(db, like, { id: was.id, eventID, ordinal: was.ordinal });
}

interface UndoableRow {
  readonly pk: number;
  readonly manifest: ManifestId;
  readonly before: string;
  readonly after: string;
  readonly decisions: string | null;
}

/** Of many encounters, as many are answered with. */
const answered = 50;

/** What is still to be taken back stands in the log: an end in the middle leaves a way back. */
function* takingBack(db: StationDatabase, { pk, manifest }: UndoableRow, decisions: readonly Decision[]) {
  const isChangedSince = (encounter: EncounterId) => laterChange(db, pk, [encounter]) !== undefined;
  yield* undoingDecisions(db, manifest, decisions, isChangedSince, (left) => {
    if (left.length === 0) statement(db, "DELETE FROM reshaping WHERE pk = ?").run(pk);
    else statement(db, "UPDATE reshaping SET decisions = ? WHERE pk = ?").run(JSON.stringify(left), pk);
  });
  const back = decisions
    .slice(0, answered)
    .flatMap(({ encounter }) => encounterRecords(db, "e.id = ?", encounter))
    .map((of) => encounterRow(db, of.id));
  return { encounters: back, removed: [], undo: null };
}

/** Of how many encounters a decision would be taken back; 0 of another change. */
export const decisionsIn = (db: StationDatabase, id: ReshapingId): number =>
  statement<{ n: number | null }>(db, "SELECT json_array_length(decisions) AS n FROM reshaping WHERE id = ?").get(id)
    ?.n ?? 0;

/** All of it in one transaction. */
export const undoReshaping = (db: StationDatabase, id: ReshapingId): Reshaped =>
  write(db, () => atOnce(undoing(db, id)));

/**
 * Brings the encounters back as they were before it: their images, and which of them were left out. Fields that were
 * edited since stay; encounters that were approved are approved again where nothing else is different. Or takes decisions
 * and fields back, and yields while they are many. UNDO_TOO_LATE when they were changed again, or decided about since.
 */
export function* undoing(db: StationDatabase, id: ReshapingId): Generator<void, Reshaped> {
  const row = statement<UndoableRow>(
    db,
    "SELECT pk, manifest, before, after, decisions FROM reshaping WHERE id = ?",
  ).get(id);
  if (!row) throw new LandfallError("NOT_FOUND", { detail: `change ${id}; what was undone already is none any more` });
  if (row.decisions !== null) return yield* takingBack(db, row, JSON.parse(row.decisions));
  return undoShapes(db, id, row);
}

function undoShapes(db: StationDatabase, id: ReshapingId, row: UndoableRow): Reshaped {
  const before = JSON.parse(row.before) as Shape[];
  const shapesAfter = JSON.parse(row.after) as Shape[];
  const ids = [...before, ...shapesAfter].map(({ encounter }) => encounter.id);
  const later = laterChange(db, row.pk, ids);
  const [first] = before;
  const [described] = shapesAfter;
  if (first?.facts && described) {
    const of = undoDescribing(db, first, described, later !== undefined);
    if (!of) throw changedAgain(later);
    statement(db, "DELETE FROM reshaping WHERE id = ?").run(id);
    tell(db, [of], [of]);
    return { encounters: [encounterRow(db, of.id)], removed: [], undo: null };
  }
  // What was approved then did not say this of its images.
  if (later?.before.some(({ facts }) => facts)) throw changedAgain(later);
  const after = shapesAfter.map((shape) => {
    const [now] = encounterRecords(db, "e.id = ?", shape.encounter.id);
    if (!now || JSON.stringify(shapeOf(db, now).images) !== JSON.stringify(shape.images)) throw changedAgain(later);
    return now;
  });
  for (const of of after) open(db, of);
  const places = after.map((of) => ({ of, images: Object.keys(shapeOf(db, of).images) as Sha256[] }));
  const back = before.map((shape) => ({ shape, of: restored(db, shape) }));
  for (const { shape, of } of back) {
    for (const { of: from, images } of places) {
      const here = images.filter((sha256) => sha256 in shape.images);
      for (const image of imagesOf(db, from, here)) placeImage(db, image, of.pk);
    }
  }
  const wanted = new Set(back.map(({ of }) => of.id));
  const removed = after.filter((of) => !wanted.has(of.id));
  for (const of of removed) remove(db, of);
  for (const { shape, of } of back) {
    const made = shapesAfter.find(({ encounter }) => encounter.id === of.id);
    if (made) fieldsBack(db, of, shape.encounter, made.encounter);
    bringBack(db, shape, of);
  }
  statement(db, "DELETE FROM reshaping WHERE id = ?").run(id);
  const left = back.map(({ of }) => encounterRecord(db, of.id));
  tell(db, left, after);
  return {
    encounters: left.map((of) => encounterRow(db, of.id)),
    removed: removed.map((of) => of.id),
    undo: null,
  };
}

/** The fields that the change itself has changed, and nobody since. */
function fieldsBack(db: StationDatabase, now: EncounterRecord, was: EncounterRecord, made: EncounterRecord): void {
  const values: Record<string, unknown> = { ...now.values };
  const provenance = { ...now.provenance };
  const isOther = (one: Fields, other: Fields, name: FieldName) =>
    (one.values[name] ?? null) !== (other.values[name] ?? null) ||
    JSON.stringify(one.provenance[name]) !== JSON.stringify(other.provenance[name]);
  for (const name of fieldNames.filter((each) => isOther(was, made, each) && !isOther(made, now, each))) {
    delete values[name];
    delete provenance[name];
    if (was.values[name] !== undefined) values[name] = was.values[name];
    if (was.provenance[name] !== undefined) provenance[name] = was.provenance[name];
  }
  putFields(db, now.pk, { values: values as EncounterValues, provenance });
}

function bringBack(db: StationDatabase, { encounter: was, images }: Shape, of: EncounterRecord): void {
  const now = shapeOf(db, of).images;
  const changes = Object.entries(images)
    .filter(([sha256, isOut]) => now[sha256] !== isOut)
    .map(([sha256, isOut]) => ({
      sha256: sha256 as Sha256,
      event: { type: isOut ? ("skipped" as const) : ("unskipped" as const) },
    }));
  applyImages(db, of.id, changes, null);
  for (const { sha256, event } of changes)
    if (event.type === "unskipped")
      statement(db, "UPDATE image SET left_out = NULL WHERE encounter = ? AND sha256 = ?").run(of.pk, sha256);
  // What was sent to the hub in the meantime is to be corrected there, and so stays a person's decision.
  statement(db, `UPDATE encounter AS e SET shaped = (? OR ${isMisplaced}) WHERE pk = ?`).run(Number(was.shaped), of.pk);
  putMarks(db, encounterRecord(db, of.id), was.details ?? {});
  deriveShape(db, of);
  const derived = encounterRecord(db, of.id);
  const isSame = JSON.stringify(derived.values) === JSON.stringify(was.values) && derived.review !== "incomplete";
  if (was.review === "denied" || (was.review === "approved" && isSame))
    storeStates(db, derived, { review: was.review });
}
