/**
 * Which encounter of the hub, if any, each approved encounter is: by eventID, by photographs, by key. Pure.
 * What is not certain is a question, never a silent merge.
 */
import {
  foldName,
  type HubEncounter,
  type HubEncounterId,
  isReference,
  mayBeSameDay,
  type PlanQuestion,
} from "@landfall/protocol";
import type { Action, HubAnswers, Subject } from "./model.ts";

interface Holder {
  readonly hub: HubEncounter;
  /** How many of the subject's images it holds. */
  readonly held: number;
  /** Another encounter of the manifest is that one already. */
  readonly isTaken: boolean;
}

function isTaken({ encounter }: Subject, { takenBy }: HubAnswers, id: HubEncounterId): boolean {
  return (takenBy.get(id) ?? encounter.id) !== encounter.id;
}

/** Reference images of an individual are no sighting: neither becomes the other because it has the same photographs. */
const isOfKind = ({ encounter }: Subject, { values }: HubEncounter): boolean =>
  isReference(encounter.values) === isReference(values);

/**
 * Hub encounters that hold images of the subject. A photograph may lie in two encounters of a manifest, and that does not make them
 * one: an encounter that another of the manifest is holds only what did not come there from this manifest.
 */
function holders(subject: Subject, answers: HubAnswers): Holder[] {
  const held = new Map<HubEncounterId, number>();
  for (const { sha256 } of subject.images) {
    for (const id of answers.known.get(sha256)?.encounters ?? [])
      if (!isTaken(subject, answers, id) || !answers.isOwnThere({ sha256, hubEncounter: id }))
        held.set(id, (held.get(id) ?? 0) + 1);
  }
  return [...held].flatMap(([id, count]) => {
    const hub = answers.encounters.get(id);
    return hub && isOfKind(subject, hub) ? [{ hub, held: count, isTaken: isTaken(subject, answers, id) }] : [];
  });
}

const same = (a: string | null, b: string | null): boolean => foldName(a) !== null && foldName(a) === foldName(b);
const isAnother = (a: string | null, b: string | null): boolean =>
  foldName(a) !== null && foldName(b) !== null && !same(a, b);

/** What is unknown on either side is not another day, place or photographer. */
const differs = ({ values: there }: HubEncounter, { values: here }: Subject["encounter"]): boolean =>
  (there.eventDate !== null && here.eventDate !== null && !mayBeSameDay(there.eventDate, here.eventDate)) ||
  isAnother(there.locality, here.locality) ||
  isAnother(there.recordedBy, here.recordedBy);

/**
 * Shared photographs are certain when they are all of them, or when the rest agrees; under another day, place or photographer only
 * where the encounter is that one already: a copy of a photograph may lie in any folder.
 */
function isCertain({ hub, held }: Holder, { encounter, images }: Subject): boolean {
  if (encounter.hubEncounterId === hub.id) return true;
  if (differs(hub, encounter)) return false;
  if (held === images.length) return true;
  const { eventDate, recordedBy, locality } = hub.values;
  const { values } = encounter;
  return eventDate === values.eventDate && (same(recordedBy, values.recordedBy) || same(locality, values.locality));
}

/** How many of its images the hub has there, whoever brought them. */
const heldIn = ({ images }: Subject, { known }: HubAnswers, id: HubEncounterId): number =>
  images.filter(({ sha256 }) => known.get(sha256)?.encounters.includes(id)).length;

function ask(
  subject: Subject,
  answers: HubAnswers,
  why: Exclude<PlanQuestion["why"], "correctedElsewhere" | "withdrawnThere">,
  candidates: readonly HubEncounter[],
): Action {
  const { encounter, images } = subject;
  const message = {
    sharesPhotographs:
      "An encounter on the hub holds some of these photographs, but its day, place or photographer is another.",
    severalHoldPhotographs: "Several encounters on the hub hold some of these photographs.",
    heldByAnother:
      "The encounter on the hub that holds some of these photographs is, or may be, another one of this manifest.",
    sameKeyTwice: "The hub has an encounter of this day, place and photographer that may be another one.",
  }[why];
  return {
    kind: "ask",
    question: {
      encounterId: encounter.id,
      values: encounter.values,
      images: images.length,
      why,
      message,
      conflicts: [],
      changedThere: [],
      candidates: candidates.map((hub) => ({ encounter: hub, imagesHeld: heldIn(subject, answers, hub.id) })),
    },
  };
}

