/** Approved encounters × what the hub holds → what will be created, filled, sent, skipped, asked. Pure. */
import {
  type BothValues,
  fieldNames,
  type HubEncounter,
  matchKey,
  type PlanView,
  type Sha256,
} from "@landfall/protocol";
import { partition } from "../parts.ts";
import type { SyncEncounter } from "../ports.ts";
import { correctImages, emptiedThere, fieldsBetween, needsHub, noCorrection, toldOf } from "./correct.ts";
import { matchAll } from "./match.ts";
import type { Action, FromHubEncounter, HubAnswers, Plan, PlannedEncounter, Subject, SubjectImage } from "./model.ts";

function tokensOf({ encounter, encounterNumber, images }: Subject): string[] {
  const { eventDate, locality, recordedBy } = encounter.values;
  const key = matchKey({ eventDate, locality, photographer: recordedBy, encounterNumber });
  return [...(key === null ? [] : [`key ${key}`]), ...images.map(({ sha256 }) => `image ${sha256}`)];
}

/** Empty fields of the hub's encounter that this one could fill. */
function fillsFields(encounter: SyncEncounter, hub: HubEncounter): boolean {
  const left = emptiedThere(encounter, hub);
  return fieldNames.some(
    (name) => hub.values[name] === null && (encounter.values[name] ?? null) !== null && !left.includes(name),
  );
}

/** What others have emptied is taken over when a person says so, and not beside something else. */
const withValue = (changed: readonly BothValues[]): BothValues[] => changed.filter(({ theirs }) => theirs !== null);

function fieldsOf(encounter: SyncEncounter, hub: HubEncounter) {
  const { update, agreed, changedThere } = fieldsBetween(encounter, hub);
  const isSent = Object.keys(update).length > 0;
  const taken = isSent ? Object.fromEntries(withValue(changedThere).map(({ field, theirs }) => [field, theirs])) : {};
  return { update, agreed, taken };
}

function planOne(subject: Subject, action: Action, answers: HubAnswers): PlannedEncounter {
  const { encounter, images } = subject;
  const hub = action.kind === "use" ? action.hub : undefined;
  const isKnown = (sha256: Sha256): boolean => answers.known.has(sha256);
  const isHeldHere = (sha256: Sha256): boolean =>
    hub !== undefined && (answers.known.get(sha256)?.encounters.includes(hub.id) ?? false);
  const unknown = images.filter(({ sha256 }) => !isKnown(sha256));
  const own = unknown.filter(({ isFar }) => !isFar);
  const ofImages = action.kind === "ask" ? noCorrection : correctImages(subject, hub?.id, answers);
  const { update, agreed, taken } = hub ? fieldsOf(encounter, hub) : noCorrection;
  const moving = new Set(ofImages.moves.flatMap((move) => move.images));
  const astray = images.filter(({ sha256, confirmed }) => confirmed && !isHeldHere(sha256));
  const held = astray.filter(({ sha256 }) => isKnown(sha256) && !moving.has(sha256));
  // What was here and is held elsewhere now has been moved or withdrawn by somebody else, and that stays so.
  const [takenThere, elsewhere] = partition(held, ({ hubEncounter }) => hubEncounter === hub?.id);
  const isNews = ({ sha256, confirmed }: SubjectImage) => !confirmed && !isHeldHere(sha256) && !moving.has(sha256);
  return {
    encounter,
    encounterNumber: subject.encounterNumber,
    action,
    images: images.length,
    held: images.filter(({ sha256 }) => isHeldHere(sha256)).length,
    upload: own.length,
    uploadBytes: own.reduce((sum, image) => sum + image.bytes, 0),
    copy: unknown.length - own.length,
    tokens: action.kind === "use" && action.by === "eventID" ? [] : tokensOf(subject),
    fills:
      hub !== undefined &&
      (hub.id !== encounter.hubEncounterId ||
        images.some(isNews) ||
        elsewhere.length > 0 ||
        fillsFields(encounter, hub)),
    correction: { ...ofImages, update, agreed, taken },
    hashed: subject.hashed,
    reasons: new Map(subject.leftOut.map(({ sha256, reason }) => [sha256, reason])),
    gone: astray.filter(({ sha256 }) => !isKnown(sha256)).map(({ sha256 }) => sha256),
    takenThere: hub ? takenThere.map(({ sha256 }) => sha256) : [],
    elsewhere: elsewhere.map(({ sha256 }) => sha256),
  };
}

/** Both have changed the same field since it was delivered: a person decides. */
function askOfConflicts(subject: Subject, action: Action): Action {
  if (action.kind !== "use") return action;
  const { encounter, images } = subject;
  const { conflicts, changedThere } = fieldsBetween(encounter, action.hub);
  if (conflicts.length === 0) return action;
  return {
    kind: "ask",
    question: {
      encounterId: encounter.id,
      values: encounter.values,
      images: images.length,
      why: "correctedElsewhere",
      message: "It was corrected on the hub and on this station, to different values.",
      conflicts,
      changedThere: withValue(changedThere),
      candidates: [{ encounter: action.hub, imagesHeld: action.hub.images }],
    },
  };
}

