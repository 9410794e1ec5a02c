/** The log of what can be undone: the latest changes of each manifest. */
import { randomUUID } from "node:crypto";
import {
  type ActivityActor,
  type ChangeKind,
  type EncounterId,
  type EncounterValues,
  type FieldName,
  type FieldProvenance,
  type ManifestId,
  ReshapingId,
  type ReviewState,
  type Since,
  type UndoableChange,
} from "@landfall/protocol";
import type { SaidFacts } from "@landfall/survey";
import { type StationDatabase, statement, toInstant } from "./database.ts";
import { type EncounterRecord, encounterRecords } from "./encounter.ts";
import { encounterTitle } from "./encounter-title.ts";

/** An encounter as it was or is, with its images and which of them are left out. */
export interface Shape {
  readonly encounter: EncounterRecord & { readonly ordinal: number };
  /** SHA-256 → left out. */
  readonly images: Readonly<Record<string, boolean>>;
  /** Two of its photographs became one: that is not taken apart again. */
  readonly final: boolean;
  /** Of what was said of images, and only of that: SHA-256 → as it was said. */
  readonly facts?: Readonly<Record<string, SaidFacts>> | undefined;
}

/** Of an encounter about which a person decided. */
export interface Decided {
  readonly review: ReviewState;
  /** Of the fields that it changed, and only of those. */
  readonly values: Partial<EncounterValues>;
  readonly provenance: FieldProvenance;
}

/** One encounter before and after a person decided about it. */
export interface Decision {
  readonly encounter: EncounterId;
  readonly before: Decided & {
    readonly since: Since | null;
    readonly comparedWith: EncounterId | null;
    /** Of one that was approved, the digest of all that was: it is approved again only with the same values. */
    readonly approved?: string | undefined;
  };
  readonly after: Decided;
}

export interface Undoable {
  /** Of a change of which encounter has which images, or of what is said of them. */
  readonly before: readonly Shape[];
  readonly after: readonly Shape[];
  /** Of decisions and fields, and only of those. */
  readonly decisions?: readonly Decision[];
}

/** How many of the latest can be undone. */
const kept = 50;

/** @returns the id by which it is undone */
export function noteUndoable(db: StationDatabase, manifest: ManifestId, done: Undoable): ReshapingId {
  const id = ReshapingId.parse(randomUUID());
  const { before, after, decisions } = done;
  statement(db, "INSERT INTO reshaping (id, manifest, before, after, decisions, at_ms) VALUES (?, ?, ?, ?, ?, ?)").run(
    id,
    manifest,
    JSON.stringify(before),
    JSON.stringify(after),
    decisions ? JSON.stringify(decisions) : null,
    db.now(),
  );
  statement(
    db,
    `DELETE FROM reshaping WHERE manifest = @manifest AND pk <= (
       SELECT pk FROM reshaping WHERE manifest = @manifest ORDER BY pk DESC LIMIT 1 OFFSET ${kept})`,
  ).run({ manifest });
  return id;
}

const isDecided = (state: ReviewState): boolean => state === "approved" || state === "denied";

/** What was done, by the encounters before and after it. */
export function kindOf({ before, after, decisions = [] }: Undoable): ChangeKind {
  const became = (state: ReviewState) =>
    decisions.some((each) => each.after.review === state && each.before.review !== state);
  if (became("approved")) return "approval";
  if (became("denied")) return "denial";
  if (decisions.some((each) => each.before.review !== each.after.review && isDecided(each.before.review)))
    return decisions.some(({ after: { values } }) => Object.keys(values).length > 0) ? "edit" : "reopening";
  if (decisions.length > 0) return "edit";
  if (before.some(({ facts }) => facts)) return "description of images";
  if (after.length !== before.length) return after.length > before.length ? "split" : "merge";
  return before.length > 1 ? "move" : "leaving out";
}

interface Row {
  readonly id: ReshapingId;
  readonly before: string;
  readonly after: string;
  readonly decisions: string | null;
  readonly at_ms: number | null;
}

/** What can be undone in a manifest, the latest first. */
export function undoableChanges(db: StationDatabase, manifest: ManifestId): UndoableChange[] {
  const rows = statement<Row>(
    db,
    "SELECT id, before, after, decisions, at_ms FROM reshaping WHERE manifest = ? ORDER BY pk DESC",
  ).all(manifest);
  const by = actorsOf(db, rows);
  return rows.map((row) => toChange(db, row, by));
}

type Actors = ReadonlyMap<string, ActivityActor>;

/** The activity log tells of each change by whom it was made, no earlier than the change itself. */
function actorsOf(db: StationDatabase, rows: readonly Row[]): Actors {
  const sinceMs = Math.min(...rows.map(({ at_ms }) => at_ms ?? 0));
  const told = statement<{ id: string; actor: ActivityActor }>(
    db,
    `SELECT s.value ->> 'id' AS id, a.actor FROM activity AS a, json_each(a.subject) AS s
     WHERE a.category = 'review' AND a.action <> 'undone' AND a.at_ms >= ? AND s.value ->> 'kind' = 'change'`,
  ).all(Number.isFinite(sinceMs) ? sinceMs : 0);
  return new Map(told.map(({ id, actor }) => [id, actor]));
}

/** Undefined where it is none any more. */
export const undoableChange = (db: StationDatabase, id: ReshapingId): UndoableChange | undefined =>
  statement<Row>(db, "SELECT id, before, after, decisions, at_ms FROM reshaping WHERE id = ?")
    .all(id)
    .map((row) => toChange(db, row, actorsOf(db, [row])))[0];

/** Of many encounters, as many are named. */
const named = 3;

function toChange(db: StationDatabase, { id, at_ms, ...row }: Row, by: Actors): UndoableChange {
  const done: Undoable = {
    before: JSON.parse(row.before),
    after: JSON.parse(row.after),
    decisions: JSON.parse(row.decisions ?? "[]"),
  };
  const { before, after, decisions = [] } = done;
  const shapes = new Map([...before, ...after].map(({ encounter }) => [encounter.id, encounter]));
  const ids = new Set([...shapes.keys(), ...decisions.map((each) => each.encounter)]);
  const kind = kindOf(done);
  // As they are now, for whoever looks for them; those that are gone as they were.
  const titles = [...ids].slice(0, named).flatMap((each) => {
    const of = encounterRecords(db, "e.id = ?", each)[0] ?? shapes.get(each);
    return of ? [encounterTitle(of)] : [];
  });
  const [first] = decisions;
  return {
    ...{ id, kind, titles, encounters: ids.size },
    at: at_ms === null ? null : toInstant(at_ms),
    by: by.get(id) ?? null,
    fields: first && kind === "edit" ? fieldsOf(first) : [],
  };
}

/** Those that it changed, whether it gave them a value or took it. */
function fieldsOf({ before, after }: Decision): UndoableChange["fields"] {
  const names = new Set([...Object.keys(before.values), ...Object.keys(after.values)] as FieldName[]);
  return [...names].map((name) => ({ name, value: after.values[name] ?? null }));
}
