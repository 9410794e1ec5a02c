/** Which encounter of an earlier version each draft goes on from, and which images bring decisions from others. Reads only. */
import { isReference, type ManifestId, type ScanJobId } from "@landfall/protocol";
import type { DraftEncounter } from "@landfall/survey";
import { type StationDatabase, statement } from "./database.ts";
import { type EncounterRecord, encounterRecords } from "./encounter.ts";
import { sameEncounters } from "./event-ids.ts";
import { type KnownBefore, knownBefore, knownLongBefore } from "./kept-images.ts";
import { isNoted, nearInDraft } from "./near-duplicates.ts";
import { identifiersOfJob, namedFiles, withOwnAnimals } from "./own-animals.ts";
import type { KeptElsewhere, PlacedDraft, Placing } from "./placed-draft.ts";
import { regroup } from "./regroup.ts";

/** The approved version, and the latest one that has encounters; the newest first. */
export const versionsBefore = (db: StationDatabase, scanJob: ScanJobId): ManifestId[] =>
  statement<{ id: ManifestId }>(
    db,
    `SELECT id FROM manifest WHERE scan_job = ? AND version > 0
     AND (status = 'approved' OR version = (
       SELECT MAX(version) FROM manifest AS m
       WHERE m.scan_job = ? AND m.version > 0 AND EXISTS (SELECT 1 FROM encounter AS e WHERE e.manifest = m.id)))
     ORDER BY version DESC`,
  )
    .all(scanJob, scanJob)
    .map(({ id }) => id);

/** Their encounters; of each eventID the newest. */
function encountersBefore(db: StationDatabase, scanJob: ScanJobId): EncounterRecord[] {
  const byEvent = new Map<string, EncounterRecord>();
  for (const id of versionsBefore(db, scanJob)) {
    for (const of of encounterRecords(db, "e.manifest = ? ORDER BY e.ordinal", id)) {
      if (!byEvent.has(of.eventID)) byEvent.set(of.eventID, of);
    }
  }
  return [...byEvent.values()];
}

type Before = KnownBefore & { readonly encounter: number; readonly isOfCatalogue: boolean };
type Named = { readonly sha256: string };

interface KeptOfImages {
  /** In another encounter of the same kind; where its picture alone is known, whether that was left out. */
  readonly of: (image: Named, draft: DraftEncounter) => { image: Before; isPictureOnly: boolean } | undefined;
  /** What a person has said of the picture: also where its file says other things of it now. */
  readonly factsOf: (image: Named) => Before | undefined;
}

/** An image may lie in several encounters: what the hub has counts for more, then what is newer. */
function keptOfImages(images: readonly Before[], picture: (image: Named) => string): KeptOfImages {
  const all = new Map<string, Before>();
  const facts = new Map<string, Before>();
  const pictureIn = (image: Before) => nameIn(image.isOfCatalogue, picture(image));
  const out = new Map(images.filter(({ isOut }) => isOut).map((image) => [pictureIn(image), image]));
  for (const image of images) {
    const { sha256, isOfCatalogue } = image;
    const name = nameIn(isOfCatalogue, sha256);
    // One file of it was not left out.
    if (!image.isOut && out.size > 0) out.delete(pictureIn(image));
    const other = all.get(name);
    if (!other || (!other.isOnHub && image.isOnHub)) all.set(name, image);
    if (image.isDecided && !facts.has(picture(image))) facts.set(picture(image), image);
  }
  return {
    of: (image, { values }) => {
      const isOfCatalogue = isReference(values);
      const same = all.get(nameIn(isOfCatalogue, image.sha256));
      if (same) return { image: same, isPictureOnly: false };
      const leftOut = out.get(nameIn(isOfCatalogue, picture(image)));
      return leftOut ? { image: leftOut, isPictureOnly: true } : undefined;
    },
    factsOf: (image) => facts.get(picture(image)),
  };
}

/** A photograph in the catalogue is another one than the same photograph in the encounter that it was taken in. */
const nameIn = (isOfCatalogue: boolean, picture: string): string => (isOfCatalogue ? `catalogue ${picture}` : picture);

/** Grouped as the reference of an individual, whatever a person has said of it then. */
function wasReference({ provenance: { eventType } }: EncounterRecord): boolean {
  const said = eventType ? [eventType, ...eventType.conflicts] : [];
  return said.some(({ source }) => source === "filename");
}

/**
 * What an image is known by from version to version: its picture and time, where the picture can be told apart from what is said
 * about it.
 */
function pictureOf(db: StationDatabase, sha256: string): string {
  const row = statement<{ picture: string }>(
    db,
    `SELECT picture_sha256 || ' ' || COALESCE(json_extract(metadata, '$.localTime'), path_text) AS picture
     FROM file WHERE sha256 = ? AND picture_sha256 IS NOT NULL ORDER BY pk LIMIT 1`,
  ).get(sha256);
  return row?.picture ?? sha256;
}

/**
 * The drafts as a person's decisions have them: images that a person has put into an encounter are in it again.
 * @param files the key of the file behind each index of `DraftImage.files`
 */
