/** A person's decisions: correcting, denying, approving, taking back. */
import {
  type ApproveResponse,
  type DecidedRow,
  type DecideRequest,
  type DecideResponse,
  type EncounterId,
  EncounterValues,
  type FieldEdit,
  type FieldPatch,
  LandfallError,
  type ManifestId,
  type ManyDecided,
  type PlanAnswer,
  type ReviewState,
} from "@landfall/protocol";
import { applySet } from "@landfall/survey";
import { leftOutReasons, unlookedAt } from "./approval.ts";
import { type StationDatabase, statement, write } from "./database.ts";
import { noteDecisions } from "./decisions.ts";
import { type EncounterRecord, encounterRecord, encounterRecords, encounterRow } from "./encounter.ts";
import { distinctNumbers } from "./encounter-numbers.ts";
import { announceEncounter, changeStates, forgetApproval, storeStates } from "./encounter-states.ts";
import { type Fields, reviewAfter, storeFields, undecided } from "./fields.ts";
import { type Judge, judgeOf } from "./judge.ts";
import { announceManifest, approveManifest, openManifest } from "./manifest.ts";
import { settleConflict } from "./on-hub.ts";
import { stillAsDelivered, takeOver } from "./take-over.ts";
import { type Understanding, understandingOf } from "./understanding.ts";

export function refuseFrozen(db: StationDatabase, of: EncounterRecord): void {
  openManifest(db, of.manifest);
  if (of.review === "approved") throw new LandfallError("ENCOUNTER_FROZEN", { detail: `encounter ${of.id}` });
}

/** Corrects or empties fields of one encounter. ENCOUNTER_FROZEN when it is approved. A denied one stays denied. */
export function editEncounter(db: StationDatabase, id: EncounterId, patch: FieldEdit): DecidedRow {
  return decideOne(db, id, (of) => {
    refuseFrozen(db, of);
    const judge = judgeOf(db, of.manifest);
    const fields = understandingOf(db, of.manifest)(applySet(of.values, of.provenance, patch, "manual"));
    if (fields.values === of.values) return;
    storeFields(db, of, fields, judge);
    decide(db, of, reviewAfter(of, fields, judge));
  });
}

/** Decides about one, and notes how to undo it. */
function decideOne(db: StationDatabase, id: EncounterId, act: (of: EncounterRecord) => void): DecidedRow {
  return write(db, () => {
    const of = encounterRecord(db, id);
    act(of);
    return { ...encounterRow(db, id), undo: noteDecisions(db, of.manifest, [of]) };
  });
}

/** One encounter's review state, with the manifest's sums that follow from it. */
function decide(db: StationDatabase, of: EncounterRecord, review: ReviewState): void {
  storeStates(db, of, { review });
  announceEncounter(db, of, { review });
  if (review !== of.review) announceManifest(db, of.manifest);
}

/** Leaves it out. ENCOUNTER_FROZEN when it is approved. */
export function denyEncounter(db: StationDatabase, id: EncounterId): DecidedRow {
  return decideOne(db, id, (of) => {
    refuseFrozen(db, of);
    if (of.review !== "denied") decide(db, of, "denied");
  });
}

/** What it is while nobody has decided. */
function thaw(db: StationDatabase, of: EncounterRecord, judge: Judge): ReviewState {
  storeFields(db, of, of, judge);
  const { missing, findings } = encounterRecord(db, of.id);
  forgetApproval(db, of);
  return undecided(missing, findings);
}

const isDecided = ({ review }: EncounterRecord): boolean => review === "approved" || review === "denied";

/** Takes an approval or a denial back. Its images keep their states: what the hub holds, it holds. */
export function reopenEncounter(db: StationDatabase, id: EncounterId): DecidedRow {
  return decideOne(db, id, (of) => {
    openManifest(db, of.manifest);
    const review = thaw(db, of, judgeOf(db, of.manifest));
    if (isDecided(of)) decide(db, of, review);
  });
}

/** Decides about several at once, with one event; those of which it is so already, or that are approved and to be denied, stay. */
export function decideEncounters(db: StationDatabase, manifest: ManifestId, request: DecideRequest): DecideResponse {
  return write(db, () => {
    openManifest(db, manifest);
    const judge = judgeOf(db, manifest);
    const isDenial = request.decision === "deny";
    const asked = named(db, manifest, request.encounters);
    const touched = asked.filter((of) => isDecided(of) !== isDenial);
    for (const of of touched) storeStates(db, of, { review: isDenial ? "denied" : thaw(db, of, judge) });
    if (touched.length > 0) announceManifest(db, manifest);
    return {
      changed: touched.length,
      undo: noteDecisions(db, manifest, touched),
      stayApproved: isDenial ? asked.filter(({ review }) => review === "approved").length : 0,
      imagesOnHub: isDenial ? imagesOnHub(db, touched) : 0,
    };
  });
}

/** Of these encounters, by our last word to the hub. */
const imagesOnHub = (db: StationDatabase, encounters: readonly EncounterRecord[]): number =>
  statement<{ n: number }>(
    db,
    "SELECT COUNT(*) AS n FROM image WHERE hub_encounter IS NOT NULL AND encounter IN (SELECT value FROM json_each(?))",
  ).get(JSON.stringify(encounters.map(({ pk }) => pk)))?.n ?? 0;

