/** What a new version of a manifest keeps of the versions before it: eventIDs, and decisions that still apply. */
import {
  type EncounterId,
  FieldSource,
  fieldNames,
  type HubEncounterId,
  imageFactNames,
  isReference,
  type ManifestId,
  type Receipt,
  type ScanJobId,
  type Sha256,
  type Since,
} from "@landfall/protocol";
import { applySet, type DraftEncounter, nothingSaid, type SaidFacts } from "@landfall/survey";
import { changesBetween, isUnchanged } from "./changes.ts";
import { type StationDatabase, statement } from "./database.ts";
import { type EncounterRecord, encounterRecords } from "./encounter.ts";
import { sameEncounters } from "./event-ids.ts";
import type { Fields } from "./fields.ts";
import { type FactColumns, type ImageDbRow, toFacts } from "./image-row.ts";
import { regroup } from "./regroup.ts";
import type { Understanding } from "./understanding.ts";

/** Whether an earlier version of this scan job found photographs. */
export const hadPhotographs = (db: StationDatabase, scanJob: ScanJobId): boolean =>
  statement(
    db,
    "SELECT 1 FROM manifest AS m JOIN encounter AS e ON e.manifest = m.id WHERE m.scan_job = ? LIMIT 1",
  ).get(scanJob) !== undefined;

/** What stays of an image of an earlier version. */
export interface KeptOfImage {
  readonly isOut: boolean;
  readonly leftOut: string | null;
  /** Damaged, and to be delivered all the same. */
  readonly keptAsIs: boolean;
  readonly hubEncounter: HubEncounterId | null;
  /** What it was last told of it. */
  readonly told: string | null;
  /** What the hub has said of its bytes. */
  readonly receipt: Receipt | null;
  readonly hashed: Sha256 | null;
  readonly facts: SaidFacts;
}

export interface KeptOfImages {
  /**
   * In another encounter of the same kind. Of a file whose picture alone is known, because other things were written into it
   * since: whether it was left out.
   */
  readonly of: (image: { readonly sha256: string }, draft: DraftEncounter) => KeptOfImage | undefined;
  /** What a person has said of the picture: also where its file says other things of it now. */
  readonly factsOf: (image: { readonly sha256: string }) => SaidFacts | undefined;
}

export interface DraftWithPast {
  readonly draft: DraftEncounter;
  /** The encounter of an earlier version that it goes on from. */
  readonly earlier: EncounterRecord | undefined;
  /** A person has decided which images it has. */
  readonly shaped: boolean;
  /** By SHA-256, of the images of the encounter that it goes on from. */
  readonly own: ReadonlyMap<string, KeptOfImage>;
  /** Of all images of earlier versions. */
  readonly kept: KeptOfImages;
  /** There is a version before. */
  readonly isLater: boolean;
}

/** The encounters of the approved version and of the latest one; of each eventID the newest. */
function encountersBefore(db: StationDatabase, scanJob: ScanJobId): EncounterRecord[] {
  const versions = statement<{ id: ManifestId }>(
    db,
    `SELECT id FROM manifest WHERE scan_job = ?
     AND (status = 'approved' OR version = (
       SELECT MAX(version) FROM manifest AS m
       WHERE m.scan_job = ? AND EXISTS (SELECT 1 FROM encounter AS e WHERE e.manifest = m.id)))
     ORDER BY version DESC`,
  ).all(scanJob, scanJob);
  const byEvent = new Map<string, EncounterRecord>();
  for (const { id } of versions) {
    for (const of of encounterRecords(db, "e.manifest = ? ORDER BY e.ordinal", id)) {
      if (!byEvent.has(of.eventID)) byEvent.set(of.eventID, of);
    }
  }
  return [...byEvent.values()];
}

interface PastImage {
  readonly sha256: string;
  readonly kept: KeptOfImage;
}

