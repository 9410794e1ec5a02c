/** Approved encounters × what the hub holds → what will be created, filled, sent, skipped, asked. Pure. */
import { matchKey, type PlanView } from "@landfall/protocol";
import { matchAll } from "./match.ts";
import type { Action, HubAnswers, Plan, PlannedEncounter, Subject } from "./model.ts";

function tokensOf({ encounter, encounterNumber, images }: Subject): string[] {
  const { eventDate, locality, recordedBy } = encounter.values;
  const key = matchKey({ eventDate, locality, photographer: recordedBy, encounterNumber });
  return [...(key === null ? [] : [`key ${key}`]), ...images.map(({ sha256 }) => `image ${sha256}`)];
}

function planOne(subject: Subject, action: Action, answers: HubAnswers): PlannedEncounter {
  const hubId = action.kind === "use" ? action.hub.id : undefined;
  const unknown = subject.images.filter(({ sha256 }) => !answers.known.has(sha256));
  const own = unknown.filter(({ isFar }) => !isFar);
  const isHeldHere = (sha256: Subject["images"][number]["sha256"]): boolean =>
    hubId !== undefined && (answers.known.get(sha256)?.encounters.includes(hubId) ?? false);
  return {
    encounter: subject.encounter,
    encounterNumber: subject.encounterNumber,
    action,
    images: subject.images.length,
    upload: own.length,
    uploadBytes: own.reduce((sum, image) => sum + image.bytes, 0),
    copy: unknown.length - own.length,
    tokens: action.kind === "use" && action.by === "eventID" ? [] : tokensOf(subject),
    gone: subject.images.filter((image) => image.confirmed && !isHeldHere(image.sha256)).map((image) => image.sha256),
  };
}

export function planEncounters(subjects: readonly Subject[], answers: HubAnswers): Plan {
  const actions = matchAll(subjects, answers);
  return { encounters: subjects.map((subject, at) => planOne(subject, actions[at] as Action, answers)) };
}

/** The plan in numbers. Images of encounters that wait for an answer are in none of the counts. */
export function toPlanView(plan: Plan): PlanView {
  const certain = plan.encounters.filter(({ action }) => action.kind !== "ask");
  const sum = (of: (planned: PlannedEncounter) => number) => certain.reduce((total, planned) => total + of(planned), 0);
  return {
    create: certain.filter(({ action }) => action.kind === "create").length,
    fill: certain.filter(({ action }) => action.kind === "use").length,
    ask: plan.encounters.length - certain.length,
    upload: sum((planned) => planned.upload),
    copy: sum((planned) => planned.copy),
    alreadyThere: sum((planned) => planned.images - planned.upload - planned.copy),
    bytes: sum((planned) => planned.uploadBytes),
    questions: plan.encounters.flatMap(({ action }) => (action.kind === "ask" ? [action.question] : [])),
  };
}
