/** What a person decided of encounters and wrote into their fields, noted so that it can be taken back. */
import { createHash } from "node:crypto";
import {
  type EncounterId,
  type EncounterValues,
  type FieldName,
  fieldNames,
  LandfallError,
  type ManifestId,
  type ReshapingId,
  type ReviewState,
} from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { type EncounterRecord, encounterRecord, encounterRecords } from "./encounter.ts";
import { forgetApproval, storeStates } from "./encounter-states.ts";
import { encounterTitle } from "./encounter-title.ts";
import { type Fields, storeFields, undecided } from "./fields.ts";
import { type Judge, judgeOf } from "./judge.ts";
import { announceManifest, openManifest } from "./manifest.ts";
import { type Decided, type Decision, noteUndoable } from "./undoable.ts";

const sameJson = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const partOf = <T extends object>(of: T, names: readonly FieldName[]) =>
  Object.fromEntries(Object.entries(of).filter(([name]) => names.includes(name as FieldName)));

const decided = ({ review, values, provenance }: EncounterRecord, names: readonly FieldName[]): Decided => ({
  review,
  values: partOf(values, names),
  provenance: partOf(provenance, names),
});

/** Of the values of all fields. */
const digestOf = ({ values }: EncounterRecord): string =>
  createHash("sha256")
    .update(JSON.stringify(fieldNames.map((name) => values[name] ?? null)))
    .digest("base64url");

function decisionOf(was: EncounterRecord, is: EncounterRecord): Decision | undefined {
  const names = fieldNames.filter(
    (name) =>
      !sameJson(was.values[name] ?? null, is.values[name] ?? null) ||
      !sameJson(was.provenance[name], is.provenance[name]),
  );
  if (names.length === 0 && was.review === is.review) return undefined;
  const { since, before: comparedWith } = was;
  const before = { ...decided(was, names), since, comparedWith };
  return {
    encounter: was.id,
    before: was.review === "approved" ? { ...before, approved: digestOf(was) } : before,
    after: decided(is, names),
  };
}

/** What became of an encounter, by what it was; nothing where nothing did. */
export const decisionsSince = (db: StationDatabase, was: EncounterRecord): Decision[] => {
  const decision = decisionOf(was, encounterRecord(db, was.id));
  return decision ? [decision] : [];
};

/** @returns what undoes all of them; null where there is none */
export const noteAll = (
  db: StationDatabase,
  manifest: ManifestId,
  decisions: readonly Decision[],
): ReshapingId | null =>
  decisions.length === 0 ? null : noteUndoable(db, manifest, { before: [], after: [], decisions });

/** Notes what became of an encounter, by what it was. */
export const noteDecision = (db: StationDatabase, was: EncounterRecord): ReshapingId | null =>
  noteAll(db, was.manifest, decisionsSince(db, was));

const isOpen = (review: ReviewState): boolean => review === "pending" || review === "incomplete";

/** Whether the encounter is still as that decision left it. */
function isAsDecided({ review, values, provenance }: EncounterRecord, { after }: Decision): boolean {
  const names = Object.keys({ ...after.values, ...after.provenance }) as FieldName[];
  return (
    (review === after.review || (isOpen(review) && isOpen(after.review))) &&
    sameJson(partOf(values, names), after.values) &&
    sameJson(partOf(provenance, names), after.provenance)
  );
}

function fieldsBefore({ values, provenance }: EncounterRecord, { before, after }: Decision): Fields {
  const names = Object.keys({
    ...after.values,
    ...after.provenance,
    ...before.values,
    ...before.provenance,
  }) as FieldName[];
  const others = (of: object) =>
    Object.fromEntries(Object.entries(of).filter(([name]) => !names.includes(name as FieldName)));
  return {
    values: { ...others(values), ...before.values } as EncounterValues,
    provenance: { ...others(provenance), ...before.provenance },
  };
}

/** Of many, as many are named. */
const named = 5;

function changedSince(changed: readonly { readonly of: EncounterRecord | undefined }[]): LandfallError {
  const there = changed.flatMap(({ of }) => of ?? []);
  const gone = changed.length - there.length;
  const more = there.length > named ? ` and ${there.length - named} more` : "";
  const parts = [
    ...(there.length > 0
      ? [`Changed, approved, denied or reopened since: ${there.slice(0, named).map(encounterTitle).join("; ")}${more}.`]
      : []),
    ...(gone > 0
      ? [`${gone === 1 ? "An encounter was" : `${gone} encounters were`} merged into another one since.`]
      : []),
  ];
  return new LandfallError("UNDO_TOO_LATE", { detail: parts.join(" ") });
}

/** Taking back so many takes no longer than anybody would notice. */
const inOnePart = 200;

/**
 * Takes decisions back, all of them or none: UNDO_TOO_LATE names those that have been changed or decided about since. Yields after
 * each part; what somebody changes while it is at work stays as they have made it.
 * @param isChangedSince whether the images of an encounter were changed since: then it is not approved again
 * @param left told after each part what is still to be taken back
 */
export function* undoingDecisions(
  db: StationDatabase,
  manifest: ManifestId,
  decisions: readonly Decision[],
  isChangedSince: (encounter: EncounterId) => boolean,
  left: (decisions: readonly Decision[]) => void,
): Generator<void, void> {
  const changed: { readonly of: EncounterRecord | undefined }[] = [];
  openManifest(db, manifest);
  for (const [at, decision] of decisions.entries()) {
    const [of] = encounterRecords(db, "e.id = ?", decision.encounter);
    if (!of || !isAsDecided(of, decision)) changed.push({ of });
    if (at % inOnePart === inOnePart - 1) yield;
  }
  if (changed.length > 0) throw changedSince(changed);
  for (let from = 0; from < decisions.length; from += inOnePart) {
    openManifest(db, manifest);
    const judge = judgeOf(db, manifest);
    for (const decision of decisions.slice(from, from + inOnePart)) {
      const [of] = encounterRecords(db, "e.id = ?", decision.encounter);
      if (of && isAsDecided(of, decision)) undoDecision(db, of, decision, judge, isChangedSince);
    }
    left(decisions.slice(from + inOnePart));
    if (from + inOnePart < decisions.length) yield;
  }
  announceManifest(db, manifest);
}

function undoDecision(
  db: StationDatabase,
  of: EncounterRecord,
  decision: Decision,
  judge: Judge,
  isChangedSince: (encounter: EncounterId) => boolean,
): void {
  const { before } = decision;
  if (of.review === "approved") storeStates(db, of, { review: "pending" });
  storeFields(db, of, fieldsBefore(of, decision), judge);
  forgetApproval(db, of);
  const now = encounterRecord(db, of.id);
  const open = undecided(now.missing, now.findings);
  const isAsApproved = open === "pending" && before.approved === digestOf(now) && !isChangedSince(of.id);
  const isAgain = before.review === "denied" || isAsApproved;
  storeStates(db, of, { review: isOpen(before.review) || !isAgain ? open : before.review });
  statement(db, "UPDATE encounter SET since = ?, before = ? WHERE pk = ?").run(
    before.since,
    before.comparedWith,
    of.pk,
  );
}
