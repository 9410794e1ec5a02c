/**
 * A draft manifest, stored while the station does other things: in slices, as a version that nobody sees, which is shown in the
 * transaction in which all of it is there. Whatever happens to the versions before meanwhile is in it then.
 */
import { type StationDatabase, takenBack, write } from "./database.ts";
import {
  isAsBefore,
  keepVersion,
  type MadeEncounter,
  makeEncounter,
  type OpenVersion,
  type Outline,
  openVersion,
  prepareDraft,
  type StoredDraft,
  showVersion,
} from "./draft.ts";
import { removeEncounter, removeImages } from "./draft-encounter.ts";
import { createMade, type Made } from "./draft-made.ts";
import { addHidden, type DraftOfReading, latestVersion } from "./draft-version.ts";
import { type DraftWatch, watchVersions } from "./draft-watch.ts";
import type { PlacedDraft } from "./placed-draft.ts";
import { storePlaces } from "./same-version.ts";
import { atOnce, inSlices } from "./slices.ts";

/** What is to be stored, as it was placed at one moment after the call for it. */
export interface DraftSource extends Outline {
  /** Some of it, in order, from the one at this place on; at least that one. */
  readonly from: (place: number) => Promise<readonly PlacedDraft[]>;
}

export interface Making<Result> {
  /** Groups and places; called when everything that changes from now on is noticed. */
  readonly group: () => Promise<Pick<DraftOfReading, "sources"> & { readonly source: DraftSource }>;
  /** Between two slices: others have their turn. Throws where the draft is wanted no more. */
  readonly turn: () => Promise<void>;
  /** Whether what it was grouped by holds no longer. */
  readonly isOutdated: () => boolean;
  /** In the transaction in which the draft appears. */
  readonly stored: (draft: StoredDraft) => Result;
}

/** More images than this are too many to be stored only to see whether all is as it was. */
const lookedAtImages = 1_000;
/** More encounters than this are stored again before the transaction in which the draft appears. */
const inLastSlice = 8;
/** Of encounters in which something happens all the time: after so many rounds they are stored in the last transaction, however many. */
const roundsAtMost = 4;

/**
 * Stores the next version of a scan job's manifest, or finds that all is as in the latest one. One at a time.
 * @returns null where it has to be grouped anew, because of what has happened meanwhile; then nothing has changed. What was stored
 *   and not shown is left for {@link removeHidden}
 */
export async function makeDraft<Result>(
  db: StationDatabase,
  draft: DraftOfReading,
  making: Making<Result>,
): Promise<Result | null> {
  await inSlices(db, prepareDraft(db, draft), making.turn);
  const before = latestVersion(db, draft.scanJob);
  const watch = watchVersions(db, draft.scanJob);
  try {
    const { sources, source } = await making.group();
    const isOutdated = () =>
      latestVersion(db, draft.scanJob)?.id !== before?.id || watch.isReshaped() || making.isOutdated();
    const state: State = { db, draft: { ...draft, sources }, source, watch, turn: making.turn, isOutdated };
    const same = await lookAtAll(state);
    const kept = same ? await keepLatest(state, same, making.stored) : changed;
    return kept === changed ? await storeAll(state, making.stored) : kept;
  } finally {
    watch.end();
  }
}

interface State extends Pick<Making<unknown>, "turn" | "isOutdated"> {
  readonly db: StationDatabase;
  readonly draft: DraftOfReading;
  readonly source: DraftSource;
  readonly watch: DraftWatch;
}

/** Not all is as in the latest version. */
const changed = "changed" as const;

async function* batches({ source }: State): AsyncGenerator<{ first: number; placed: readonly PlacedDraft[] }> {
  let next = source.count > 0 ? source.from(0) : null;
  for (let first = 0; next !== null; ) {
    const placed = await next;
    const after = first + placed.length;
    // The next ones are on their way while these are stored.
    next = after < source.count ? source.from(after) : null;
    next?.catch(() => {});
    yield { first, placed };
    first = after;
  }
}

type Look = (placed: PlacedDraft, place: number) => MadeEncounter | null;