/** Those of the manifest that are asked for; all of them when none is named. NOT_FOUND when one is not of this manifest. */
function named(
  db: StationDatabase,
  manifest: ManifestId,
  encounters: readonly EncounterId[] | undefined,
): EncounterRecord[] {
  if (!encounters) return encounterRecords(db, "e.manifest = ? ORDER BY e.ordinal", manifest);
  return [...new Set(encounters)]
    .map((id) => encounterRecord(db, id))
    .map((of) => {
      if (of.manifest === manifest) return of;
      throw new LandfallError("NOT_FOUND", { detail: `encounter ${of.id} in manifest ${manifest}` });
    });
}

export interface SetFields {
  /** Only these; all that are not approved when left out. */
  readonly encounters?: readonly EncounterId[] | undefined;
  /** Fills empty fields only. */
  readonly set?: FieldPatch | undefined;
  /** Replaces, or empties. */
  readonly override?: FieldEdit | undefined;
}

/** Sets fields of encounters that are not approved; one event. */
export function setFields(db: StationDatabase, manifest: ManifestId, patch: SetFields): ManyDecided {
  return write(db, () => {
    openManifest(db, manifest);
    const judge = judgeOf(db, manifest);
    const known = { judge, understand: understandingOf(db, manifest) };
    const open = named(db, manifest, patch.encounters).filter(({ review }) => review !== "approved");
    const changed = open.filter((of) => fill(db, of, patch, known));
    if (changed.length > 0) announceManifest(db, manifest);
    return { changed: changed.length, undo: noteDecisions(db, manifest, changed) };
  });
}

interface Known {
  readonly judge: Judge;
  readonly understand: Understanding;
}

function fill(db: StationDatabase, of: EncounterRecord, patch: SetFields, { judge, understand }: Known): boolean {
  const replaced: Fields = applySet(of.values, of.provenance, patch.override ?? {}, "override");
  const fields = understand(applySet(replaced.values, replaced.provenance, patch.set ?? {}, "set"));
  if (fields.values === of.values) return false;
  storeFields(db, of, fields, judge);
  storeStates(db, of, { review: reviewAfter(of, fields, judge) });
  return true;
}

export interface Approval {
  /** Only these; all that are pending or incomplete when left out. */
  readonly encounters?: readonly EncounterId[] | undefined;
  /** Fills empty fields of these first. */
  readonly set?: FieldPatch | undefined;
}

/** Approves what is complete and freezes it; the incomplete ones stay, with the reasons why. A denied one is not touched. */
export function approve(db: StationDatabase, manifest: ManifestId, approval: Approval): ApproveResponse {
  return write(db, () => {
    openManifest(db, manifest);
    const known = { judge: judgeOf(db, manifest), understand: understandingOf(db, manifest) };
    const earlier = named(db, manifest, approval.encounters).filter(isUndecided);
    for (const of of earlier) fill(db, of, { set: approval.set }, known);
    const open = named(db, manifest, approval.encounters).filter(isUndecided);
    const ready = open.filter((of) => of.review === "pending");
    for (const keyBase of new Set(ready.map((of) => of.keyBase))) giveNumbers(db, manifest, keyBase);
    // Many at once are told of in the manifest's event alone.
    const store = ready.length === 1 ? changeStates : storeStates;
    for (const of of ready) {
      store(db, of, { review: "approved" });
      statement(db, "UPDATE encounter SET asked = 0 WHERE pk = ? AND asked = 1").run(of.pk);
    }
    if (ready.length > 0) approveManifest(db, manifest);
    if (open.length > 0) announceManifest(db, manifest);
    const leftOut = leftOutReasons(
      db,
      open.filter((of) => of.review !== "pending"),
    );
    const undo = noteDecisions(db, manifest, earlier);
    return { approved: ready.length, incomplete: open.length - ready.length, leftOut, undo, ...unlookedAt(db, ready) };
  });
}

const isUndecided = (of: EncounterRecord): boolean => !isDecided(of);

function giveNumbers(db: StationDatabase, manifest: ManifestId, keyBase: string | null): void {
  if (keyBase === null) return;
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

/** A person's answer to the plan's question about this encounter. */
export function answerPlan(db: StationDatabase, id: EncounterId, answer: PlanAnswer): void {
  write(db, () => {
    const of = encounterRecord(db, id);
    if (answer.choice === "ours" || answer.choice === "theirs") {
      const values = someValues(answer.values);
      const changedThere = stillAsDelivered(of, someValues(answer.changedThere ?? {}));
      settleConflict(db, of, { ...values, ...changedThere });
      takeOver(db, of, answer.choice === "theirs" ? { ...values, ...changedThere } : changedThere);
    } else statement(db, "UPDATE encounter SET answer = ? WHERE pk = ?").run(JSON.stringify(answer), of.pk);
    announceEncounter(db, of, {});
    announceManifest(db, of.manifest);
  });
}

/** As if nobody had said which encounter of the hub it is. ANSWER_CARRIED_OUT where it was delivered by what was said. */
export function withdrawAnswer(db: StationDatabase, id: EncounterId): void {
  write(db, () => {
    const of = encounterRecord(db, id);
    if (of.answer === null) return;
    if (of.hubEncounterId !== null) throw new LandfallError("ANSWER_CARRIED_OUT", { detail: `encounter ${of.id}` });
    statement(db, "UPDATE encounter SET answer = NULL WHERE pk = ?").run(of.pk);
    announceEncounter(db, of, {});
    announceManifest(db, of.manifest);
  });
}

const someValues = (values: unknown) => EncounterValues.partial().parse(values) as Partial<EncounterValues>;
