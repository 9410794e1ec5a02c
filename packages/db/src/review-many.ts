/**
 * A person's decisions about many encounters at once, with one event and one undo. Each is a generator that yields after every
 * encounter: a large season takes longer than the station may keep everybody waiting.
 */
import {
  type ApproveResponse,
  type DecideRequest,
  type DecideResponse,
  type EncounterId,
  type FieldEdit,
  type FieldPatch,
  isReference,
  LandfallError,
  type ManifestId,
  type ManyDecided,
  type Seen,
} from "@landfall/protocol";
import { applySet } from "@landfall/survey";
import { leftOutReasons, unlookedAt } from "./approval.ts";
import { type StationDatabase, statement, write } from "./database.ts";
import { decisionsSince, noteAll } from "./decisions.ts";
import { type EncounterRecord, encounterRecord, encounterRecords } from "./encounter.ts";
import { distinctNumbers } from "./encounter-numbers.ts";
import { changeStates, storeStates } from "./encounter-states.ts";
import { type Fields, reviewAfter, storeFields } from "./fields.ts";
import { meantLicense } from "./given-license.ts";
import { type Judge, judgeOf } from "./judge.ts";
import { announceManifest, approveManifest, openManifest } from "./manifest.ts";
import { isDecided, thaw } from "./review.ts";
import { isOtherwise, named as nameOf, type Otherwise } from "./seen.ts";
import { atOnce } from "./slices.ts";
import { type Understanding, understandingOf } from "./understanding.ts";
import type { Decision } from "./undoable.ts";

/** Those of the manifest that are asked for; all of them when none is named. NOT_FOUND when one is not of this manifest. */
function named(db: StationDatabase, manifest: ManifestId, asked: readonly EncounterId[] | undefined): EncounterId[] {
  const all = statement<{ id: EncounterId }>(db, "SELECT id FROM encounter WHERE manifest = ? ORDER BY ordinal")
    .all(manifest)
    .map(({ id }) => id);
  if (!asked) return all;
  const known = new Set(all);
  const strange = asked.find((id) => !known.has(id));
  if (strange !== undefined)
    throw new LandfallError("NOT_FOUND", { detail: `encounter ${strange} in manifest ${manifest}` });
  return [...new Set(asked)];
}

export const encounterCount = (db: StationDatabase, manifest: ManifestId): number =>
  statement<{ n: number }>(db, "SELECT COUNT(*) AS n FROM encounter WHERE manifest = ?").get(manifest)?.n ?? 0;

/** As it is now; undefined where it has gone while others were decided about. MANIFEST_SUPERSEDED where another version came meanwhile. */
function now(db: StationDatabase, manifest: ManifestId, id: EncounterId): EncounterRecord | undefined {
  openManifest(db, manifest);
  const [of] = encounterRecords(db, "e.id = ? AND e.manifest = ?", id, manifest);
  return of;
}

/** Of these encounters, by our last word to the hub. */
const imagesOnHub = (db: StationDatabase, encounters: readonly EncounterId[]): number =>
  statement<{ n: number }>(
    db,
    `SELECT COUNT(*) AS n FROM image WHERE hub_encounter IS NOT NULL
       AND encounter IN (SELECT pk FROM encounter WHERE id IN (SELECT value FROM json_each(?)))`,
  ).get(JSON.stringify(encounters))?.n ?? 0;

/** Those of which it is so already, or that are approved and to be denied, stay. */
export function* deciding(
  db: StationDatabase,
  manifest: ManifestId,
  request: DecideRequest,
): Generator<void, DecideResponse> {
  const isDenial = request.decision === "deny";
  const decisions: Decision[] = [];
  const changed: EncounterId[] = [];
  const otherwise: Otherwise = [];
  let stayApproved = 0;
  openManifest(db, manifest);
  const judge = judgeOf(db, manifest);
  for (const id of named(db, manifest, request.encounters)) {
    const of = now(db, manifest, id);
    if (!of) continue;
    if (isOtherwise(db, id, request.seen)) {
      otherwise.push(nameOf(of));
      continue;
    }
    if (isDenial && of.review === "approved") stayApproved += 1;
    if (isDecided(of) !== isDenial) {
      storeStates(db, of, { review: isDenial ? "denied" : thaw(db, of, judge) });
      decisions.push(...decisionsSince(db, of));
      changed.push(id);
    }
    yield;
  }
  if (changed.length > 0) announceManifest(db, manifest);
  return {
    changed: changed.length,
    undo: noteAll(db, manifest, decisions),
    otherwise,
    stayApproved,
    imagesOnHub: isDenial ? imagesOnHub(db, changed) : 0,
  };
}

export interface SetFields {
  /** Only these; all that are not approved when left out. */
  readonly encounters?: readonly EncounterId[] | undefined;
  readonly seen?: Seen | undefined;
  /** Fills empty fields only. */
  readonly set?: FieldPatch | undefined;
  /** Replaces, or empties. */
  readonly override?: FieldEdit | undefined;
  /** Of those that have no position: that none is known. */
  readonly positionUnknown?: boolean | undefined;
}

const noPosition = { decimalLatitude: null, decimalLongitude: null } as const;

interface Known {
  readonly judge: Judge;
  readonly understand: Understanding;
}

const knownOf = (db: StationDatabase, manifest: ManifestId): Known => ({
  judge: judgeOf(db, manifest),
  understand: understandingOf(db, manifest),
});

