/** What a person says of single images: the side, the quality, people in the picture. */
import {
  describedBy,
  type EncounterId,
  type ImageFactsPatch,
  imageFactNames,
  type Reshaped,
  type Sha256,
} from "@landfall/protocol";
import type { SaidFacts } from "@landfall/survey";
import { type StationDatabase, statement, write } from "./database.ts";
import { type EncounterRecord, encounterRecord, encounterRecords, encounterRow } from "./encounter.ts";
import { storeStates } from "./encounter-states.ts";
import { type FactColumns, toFacts } from "./image-row.ts";
import { open, tell } from "./shape.ts";
import { wholeShots } from "./shots.ts";
import { noteUndoable, type Shape } from "./undoable.ts";

interface Described extends FactColumns {
  readonly sha256: Sha256;
}

const imagesWithFacts = (db: StationDatabase, { pk }: EncounterRecord): Described[] =>
  statement<Described>(db, "SELECT sha256, side, quality, people, said FROM image WHERE encounter = ?").all(pk);

/** With the other files of the same shots: what is seen in one is seen in all. NOT_FOUND for what the encounter does not have. */
function withCompanions(db: StationDatabase, of: EncounterRecord, images: readonly Sha256[]): Described[] {
  const shots = new Set(wholeShots(db, of, images).all);
  return imagesWithFacts(db, of).filter(({ sha256 }) => shots.has(sha256));
}

function describedAs(before: SaidFacts, patch: ImageFactsPatch): SaidFacts {
  const changed = imageFactNames.filter((name) => patch[name] !== undefined && patch[name] !== before[name]);
  if (changed.length === 0) return before;
  return {
    ...describedBy(before, patch),
    said: { ...before.said, ...Object.fromEntries(changed.map((name) => [name, { source: "manual", raw: null }])) },
  };
}

const store = (db: StationDatabase, encounter: number, sha256: string, facts: SaidFacts): void => {
  statement(db, "UPDATE image SET side = ?, quality = ?, people = ?, said = ? WHERE encounter = ? AND sha256 = ?").run(
    facts.side,
    facts.quality,
    Number(facts.people),
    JSON.stringify(facts.said),
    encounter,
    sha256,
  );
};

const shape = (db: StationDatabase, id: EncounterId, facts: Shape["facts"]): Shape => ({
  encounter: { ...encounterRecord(db, id), ordinal: 0 },
  images: {},
  final: false,
  facts,
});

/**
 * Says the same of these images, and of the other files of their shots. An approved encounter waits for approval again,
 * unless all of it was so already.
 */
export function describeImages(
  db: StationDatabase,
  id: EncounterId,
  images: readonly Sha256[],
  patch: ImageFactsPatch,
): Reshaped {
  return write(db, () => {
    const of = encounterRecord(db, id);
    const changes = withCompanions(db, of, images)
      .map((image) => ({ ...image, before: toFacts(image) }))
      .map(({ sha256, before }) => ({ sha256, before, after: describedAs(before, patch) }))
      .filter(({ before, after }) => before !== after);
    if (changes.length === 0) return { encounters: [encounterRow(db, id)], removed: [], undo: null };
    const before = shape(db, id, Object.fromEntries(changes.map((each) => [each.sha256, each.before])));
    open(db, of);
    markChanged(db, of);
    for (const { sha256, after } of changes) store(db, of.pk, sha256, after);
    const after = shape(db, id, Object.fromEntries(changes.map((each) => [each.sha256, each.after])));
    const undo = noteUndoable(db, of.manifest, { before: [before], after: [after] });
    tell(db, [of], [of]);
    return { encounters: [encounterRow(db, id)], removed: [], undo };
  });
}

const markChanged = (db: StationDatabase, { pk }: EncounterRecord): void => {
  statement(db, "UPDATE encounter SET since = 'changed' WHERE pk = ? AND since = 'same'").run(pk);
};

/**
 * Says again what was said before. Null where something else has been said of one of the images since, or it is
 * elsewhere. An encounter that was approved is approved again where its fields are the same.
 */
export function undoDescribing(
  db: StationDatabase,
  before: Shape,
  after: Shape,
  isChangedSince: boolean,
): EncounterRecord | null {
  const [of] = encounterRecords(db, "e.id = ?", before.encounter.id);
  if (!of) return null;
  const now = new Map(imagesWithFacts(db, of).map((image) => [image.sha256 as string, toFacts(image)]));
  const isSame = (sha256: string) => JSON.stringify(now.get(sha256)) === JSON.stringify(after.facts?.[sha256]);
  const said = Object.entries(before.facts ?? {});
  if (!said.every(([sha256]) => isSame(sha256))) return null;
  open(db, of);
  for (const [sha256, facts] of said) store(db, of.pk, sha256, facts);
  const { values, review: was, since } = before.encounter;
  statement(db, "UPDATE encounter SET since = ? WHERE pk = ?").run(since, of.pk);
  const opened = encounterRecord(db, of.id);
  const isAsApproved = !isChangedSince && JSON.stringify(values) === JSON.stringify(of.values);
  if (was === "approved" && opened.review === "pending" && isAsApproved) storeStates(db, opened, { review: was });
  return encounterRecord(db, of.id);
}