function byPhotographs(
  subject: Subject,
  answers: HubAnswers,
  held: readonly Holder[],
  byKey: HubEncounter | null,
): Action {
  const certain = held.filter(
    (holder) => !holder.isTaken && (holder.hub.id === byKey?.id || isCertain(holder, subject)),
  );
  const whole = certain.filter((holder) => holder.held === subject.images.length);
  if (whole[0] && whole.length === 1) return { kind: "use", hub: whole[0].hub, by: "photographs" };
  const [only] = certain;
  if (only && certain.length === 1) return { kind: "use", hub: only.hub, by: "photographs" };
  const sameKey = certain.find((holder) => holder.hub.id === byKey?.id);
  if (sameKey) return { kind: "use", hub: sameKey.hub, by: "photographs" };
  const why = held[0]?.isTaken ? "heldByAnother" : "sharesPhotographs";
  return ask(
    subject,
    answers,
    held.length > 1 ? "severalHoldPhotographs" : why,
    held.map(({ hub }) => hub),
  );
}

function matchOne(subject: Subject, answers: HubAnswers): Action {
  const { encounter } = subject;
  const match = answers.matches.get(encounter.eventID);
  if (subject.images.length === 0) return { kind: "leave" };
  if (match?.byEventID) return { kind: "use", hub: match.byEventID, by: "eventID" };
  const held = holders(subject, answers);
  if (encounter.answer?.choice === "apart") return { kind: "create", apart: true };
  if (encounter.answer?.choice === "join") {
    const chosen = encounter.answer.hubEncounterId;
    const hub = [...held.map((holder) => holder.hub), match?.byMatchKey].find((candidate) => candidate?.id === chosen);
    if (hub) return { kind: "use", hub, by: "answer" };
  }
  const sameKey = match?.byMatchKey ?? null;
  const byKey = sameKey && isOfKind(subject, sameKey) ? sameKey : null;
  if (held.length > 0) return byPhotographs(subject, answers, held, byKey);
  if (!byKey) return { kind: "create", apart: sameKey !== null };
  // This station delivered that one from another manifest: a second card of the same encounter, or a second encounter?
  // And each station numbers the encounters of a day by itself, so that an equal number says nothing of another's.
  const isSpokenFor = answers.boundElsewhere.has(byKey.id) || isTaken(subject, answers, byKey.id);
  if (isSpokenFor || subject.encounterNumber !== null) return ask(subject, answers, "sameKeyTwice", [byKey]);
  return { kind: "use", hub: byKey, by: "matchKey" };
}

const strength = { answer: 4, eventID: 3, photographs: 2, matchKey: 1 } as const;

/**
 * The action for each subject, in order. Two encounters of one manifest never get the same hub encounter without a
 * person's choice: the one with the single strongest claim keeps it, the others become questions.
 * @param rivals not approved: they claim what holds their photographs, so that it does not go to whoever is approved first
 */
export function matchAll(subjects: readonly Subject[], answers: HubAnswers, rivals: readonly Subject[] = []): Action[] {
  const actions = subjects.map((subject) => matchOne(subject, answers));
  for (const rival of rivals) {
    const action = matchOne(rival, answers);
    if (action.kind === "use" && action.by === "photographs") actions.push(action);
  }
  const claims = Map.groupBy(actions.keys(), (at) => {
    const action = actions[at];
    return action?.kind === "use" ? action.hub.id : null;
  });
  for (const [id, claimants] of claims) {
    if (id === null || claimants.length < 2) continue;
    const claim = (at: number): number => {
      const action = actions[at];
      return action?.kind === "use" ? strength[action.by] : 0;
    };
    const strongest = Math.max(...claimants.map(claim));
    const kept = claimants.filter((at) => claim(at) === strongest);
    for (const at of claimants) {
      const action = actions[at];
      if (action?.kind !== "use" || claim(at) >= strength.eventID) continue;
      if (kept.length === 1 && at === kept[0]) continue;
      const subject = subjects[at];
      if (!subject) continue;
      const held = holders(subject, answers).find((holder) => holder.hub.id === id)?.held ?? 0;
      actions[at] = ask(subject, answers, held > 0 ? "heldByAnother" : "sameKeyTwice", [action.hub]);
    }
  }
  return actions.slice(0, subjects.length);
}