function fill(db: StationDatabase, of: EncounterRecord, patch: SetFields, { judge, understand }: Known): boolean {
  const replaced: Fields = applySet(of.values, of.provenance, patch.override ?? {}, "override");
  const filled = applySet(replaced.values, replaced.provenance, patch.set ?? {}, "set");
  const isUnknown = patch.positionUnknown === true && filled.values.decimalLatitude === null && !isReference(of.values);
  const fields = understand(isUnknown ? applySet(filled.values, filled.provenance, noPosition, "override") : filled);
  if (fields.values === of.values) return false;
  storeFields(db, of, fields, judge);
  storeStates(db, of, { review: reviewAfter(of, fields, judge) });
  return true;
}

/** Sets fields of encounters that are not approved. */
export function* setting(db: StationDatabase, manifest: ManifestId, patch: SetFields): Generator<void, ManyDecided> {
  const decisions: Decision[] = [];
  const otherwise: Otherwise = [];
  let changed = 0;
  openManifest(db, manifest);
  const known = knownOf(db, manifest);
  for (const id of named(db, manifest, patch.encounters)) {
    const of = now(db, manifest, id);
    if (of && isOtherwise(db, id, patch.seen)) otherwise.push(nameOf(of));
    else if (of && of.review !== "approved" && fill(db, of, patch, known)) {
      changed += 1;
      decisions.push(...decisionsSince(db, of));
    }
    yield;
  }
  if (changed > 0) announceManifest(db, manifest);
  return { changed, undo: noteAll(db, manifest, decisions), otherwise };
}

export interface Approval {
  /** Only these; all that are pending or incomplete when left out. */
  readonly encounters?: readonly EncounterId[] | undefined;
  readonly seen?: Seen | undefined;
  /** Fills empty fields of these first. */
  readonly set?: FieldPatch | undefined;
}

/** What is ready to be approved gets the licence that is meant where none is stated. */
function withLicense(db: StationDatabase, of: EncounterRecord, known: Known): EncounterRecord {
  if (of.values.license !== null || of.review !== "pending") return of;
  const license = meantLicense(db, of, known.judge.license);
  if (license === null) return of;
  const fields = applySet(of.values, of.provenance, { license }, "population");
  storeFields(db, of, fields, known.judge);
  return encounterRecord(db, of.id);
}

/** Approves what is complete and freezes it; the incomplete ones stay, with the reasons why. A denied one is not touched. */
export function* approving(
  db: StationDatabase,
  manifest: ManifestId,
  approval: Approval,
): Generator<void, ApproveResponse> {
  openManifest(db, manifest);
  const known = knownOf(db, manifest);
  const earlier: EncounterRecord[] = [];
  const otherwise: Otherwise = [];
  const keys = new Set<string>();
  for (const id of named(db, manifest, approval.encounters)) {
    const of = now(db, manifest, id);
    const isAsked = of && (!isDecided(of) || approval.encounters !== undefined);
    if (isAsked && isOtherwise(db, id, approval.seen)) otherwise.push(nameOf(of));
    else if (of && !isDecided(of)) {
      earlier.push(of);
      const given = fill(db, of, { set: approval.set }, known) ? encounterRecord(db, id) : of;
      const after = withLicense(db, given, known);
      if (after.review === "pending" && after.keyBase !== null) keys.add(after.keyBase);
    }
    yield;
  }
  // Those of one day, place and photographer, when all have their fields.
  for (const key of keys) {
    giveNumbers(db, manifest, key);
    yield;
  }
  const ready: EncounterRecord[] = [];
  const incomplete: EncounterRecord[] = [];
  const decisions: Decision[] = [];
  // Many at once are told of in the manifest's event alone.
  const store = earlier.length === 1 ? changeStates : storeStates;
  for (const was of earlier) {
    const of = now(db, manifest, was.id);
    if (of?.review === "pending") {
      // With the first of them, as all may end behind any of them.
      approveManifest(db, manifest);
      store(db, of, { review: "approved" });
      statement(db, "UPDATE encounter SET asked = 0 WHERE pk = ? AND asked = 1").run(of.pk);
      ready.push(of);
    } else if (of?.review === "incomplete") incomplete.push(of);
    if (of) decisions.push(...decisionsSince(db, was));
    yield;
  }
  openManifest(db, manifest);
  if (earlier.length > 0) announceManifest(db, manifest);
  return {
    approved: ready.length,
    incomplete: incomplete.length,
    leftOut: leftOutReasons(db, incomplete),
    undo: noteAll(db, manifest, decisions),
    otherwise,
    ...unlookedAt(db, ready),
    unlicensed: ready.filter(({ values }) => values.license === null).length,
  };
}

function giveNumbers(db: StationDatabase, manifest: ManifestId, keyBase: string): void {
  const group = encounterRecords(
    db,
    "e.manifest = ? AND e.key_base = ? AND e.review <> 'denied' ORDER BY e.first_at IS NULL, e.first_at, e.ordinal",
    manifest,
    keyBase,
  );
  const numbers = distinctNumbers(
    group.map((of) => ({ number: of.encounterNumber, frozen: of.review === "approved" || of.hubEncounterId !== null })),
  );
  group.forEach((of, index) => {
    if (numbers[index] === of.encounterNumber) return;
    statement(db, "UPDATE encounter SET encounter_number = ?, number_given = 1 WHERE pk = ?").run(
      numbers[index],
      of.pk,
    );
  });
}

/** All of it in one transaction. */
export const decideEncounters = (db: StationDatabase, manifest: ManifestId, request: DecideRequest): DecideResponse =>
  write(db, () => atOnce(deciding(db, manifest, request)));
export const setFields = (db: StationDatabase, manifest: ManifestId, patch: SetFields): ManyDecided =>
  write(db, () => atOnce(setting(db, manifest, patch)));
export const approve = (db: StationDatabase, manifest: ManifestId, approval: Approval): ApproveResponse =>
  write(db, () => atOnce(approving(db, manifest, approval)));
