/** A person's decisions about which encounter has which images: split, merged, moved, left out, taken back. */
import { randomUUID } from "node:crypto";
import {
  EncounterId,
  EventId,
  LandfallError,
  type ManifestId,
  type Reshaped,
  type Sha256,
  splitNotes,
} from "@landfall/protocol";
import { applyImages } from "./apply-images.ts";
import { type StationDatabase, statement, write } from "./database.ts";
import { embargoNotes, withLatestEmbargo } from "./embargo-of-images.ts";
import { type EncounterRecord, encounterRecord, encounterRow } from "./encounter.ts";
import { storeStates } from "./encounter-states.ts";
import { putFields } from "./fields.ts";
import { withGroupOf, withoutGroup, withSighting } from "./group-fields.ts";
import { deriveShape, placeImage } from "./image-places.ts";
import { identifiersOfManifest, namedFilesOf, withOwnAnimals } from "./own-animals.ts";
import { imagesOf, makeLike, open, ordinalOf, remove, shapeOf, tell } from "./shape.ts";
import { markNotes, noteMarks } from "./shape-marks.ts";
import { type ShotFile, wholeShots } from "./shots.ts";
import { noteUndoable, type Shape } from "./undoable.ts";

const markShaped = (db: StationDatabase, { pk }: EncounterRecord): void => {
  statement(db, "UPDATE encounter SET shaped = 1 WHERE pk = ?").run(pk);
};

/** Does it, derives what follows, notes how to undo it, and tells of it. `made` are encounters that it made. */
function reshape(
  db: StationDatabase,
  involved: readonly EncounterRecord[],
  work: () => { readonly made?: readonly EncounterRecord[]; readonly removed?: readonly EncounterRecord[] },
): Reshaped {
  const [first] = involved;
  if (!first) throw new LandfallError("VALIDATION_FAILED", { detail: "no encounter" });
  const before = involved.map((of) => shapeOf(db, of));
  const strays = countStrays(db);
  for (const of of involved) open(db, of);
  const { made = [], removed = [] } = work();
  const gone = new Set(removed.map(({ pk }) => pk));
  const left = [...involved, ...made].filter(({ pk }) => !gone.has(pk));
  for (const of of left) {
    markShaped(db, of);
    noteMarks(db, encounterRecord(db, of.id), before);
    deriveShape(db, of);
  }
  const after = left.map(({ id }) => shapeOf(db, encounterRecord(db, id)));
  const images = (shapes: readonly Shape[]) => shapes.reduce((sum, shape) => sum + Object.keys(shape.images).length, 0);
  const isFinal = images(before) !== images(after) || strays !== countStrays(db);
  const undo = isFinal ? null : noteUndoable(db, first.manifest, { before, after });
  tell(db, left, involved);
  const known = new Map(involved.map((of) => [of.id, of]));
  const notes = left.flatMap(({ id }) => markNotes(known.get(id), encounterRecord(db, id)));
  const encounters = left.map(({ id }) => encounterRow(db, id));
  return withNotes({ encounters, removed: removed.map(({ id }) => id), undo }, notes);
}

const countStrays = (db: StationDatabase): number =>
  (statement<{ n: number }>(db, "SELECT COUNT(*) AS n FROM image_stray").get() as { n: number }).n;

/**
 * Splits these images off. The part with more images keeps the eventID, and with it the encounter on the hub. First in
 * the answer is the encounter that has the images of the request.
 */