export function placeDrafts(
  db: StationDatabase,
  scanJob: ScanJobId,
  drafts: readonly DraftEncounter[],
  files: readonly number[],
): Placing {
  const earlier = encountersBefore(db, scanJob);
  const pictures = new Map<string, string>();
  const picture = ({ sha256 }: Named): string => {
    // There is nothing to be known again.
    if (earlier.length === 0) return sha256;
    const known = pictures.get(sha256) ?? pictureOf(db, sha256);
    pictures.set(sha256, known);
    return known;
  };
  const before = earlier.map((of) => {
    const isOfCatalogue = wasReference(of);
    const images = knownBefore(db, of.pk).map(
      ({ pk, sha256, isOut, isOnHub, isDecided }): Before => ({
        pk,
        sha256,
        encounter: of.pk,
        isOfCatalogue,
        isOut,
        isOnHub,
        isDecided,
      }),
    );
    return { key: of, images, sha256: images.map((image) => nameIn(isOfCatalogue, picture(image))) };
  });
  const known = before.flatMap(({ images }) => images);
  const kept = keptOfImages([...known, ...longBefore(db, scanJob, drafts, known)], picture);
  const shapes = before.filter(({ key }) => key.shaped);
  const nameOf = (image: Named, draft: DraftEncounter) => nameIn(isReference(draft.values), picture(image));
  const identifiers = shapes.length > 0 ? identifiersOfJob(db, scanJob) : null;
  const withOwn = (draft: DraftEncounter): DraftEncounter => {
    if (identifiers === null) return draft;
    const placedBy = draft.images.flatMap((image) => files[image.files[0] ?? -1] ?? []);
    return withOwnAnimals(draft, namedFiles(db, placedBy), identifiers);
  };
  const regrouped = regroup(drafts, shapes, nameOf, withOwn);
  const used = new Set(regrouped.map(({ shaped }) => shaped));
  const others = regrouped.filter(({ shaped }) => shaped === undefined);
  const matched = sameEncounters(
    others.map(({ draft }) => draft.images.map((image) => nameOf(image, draft))),
    before.filter(({ key }) => !used.has(key)),
  );
  const near = nearInDraft(
    db,
    drafts.flatMap(({ images }) => images),
  );
  const earlierOf = new Map(others.map(({ draft }, at) => [draft, matched[at]]));
  const imagesOf = new Map(before.map(({ key, images }) => [key, images]));
  const goesOn = new Set<EncounterRecord | undefined>();
  const placed = regrouped.map(({ draft, shaped }): PlacedDraft => {
    const from = shaped ?? earlierOf.get(draft);
    goesOn.add(from);
    const own = new Map((from && imagesOf.get(from))?.map((image) => [image.sha256, image]));
    const elsewhere = draft.images.flatMap((image) => keptElsewhere(image, draft, own, kept));
    return {
      draft: { ...draft, images: draft.images.map((image) => withKeys(withNear(image, near), files)) },
      earlier: from?.pk ?? null,
      shaped: shaped !== undefined,
      elsewhere: elsewhere.map(({ encounters: _, ...ref }) => ref),
      others: [...new Set(elsewhere.flatMap(({ encounters }) => encounters))],
      isOwn: draft.images.every(({ sha256 }) => own.has(sha256)),
    };
  });
  const latest = before[0]?.key.manifest;
  const gone = before.filter(({ key }) => key.manifest === latest && !goesOn.has(key)).length;
  return { placed, gone, isLater: before.length > 0 };
}

function longBefore(
  db: StationDatabase,
  scanJob: ScanJobId,
  drafts: readonly DraftEncounter[],
  known: readonly Named[],
): Before[] {
  if (known.length === 0) return [];
  const there = new Set(known.map(({ sha256 }) => sha256));
  const others = drafts.flatMap(({ images }) => images.flatMap(({ sha256 }) => (there.has(sha256) ? [] : [sha256])));
  return others.length === 0 ? [] : knownLongBefore(db, scanJob, others);
}

type DraftImage = DraftEncounter["images"][number];

const withNear = (image: DraftImage, near: ReadonlySet<string>): DraftImage =>
  near.has(image.sha256) && !isNoted(image) ? { ...image, findings: [...image.findings, "NEAR_DUPLICATE"] } : image;

const withKeys = (image: DraftImage, files: readonly number[]) => ({
  ...image,
  // A list that is put together by flatMap has room for more.
  files: image.files.map((file) => files[file] as number),
});

function keptElsewhere(
  image: Named,
  draft: DraftEncounter,
  own: ReadonlyMap<string, Before>,
  kept: KeptOfImages,
): (KeptElsewhere & { readonly encounters: readonly number[] })[] {
  const here = own.get(image.sha256);
  const there = here ? undefined : kept.of(image, draft);
  const facts = here?.isDecided ? undefined : kept.factsOf(image);
  if (!there && !facts) return [];
  return [
    {
      sha256: image.sha256,
      image: there?.image.pk ?? null,
      isPictureOnly: there?.isPictureOnly ?? false,
      facts: facts?.pk ?? null,
      encounters: [there?.image, facts].flatMap((each) => each?.encounter ?? []),
    },
  ];
}