/** Stores each encounter and takes it back at once; null as soon as one is not in the latest version as it is. */
async function lookAtAll(state: State): Promise<{ readonly made: Made; readonly look: Look } | null> {
  const { db, draft, source, turn } = state;
  const open = () => takenBack(db, () => openVersion(db, draft, source));
  const version = source.isLater ? open() : null;
  if (!version?.latest) return null;
  const look: Look = (placed, place) =>
    placed.draft.images.length > lookedAtImages
      ? null
      : takenBack(db, () => atOnce(makeEncounter(db, { ...version, manifest: addHidden(db, draft) }, placed, place)));
  const made = createMade();
  for await (const { first, placed } of batches(state)) {
    for (const [at, each] of placed.entries()) {
      const encounter = look(each, first + at);
      if (!encounter?.same) return null;
      made.set(first + at, each, encounter);
      await turn();
    }
  }
  return { made, look };
}

async function keepLatest<Result>(
  state: State,
  { made, look }: { readonly made: Made; readonly look: Look },
  stored: (draft: StoredDraft) => Result,
): Promise<Result | null | typeof changed> {
  const { db, draft, source, turn } = state;
  await inSlices(db, movePlaces(db, made), turn);
  function* again(placed: PlacedDraft, place: number): Generator<void, boolean> {
    yield;
    const encounter = look(placed, place);
    if (encounter) made.set(place, placed, encounter);
    return encounter?.same != null;
  }
  return settle(state, made, again, () => {
    const latest = latestVersion(db, draft.scanJob);
    if (!latest) throw new Error("The version that was found unchanged is gone.");
    return stored(keepVersion(db, draft, latest, source, made.encounters));
  });
}

/** Each is true by itself, whatever becomes of the draft: the files were there when they were read. */
function* movePlaces(db: StationDatabase, { encounters }: Made): Generator<void, void> {
  for (const { same } of encounters) {
    storePlaces(db, same?.moved ?? []);
    yield;
  }
}

async function storeAll<Result>(state: State, stored: (draft: StoredDraft) => Result): Promise<Result | null> {
  const { db, draft, source, turn } = state;
  const version = write(db, () => openVersion(db, draft, source));
  const made = createMade();
  for await (const { first, placed } of batches(state))
    await inSlices(db, storeBatch(db, version, made, first, placed), turn);
  const { latest } = version;
  if (latest && isAsBefore(made.encounters)) await inSlices(db, movePlaces(db, made), turn);
  function* again(placed: PlacedDraft, place: number): Generator<void, boolean> {
    const pk = made.encounters[place]?.pk as number;
    yield* removeImages(db, pk);
    removeEncounter(db, pk);
    made.set(place, placed, yield* makeEncounter(db, version, placed, place));
    return true;
  }
  const end = await settle(state, made, again, () =>
    stored(
      latest && isAsBefore(made.encounters)
        ? keepVersion(db, draft, latest, source, made.encounters)
        : showVersion(db, draft, version, made.encounters, state.watch.looked()),
    ),
  );
  return end === changed ? null : end;
}

function* storeBatch(
  db: StationDatabase,
  version: OpenVersion,
  made: Made,
  first: number,
  placed: readonly PlacedDraft[],
): Generator<void, void> {
  for (const [at, each] of placed.entries()) {
    made.set(first + at, each, yield* makeEncounter(db, version, each, first + at));
    yield;
  }
}

/**
 * Makes those again of which something has been touched since they were made, until in one and the same transaction there are few
 * of them, and all is at its end.
 */
async function settle<Result>(
  { db, source, watch, turn, isOutdated }: State,
  made: Made,
  again: (placed: PlacedDraft, place: number) => Generator<void, boolean>,
  finish: () => Result,
): Promise<Result | null | typeof changed> {
  const due = new Set<number>();
  const held = new Map<number, PlacedDraft>();
  for (let round = 1; ; round++) {
    const end = write(db, () => {
      if (isOutdated()) return { result: null };
      for (const touched of watch.take()) {
        const places = made.touchedBy(touched);
        if (places === null) return { result: null };
        for (const place of places) due.add(place);
      }
      const isFew = due.size <= inLastSlice || round > roundsAtMost;
      if (!isFew || ![...due].every((place) => held.has(place))) return null;
      for (const place of due) {
        if (!atOnce(again(held.get(place) as PlacedDraft, place))) return { result: changed };
      }
      return { result: finish() };
    });
    if (end) return end.result;
    for (const place of due) {
      const [placed] = await source.from(place);
      if (placed) held.set(place, placed);
    }
    if (due.size > inLastSlice) {
      for (const place of due) {
        if (!(await inSlices(db, again(held.get(place) as PlacedDraft, place), turn))) return changed;
      }
      due.clear();
    }
    await turn();
  }
}
