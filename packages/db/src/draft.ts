/** A draft manifest, stored in one transaction: until it is complete, the version before it is all there is. */
import type { ManifestId, VersionChanges } from "@landfall/protocol";
import type { DraftEncounter } from "@landfall/survey";
import { storeBursts } from "./bursts.ts";
import { type StationDatabase, savepoint, statement, write } from "./database.ts";
import { type Place, type StoredEncounter, storeEncounter } from "./draft-encounter.ts";
import {
  addHidden,
  type DraftOfReading,
  latestVersion,
  removeHidden,
  showHidden,
  sourcesText,
} from "./draft-version.ts";
import { forgetFileChecks } from "./file-checks.ts";
import { judgeOf } from "./judge.ts";
import { noteNear } from "./near-duplicates.ts";
import type { PlacedDraft, Placing } from "./placed-draft.ts";
import { placeDrafts } from "./placing.ts";
import { countEncounters, type SameEncounter, sameIn, storePlaces } from "./same-version.ts";
import { atOnce } from "./slices.ts";
import { understandingOf } from "./understanding.ts";

export interface NewDraft extends DraftOfReading {
  readonly encounters: readonly DraftEncounter[];
  /** The stored file behind each index of `DraftImage.files`. */
  readonly files: readonly number[];
}

export interface StoredDraft {
  readonly manifest: ManifestId;
  readonly version: number;
  /** Encounters with everything they need, and the others. */
  readonly complete: number;
  readonly incomplete: number;
  /** Null in a first version. */
  readonly changes: VersionChanges | null;
}

/**
 * Stores the next version, or none where all its encounters are as in the latest one: then that one knows the files by where they
 * are now. Drafts that nobody approved are superseded by a new version. An approved one is superseded as soon as the new one has an
 * approved encounter, which it has at once where a decision is carried over.
 */
export const storeDraft = (db: StationDatabase, draft: NewDraft): StoredDraft =>
  storeAtOnce(db, draft, () => placeDrafts(db, draft.scanJob, draft.encounters, draft.files));

/** @param place called within the transaction */
export function storeAtOnce(db: StationDatabase, draft: DraftOfReading, place: () => Placing): StoredDraft {
  return write(db, () => {
    atOnce(prepareDraft(db, draft));
    const placing = place();
    return savepoint(db, (rollBack) => {
      const version = openVersion(db, draft, { ...placing, count: placing.placed.length });
      const made = placing.placed.map((placed, ordinal) => atOnce(makeEncounter(db, version, placed, ordinal)));
      if (!version.latest || !isAsBefore(made)) return showVersion(db, draft, version, made);
      rollBack();
      return keepVersion(db, draft, version.latest, version, made);
    });
  });
}

/** Takes away what a version that was never shown has left, and what is true no longer now that the files were read. Within writes. */
export function* prepareDraft(db: StationDatabase, { scanJob }: DraftOfReading): Generator<void, void> {
  yield* removeHidden(db, scanJob);
  const latest = latestVersion(db, scanJob);
  // What was found of files before holds no longer: they have just been read.
  if (latest) yield* forgetFileChecks(db, latest.id);
}

/** How many encounters are to be stored, and what is known of all of them. */
export type Outline = Pick<Placing, "gone" | "isLater"> & { readonly count: number };

/** A version that is being stored. */
export interface OpenVersion extends Omit<Place, "ordinal">, Outline {
  /** The one that it may turn out to be; undefined where it is another one in any case. */
  readonly latest: { readonly id: ManifestId; readonly version: number } | undefined;
}

/** An encounter of it. */
export interface MadeEncounter extends StoredEncounter {
  /** As it is in the version before. */
  readonly same: SameEncounter | null;
}

/** Within a write. */
export function openVersion(
  db: StationDatabase,
  draft: DraftOfReading,
  { gone, isLater, count }: Outline,
): OpenVersion {
  const latest = latestVersion(db, draft.scanJob);
  const manifest = addHidden(db, draft);
  return {
    ...{ manifest, gone, isLater, count, judge: judgeOf(db, manifest), understand: understandingOf(db, manifest) },
    latest: latest && isLater && gone === 0 && countEncounters(db, latest.id) === count ? latest : undefined,
  };
}

/** Within writes. */
export function* makeEncounter(
  db: StationDatabase,
  version: OpenVersion,
  placed: PlacedDraft,
  ordinal: number,
): Generator<void, MadeEncounter> {
  const stored = yield* storeEncounter(db, placed, { ...version, ordinal });
  return { ...stored, same: version.latest ? sameIn(db, version.latest.id, stored.pk) : null };
}

export const isAsBefore = (made: readonly MadeEncounter[]): boolean => made.every(({ same }) => same !== null);

/**
 * Makes it the latest version, once all its encounters are stored. Within a write.
 * @param looked SHA-256 of pictures of which it became known since they were placed that others look nearly the same
 */
export function showVersion(
  db: StationDatabase,
  draft: DraftOfReading,
  of: OpenVersion,
  made: readonly MadeEncounter[],
  looked: readonly string[] = [],
): StoredDraft {
  const changes = changesIn(made, of);
  const version = showHidden(db, of.manifest, draft, changes.approved > 0);
  noteNear(db, of.manifest, looked);
  return { manifest: of.manifest, version, ...countsOf(made), changes: of.isLater ? changes : null };
}

/** Leaves the latest version in its place, once all has been found to be as it was. Within a write. */
export function keepVersion(
  db: StationDatabase,
  draft: DraftOfReading,
  latest: { readonly id: ManifestId; readonly version: number },
  of: Outline,
  made: readonly MadeEncounter[],
): StoredDraft {
  for (const { same } of made) {
    storePlaces(db, same?.moved ?? []);
    storeBursts(db, same?.bursts ?? []);
  }
  statement(db, "UPDATE manifest SET reading = ?, sources = ? WHERE id = ?").run(
    draft.reading,
    sourcesText(draft),
    latest.id,
  );
  const changes = { ...changesIn(made, of), isNew: false };
  return { manifest: latest.id, version: latest.version, ...countsOf(made), changes };
}

const countsOf = (made: readonly MadeEncounter[]) => {
  const complete = made.filter(({ isComplete }) => isComplete).length;
  return { complete, incomplete: made.length - complete };
};

function changesIn(made: readonly MadeEncounter[], { gone }: Outline): VersionChanges {
  const count = (is: (each: MadeEncounter) => boolean) => made.filter(is).length;
  return {
    isNew: true,
    added: count(({ since }) => since === "new"),
    changed: count(({ since }) => since === "changed"),
    same: count(({ since }) => since === "same"),
    gone,
    approved: count(({ isApproved }) => isApproved),
  };
}