const imagesBefore = (db: StationDatabase, encounter: number): PastImage[] =>
  statement<PastRow>(
    db,
    `SELECT sha256, state, left_out, kept_as_is, hub_encounter, told, hashed, COALESCE(receipt, kept_receipt) AS receipt, side, quality, people, said
     FROM image WHERE encounter = ?`,
  )
    .all(encounter)
    .map(({ sha256, state, left_out, kept_as_is, hub_encounter, told, hashed, receipt, ...facts }) => ({
      sha256,
      kept: {
        ...{ isOut: state === "skipped", leftOut: left_out, keptAsIs: kept_as_is === 1 },
        ...{ hubEncounter: hub_encounter, told, receipt, hashed, facts: toFacts(facts) },
      },
    }));

type PastRow = FactColumns &
  Pick<ImageDbRow, "sha256" | "state" | "left_out" | "kept_as_is" | "hub_encounter" | "told" | "hashed" | "receipt">;

/** An image may lie in several encounters: what the hub has counts for more, then what is newer. */
function keptOfImages(
  images: readonly (PastImage & { readonly isOfCatalogue: boolean })[],
  picture: (image: { readonly sha256: string }) => string,
): KeptOfImages {
  const all = new Map<string, KeptOfImage>();
  const facts = new Map<string, SaidFacts>();
  /** By picture: null where one file of it was not left out. */
  const out = new Map<string, KeptOfImage | null>();
  for (const image of images) {
    const { sha256, isOfCatalogue, kept } = image;
    const name = nameIn(isOfCatalogue, sha256);
    const ofPicture = nameIn(isOfCatalogue, picture(image));
    out.set(ofPicture, kept.isOut && out.get(ofPicture) !== null ? leftOutOnly(kept) : null);
    const other = all.get(name);
    if (!other || (other.hubEncounter === null && kept.hubEncounter !== null)) all.set(name, kept);
    if (isDecided(kept.facts) && !facts.has(picture(image))) facts.set(picture(image), kept.facts);
  }
  return {
    of: (image, { values }) => {
      const isOfCatalogue = isReference(values);
      return (
        all.get(nameIn(isOfCatalogue, image.sha256)) ?? out.get(nameIn(isOfCatalogue, picture(image))) ?? undefined
      );
    },
    factsOf: (image) => facts.get(picture(image)),
  };
}

/** What is true of other bytes of the same picture: a person does not want it. */
const leftOutOnly = ({ leftOut, facts }: KeptOfImage): KeptOfImage => ({
  ...{ isOut: true, leftOut, keptAsIs: false, hubEncounter: null, told: null, receipt: null, hashed: null },
  facts,
});

export const isDecided = ({ said }: SaidFacts): boolean =>
  Object.values(said).some(({ source }) => source === "manual");