/** Others have taken photographs out of the encounter that this station would bring there: a person decides. */
function askOfWithdrawn(subject: Subject, action: Action, { known }: HubAnswers): Action {
  if (action.kind !== "use") return action;
  const { encounter, images } = subject;
  const { id } = action.hub;
  const withdrawn = images.flatMap(({ sha256, hubEncounter, takenOut, fileName }) => {
    const held = known.get(sha256);
    const by = held?.withdrawn?.find((one) => one.encounter === id);
    const isOurs = hubEncounter === id || takenOut.includes(id) || held?.encounters.includes(id);
    return by && !isOurs ? [{ sha256, fileName, reason: by.reason }] : [];
  });
  if (withdrawn.length === 0) return action;
  return {
    kind: "ask",
    question: {
      encounterId: encounter.id,
      values: encounter.values,
      images: images.length,
      why: "withdrawnThere",
      message:
        "Some of its photographs were taken out of the encounter on the hub by another station, or a person there.",
      conflicts: [],
      changedThere: [],
      withdrawn,
      candidates: [{ encounter: action.hub, imagesHeld: images.length - withdrawn.length }],
    },
  };
}

/** @param rivals others of the manifest that may be the same encounters of the hub, and are not approved */
export function planEncounters(
  subjects: readonly Subject[],
  answers: HubAnswers,
  rivals: readonly Subject[] = [],
): Plan {
  const matched = matchAll(subjects, answers, rivals);
  const actions = subjects.map((subject, at) =>
    askOfWithdrawn(subject, askOfConflicts(subject, matched[at] as Action), answers),
  );
  const encounters = subjects.map((subject, at) => planOne(subject, actions[at] as Action, answers));
  return { encounters, blobs: answers.blobs };
}

const imagesOf = (parts: readonly FromHubEncounter[]): number =>
  parts.reduce((sum, { images }) => sum + images.length, 0);

/** What is corrected of one encounter; null where nothing is. */
function toCorrectionView({ encounter, action, correction }: PlannedEncounter): PlanView["corrections"][number] | null {
  if (!needsHub(correction)) return null;
  const { update, moves, withdrawals } = correction;
  const before = action.kind === "use" ? action.hub.values : encounter.values;
  return {
    encounterId: encounter.id,
    values: encounter.values,
    update: fieldNames.flatMap((field) =>
      update[field] === undefined ? [] : [{ field, from: before[field] ?? null, to: update[field] }],
    ),
    move: imagesOf(moves),
    withdraw: imagesOf(withdrawals),
    describe: toldOf(correction).length,
  };
}

/** What only others have changed, without what the station takes over with a correction of its own. */
export function changedThereOf({ encounter, action, correction }: PlannedEncounter): BothValues[] {
  if (action.kind !== "use") return [];
  const { changedThere } = fieldsBetween(encounter, action.hub);
  return changedThere.filter(({ field }) => !(field in correction.taken));
}

function toChangedThere(planned: PlannedEncounter): PlanView["changedThere"] {
  const { id: encounterId, values } = planned.encounter;
  const fields = changedThereOf(planned);
  return fields.length > 0 ? [{ encounterId, values, fields }] : [];
}

/** The plan in numbers. Images of encounters that wait for an answer are in none of the counts. */
export function toPlanView(plan: Plan): PlanView {
  const certain = plan.encounters.filter(({ action }) => action.kind !== "ask");
  const sum = (of: (planned: PlannedEncounter) => number) => certain.reduce((total, planned) => total + of(planned), 0);
  const corrections = certain.flatMap((planned) => toCorrectionView(planned) ?? []);
  return {
    create: certain.filter(({ action }) => action.kind === "create").length,
    fill: certain.filter(({ fills }) => fills).length,
    ask: plan.encounters.length - certain.length,
    upload: sum((planned) => planned.upload),
    copy: sum((planned) => planned.copy),
    alreadyThere: sum((planned) => planned.images - planned.upload - planned.copy),
    bytes: sum((planned) => planned.uploadBytes),
    update: corrections.filter(({ update }) => update.length > 0).length,
    move: corrections.reduce((total, { move }) => total + move, 0),
    withdraw: corrections.reduce((total, { withdraw }) => total + withdraw, 0),
    describe: corrections.reduce((total, { describe }) => total + describe, 0),
    corrections,
    changedThere: certain.flatMap(toChangedThere),
    takenThere: sum((planned) => planned.takenThere.length),
    toTellAgain: plan.encounters.filter(({ encounter }) => encounter.delivered?.untold).length,
    questions: plan.encounters.flatMap(({ action }) => (action.kind === "ask" ? [action.question] : [])),
  };
}