export function splitEncounter(db: StationDatabase, id: EncounterId, images: readonly Sha256[]): Reshaped {
  return write(db, () => {
    const of = encounterRecord(db, id);
    const picked = imagesOf(db, of, images);
    const all = Object.keys(shapeOf(db, of).images) as Sha256[];
    if (picked.length === 0 || picked.length === all.length)
      throw new LandfallError("VALIDATION_FAILED", { detail: "Some images are split off, and some stay." });
    const isLarger = picked.length * 2 > all.length;
    const moved = isLarger
      ? imagesOf(
          db,
          of,
          all.filter((each) => !images.includes(each)),
        )
      : picked;
    const shared = withSighting(of);
    const result = reshape(db, [of], () => {
      const ids = { id: EncounterId.parse(randomUUID()), eventID: EventId.parse(randomUUID()) };
      // A person says that it is another one, also where its day, place and photographer are the same.
      const like = {
        ...withoutGroup(shared),
        answer: { choice: "apart" as const },
        delivered: null,
        hubEncounterId: null,
      };
      const made = makeLike(db, like, { ...ids, ordinal: ordinalOf(db, of.pk) + 1 });
      for (const image of moved) placeImage(db, image, made.pk);
      if (shared !== of) putFields(db, of.pk, shared);
      nameOwnAnimals(db, [of, made]);
      return { made: [made] };
    });
    const [kept, made] = result.encounters;
    const notes = kept && made ? splitNotes(kept, made, isLarger) : [];
    const encounters = isLarger ? result.encounters : result.encounters.toReversed();
    return { ...result, encounters, notes: [...(result.notes ?? []), ...notes] };
  });
}

/** Where an encounter that goes on is chosen: first what the hub has, then what has most images. */
function survivor(db: StationDatabase, encounters: readonly EncounterRecord[]): EncounterRecord {
  const size = (of: EncounterRecord) => Object.keys(shapeOf(db, of).images).length;
  const [best] = encounters.toSorted(
    (a, b) =>
      Number(b.hubEncounterId !== null) - Number(a.hubEncounterId !== null) ||
      size(b) - size(a) ||
      ordinalOf(db, a.pk) - ordinalOf(db, b.pk),
  );
  return best as EncounterRecord;
}

/** One encounter of several of one manifest, with the fields of the one that is named first. */
export function mergeEncounters(db: StationDatabase, id: EncounterId, others: readonly EncounterId[]): Reshaped {
  return write(db, () => {
    const named = encounterRecord(db, id);
    const all = [...new Set([id, ...others])].map((each) => ofManifest(db, each, named.manifest));
    if (all.length < 2)
      throw new LandfallError("VALIDATION_FAILED", { detail: "Two encounters or more are merged into one." });
    const kept = survivor(db, all);
    const removed = all.filter(({ pk }) => pk !== kept.pk);
    const rest = all.filter(({ pk }) => pk !== named.pk);
    const result = reshape(db, all, () => {
      for (const of of removed) {
        for (const image of imagesOf(db, of, Object.keys(shapeOf(db, of).images) as Sha256[]))
          placeImage(db, image, kept.pk);
        for (const table of ["image_stray", "image_taken_out"]) {
          statement(db, `UPDATE OR IGNORE ${table} SET encounter = ? WHERE encounter = ?`).run(kept.pk, of.pk);
          statement(db, `DELETE FROM ${table} WHERE encounter = ?`).run(of.pk);
        }
        remove(db, of);
      }
      putFields(db, kept.pk, withGroupOf(withLatestEmbargo(named, rest), rest));
      // That one of them was denied is no decision about the photographs of the others.
      if (kept.review === "denied" && all.some(({ review }) => review !== "denied"))
        storeStates(db, kept, { review: "pending" });
      nameOwnAnimals(db, [kept]);
      return { removed };
    });
    return withNotes(result, embargoNotes(named, encounterRecord(db, kept.id)));
  });
}

const withNotes = (reshaped: Reshaped, notes: readonly string[]): Reshaped =>
  notes.length === 0 ? reshaped : { ...reshaped, notes: [...(reshaped.notes ?? []), ...notes] };

