/** A person's decisions: correcting, denying, approving, taking back. */
import {
  type DecidedRow,
  type EncounterId,
  EncounterValues,
  fieldNames,
  LandfallError,
  type PlanAnswer,
  type ReviewState,
  type SeenEdit,
} from "@landfall/protocol";
import { applySet } from "@landfall/survey";
import { encounterSums, toImageCounts, totalOf } from "./counters.ts";
import { type StationDatabase, statement, write } from "./database.ts";
import { withoutMarks } from "./decided-elsewhere.ts";
import { noteDecision } from "./decisions.ts";
import { type EncounterRecord, encounterRecord, encounterRow } from "./encounter.ts";
import { deriveFindings } from "./encounter-findings.ts";
import { announceEncounter, forgetApproval, storeStates } from "./encounter-states.ts";
import { reviewAfter, storeFields, undecided } from "./fields.ts";
import { type Judge, judgeOf } from "./judge.ts";
import { announceManifest, openManifest } from "./manifest.ts";
import { settleConflict } from "./on-hub.ts";
import { leaveOut } from "./reshape.ts";
import { refuseChangedFields } from "./seen.ts";
import { stillAsDelivered, takeOver } from "./take-over.ts";
import { noteTakenOut } from "./taken-out.ts";
import { understandingOf } from "./understanding.ts";

export function refuseFrozen(db: StationDatabase, of: EncounterRecord): void {
  openManifest(db, of.manifest);
  if (of.review === "approved") throw new LandfallError("ENCOUNTER_FROZEN", { detail: `encounter ${of.id}` });
}

/**
 * Corrects or empties fields of one encounter. A denied one stays denied. VERSION_CONFLICT where a field is otherwise than it was seen.
 * @param reopens one that is approved waits for approval again, and one undo takes both back; else it is ENCOUNTER_FROZEN
 */
export function editEncounter(db: StationDatabase, id: EncounterId, edit: SeenEdit, reopens = false): DecidedRow {
  return decideOne(db, id, (given) => {
    const judge = judgeOf(db, given.manifest);
    const patch = refuseChangedFields(given, edit);
    if (reopens && given.review === "approved") {
      openManifest(db, given.manifest);
      decide(db, given, thaw(db, given, judge));
    }
    const of = encounterRecord(db, id);
    refuseFrozen(db, of);
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
    return { ...encounterRow(db, id), undo: noteDecision(db, of) };
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

/** Whether the hub still has any of what was left out is another thing after a sync than when it was approved. */
function withNothingLeft(db: StationDatabase, of: EncounterRecord): EncounterRecord {
  const images = toImageCounts(encounterSums(db, of.pk));
  if (images.skipped === 0 || images.skipped < totalOf(images)) return of;
  deriveFindings(db, of);
  return encounterRecord(db, of.id);
}

/** Whoever takes a decision back has seen what was decided of its photographs elsewhere. */
function withMarksSeen(db: StationDatabase, of: EncounterRecord): EncounterRecord {
  if (!isDecided(of)) return of;
  const details = withoutMarks(of.details);
  statement(db, "UPDATE encounter SET details = ? WHERE pk = ?").run(JSON.stringify(details), of.pk);
  return { ...of, details };
}

/** What it is while nobody has decided. */
export function thaw(db: StationDatabase, given: EncounterRecord, judge: Judge): ReviewState {
  const of = withMarksSeen(db, withNothingLeft(db, given));
  storeFields(db, of, of, judge);
  const { missing, findings } = encounterRecord(db, of.id);
  forgetApproval(db, of);
  return undecided(missing, findings);
}

export const isDecided = ({ review }: EncounterRecord): boolean => review === "approved" || review === "denied";

/** Takes an approval or a denial back. Its images keep their states: what the hub holds, it holds. */
export function reopenEncounter(db: StationDatabase, id: EncounterId): DecidedRow {
  return decideOne(db, id, (of) => {
    openManifest(db, of.manifest);
    const review = thaw(db, of, judgeOf(db, of.manifest));
    if (isDecided(of)) decide(db, of, review);
  });
}

/** Once it was delivered, nothing that is said of which encounter of the hub it is changes that: ANSWER_CARRIED_OUT. */
export function refuseCarriedOut({ id, hubEncounterId }: EncounterRecord): void {
  if (hubEncounterId === null) return;
  throw new LandfallError("ANSWER_CARRIED_OUT", { detail: `encounter ${id}, which is ${hubEncounterId} on the hub` });
}

/** A person's answer to the plan's question about this encounter. ANSWER_CARRIED_OUT. */
export function answerPlan(db: StationDatabase, id: EncounterId, answer: PlanAnswer): void {
  write(db, () => {
    const of = encounterRecord(db, id);
    if (answer.choice === "ours" || answer.choice === "theirs") {
      const values = someValues(answer.values);
      const changedThere = stillAsDelivered(of, someValues(answer.changedThere ?? {}));
      settleConflict(db, of, { ...values, ...changedThere });
      const theirs = answer.choice === "theirs" ? values : onlyTheirs(of, values);
      takeOver(db, of, { ...theirs, ...changedThere });
    } else if (answer.choice === "leaveOut") {
      leaveOut(db, id, answer.images, { reason: "Taken out on the hub" }, true);
    } else if (answer.choice === "bringBack") {
      noteTakenOut(db, of.pk, answer.hubEncounterId, answer.images);
      statement(db, "UPDATE encounter SET asked = 0 WHERE pk = ?").run(of.pk);
    } else {
      refuseCarriedOut(of);
      statement(db, "UPDATE encounter SET answer = ? WHERE pk = ?").run(JSON.stringify(answer), of.pk);
    }
    announceEncounter(db, of, {});
    announceManifest(db, of.manifest);
  });
}

/** Of fields that this station has nothing of, and has delivered nothing of: nothing is taken from the hub that others have given there. */
const onlyTheirs = (
  { values, delivered }: EncounterRecord,
  there: Partial<EncounterValues>,
): Partial<EncounterValues> =>
  Object.fromEntries(
    fieldNames.flatMap((name) =>
      there[name] !== undefined && (values[name] ?? null) === null && (delivered?.values[name] ?? null) === null
        ? [[name, there[name]]]
        : [],
    ),
  );

/** As if nobody had said which encounter of the hub it is. ANSWER_CARRIED_OUT. */
export function withdrawAnswer(db: StationDatabase, id: EncounterId): void {
  write(db, () => {
    const of = encounterRecord(db, id);
    refuseCarriedOut(of);
    if (of.answer === null) return;
    statement(db, "UPDATE encounter SET answer = NULL WHERE pk = ?").run(of.pk);
    announceEncounter(db, of, {});
    announceManifest(db, of.manifest);
  });
}

const someValues = (values: unknown) => EncounterValues.partial().parse(values) as Partial<EncounterValues>;