/** What a file says of its image, under what a person has said of it. */
export function carryFacts(draft: SaidFacts = nothingSaid, kept: SaidFacts | undefined): SaidFacts {
  if (!kept) return draft;
  const decided = imageFactNames.filter((name) => kept.said[name]?.source === "manual");
  return {
    ...draft,
    ...Object.fromEntries(decided.map((name) => [name, kept[name]])),
    said: { ...draft.said, ...Object.fromEntries(decided.map((name) => [name, kept.said[name]])) },
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
 * The drafts as a person's decisions have them, each with the encounter of an earlier version that it goes on from.
 * Images that a person has put into an encounter are in it again; what was left out stays so. `gone` are encounters of the
 * latest version that nothing goes on from.
 */
export function earlierEncounters(
  db: StationDatabase,
  scanJob: ScanJobId,
  drafts: readonly DraftEncounter[],
): { readonly placed: DraftWithPast[]; readonly gone: number } {
  const pictures = new Map<string, string>();
  const picture = ({ sha256 }: { readonly sha256: string }): string => {
    const known = pictures.get(sha256) ?? pictureOf(db, sha256);
    pictures.set(sha256, known);
    return known;
  };
  const before = encountersBefore(db, scanJob).map((of) => {
    const isOfCatalogue = wasReference(of);
    const images = imagesBefore(db, of.pk).map((image) => ({ ...image, isOfCatalogue }));
    return { key: of, images, sha256: images.map((image) => nameIn(isOfCatalogue, picture(image))) };
  });
  const kept = keptOfImages(
    before.flatMap(({ images }) => images),
    picture,
  );
  const shapes = before.filter(({ key }) => key.shaped);
  const nameOf = (image: { readonly sha256: string }, draft: DraftEncounter) =>
    nameIn(isReference(draft.values), picture(image));
  const regrouped = regroup(drafts, shapes, nameOf);
  const used = new Set(regrouped.map(({ shaped }) => shaped));
  const others = regrouped.filter(({ shaped }) => shaped === undefined);
  const matched = sameEncounters(
    others.map(({ draft }) => draft.images.map((image) => nameOf(image, draft))),
    before.filter(({ key }) => !used.has(key)),
  );
  const earlierOf = new Map(others.map(({ draft }, at) => [draft, matched[at]]));
  const ownOf = new Map(
    before.map(({ key, images }) => [key, new Map(images.map(({ sha256, kept: of }) => [sha256, of]))]),
  );
  const placed = regrouped.map(({ draft, shaped }) => {
    const earlier = shaped ?? earlierOf.get(draft);
    const own = (earlier && ownOf.get(earlier)) ?? new Map();
    return { draft, earlier, shaped: shaped !== undefined, own, kept, isLater: before.length > 0 };
  });
  const latest = before[0]?.key.manifest;
  const goesOn = new Set(placed.map(({ earlier }) => earlier));
  const gone = before.filter(({ key }) => key.manifest === latest && !goesOn.has(key)).length;
  return { placed, gone };
}

/** The encounter that one which goes on from `earlier` is compared with: as it was last approved, if it was. */
function comparedWith(db: StationDatabase, earlier: EncounterRecord): EncounterRecord {
  if (earlier.review === "approved" || earlier.before === null) return earlier;
  const [before] = encounterRecords(db, "e.id = ?", earlier.before);
  return before?.review === "approved" ? before : earlier;
}

/**
 * Compares an encounter that has just been stored with the one that it goes on from. Approved are the ones whose images and fields
 * are as a person approved them, with no finding that was not there then: nothing is approved that nobody has seen.
 */
export function carryDecision(
  db: StationDatabase,
  now: EncounterRecord,
  { earlier, isLater }: Pick<DraftWithPast, "earlier" | "isLater">,
): { readonly since: Since | null; readonly before: EncounterId | null; readonly isApproved: boolean } {
  if (!earlier) return { since: isLater ? "new" : null, before: null, isApproved: false };
  const before = comparedWith(db, earlier);
  const isSame = before.encounterNumber === now.encounterNumber && isUnchanged(changesBetween(db, before, now));
  const isApproved = isSame && before.review === "approved" && now.review !== "denied";
  return { since: isSame ? "same" : "changed", before: before.id, isApproved };
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

const rank = (source: FieldSource | undefined): number => (source ? FieldSource.options.indexOf(source) : -1);

/**
 * A person's values stay, and what a person emptied stays empty, unless the new reading was given a value of a source that may replace them. What a
 * person typed is understood as the population understands it now.
 */
export function carryFields(draft: Fields, earlier: EncounterRecord | undefined, understand: Understanding): Fields {
  let fields = draft;
  for (const name of fieldNames) {
    const kept = earlier?.provenance[name];
    const value = earlier?.values[name] ?? null;
    if (!kept) continue;
    const { source } = kept;
    if (source !== "set" && source !== "override" && source !== "manual") continue;
    if (rank(source) > rank(fields.provenance[name]?.source)) {
      const said = value === null ? null : (kept.verbatim ?? value);
      const isEmpty = (fields.values[name] ?? null) === null;
      fields =
        said === null && isEmpty
          ? { values: fields.values, provenance: { ...fields.provenance, [name]: { ...kept, conflicts: [] } } }
          : applySet(fields.values, fields.provenance, { [name]: said }, source);
    }
  }
  return understand(fields);
}