/** What names and keywords of images say of animals goes where the images go. */
function nameOwnAnimals(db: StationDatabase, encounters: readonly EncounterRecord[]): void {
  const [first] = encounters;
  const identifiers = first ? identifiersOfManifest(db, first.manifest) : null;
  if (identifiers === null) return;
  for (const { id } of encounters) {
    const of = encounterRecord(db, id);
    const own = withOwnAnimals(of, namedFilesOf(db, of.pk), identifiers);
    if (own.values.organismName !== of.values.organismName) putFields(db, of.pk, own);
  }
}

function ofManifest(db: StationDatabase, id: EncounterId, manifest: ManifestId): EncounterRecord {
  const of = encounterRecord(db, id);
  if (of.manifest !== manifest)
    throw new LandfallError("NOT_FOUND", { detail: `encounter ${id} in manifest ${manifest}` });
  return of;
}

/** How many images stay that are not left out. */
const liveLeft = (db: StationDatabase, of: EncounterRecord, without: readonly Sha256[]): number =>
  Object.entries(shapeOf(db, of).images).filter(([sha256, isOut]) => !isOut && !without.includes(sha256 as Sha256))
    .length;

/** Moves images to another encounter of the manifest. Moving all that are not left out is merging. */
export function moveToEncounter(
  db: StationDatabase,
  id: EncounterId,
  to: EncounterId,
  images: readonly Sha256[],
): Reshaped {
  return write(db, () => {
    const from = encounterRecord(db, id);
    const target = ofManifest(db, to, from.manifest);
    const picked = imagesOf(db, from, images);
    if (from.pk === target.pk || picked.length === 0)
      throw new LandfallError("VALIDATION_FAILED", { detail: "Images move to another encounter." });
    if (liveLeft(db, from, images) === 0) return mergeEncounters(db, to, [id]);
    const result = reshape(db, [target, from], () => {
      for (const image of picked) placeImage(db, image, target.pk);
      putFields(db, target.pk, withLatestEmbargo(target, [from]));
      nameOwnAnimals(db, [target, from]);
      return {};
    });
    return withNotes(result, embargoNotes(target, encounterRecord(db, target.id)));
  });
}

/**
 * Leaves images out, or takes them back: with their receipts, where the hub was not told of it in between. The other files of their
 * shots go the same way, which a note names: what is to be seen in one is to be seen in all.
 * @param alone these files and no others, as where one of them is damaged
 */
export function leaveOut(
  db: StationDatabase,
  id: EncounterId,
  images: readonly Sha256[],
  out: { readonly reason: string | null } | null,
  alone = false,
): Reshaped {
  return write(db, () => {
    const of = encounterRecord(db, id);
    const isOut = shapeOf(db, of).images;
    const companions = alone
      ? []
      : wholeShots(db, of, images).companions.filter(({ sha256 }) => isOut[sha256] !== (out !== null));
    const picked = imagesOf(db, of, [...images, ...companions.map(({ sha256 }) => sha256)]);
    const reshaped = reshape(db, [of], () => {
      const type = out ? "skipped" : "unskipped";
      for (const { pk } of picked)
        statement(db, "UPDATE image SET left_out = ? WHERE pk = ?").run(out?.reason ?? null, pk);
      applyImages(
        db,
        id,
        picked.map(({ sha256 }) => ({ sha256, event: { type } })),
        null,
      );
      return {};
    });
    const notes = companionNotes(companions, out !== null);
    return notes.length > 0 ? { ...reshaped, notes: [...(reshaped.notes ?? []), ...notes] } : reshaped;
  });
}

const named = 5;

/** `Left out with it, as a file of the same shot: IMG_0142.NEF.` */
function companionNotes(companions: readonly ShotFile[], isOut: boolean): string[] {
  if (companions.length === 0) return [];
  const names = companions.slice(0, named).map(({ fileName }) => fileName);
  const more = companions.length > named ? ` and ${companions.length - named} more` : "";
  const what = companions.length === 1 ? "a file of the same shot" : "other files of the same shots";
  return [`${isOut ? "Left out" : "Brought back"} with that, as ${what}: ${names.join(", ")}${more}.`];
}
