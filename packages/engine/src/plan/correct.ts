/**
 * What the hub has of an encounter that was delivered × what is approved now → what is to be corrected there. Pure.
 * Three ways meet: what was last delivered, what is approved, and what the hub has. Only what the station has changed
 * since is sent; what others have changed stays; where both changed the same field to different values it is a question.
 */
import {
  type EncounterValues,
  type FieldName,
  fieldNames,
  type HubEncounter,
  type HubEncounterId,
  imageFactNames,
  isPositionField,
  noFacts,
  type PlanQuestion,
  positionFields,
  type Sha256,
} from "@landfall/protocol";
import type { SyncEncounter } from "../ports.ts";
import type { Correction, Description, FromHubEncounter, HubAnswers, Subject, SubjectImage } from "./model.ts";

export const noCorrection: Correction = {
  update: {},
  agreed: {},
  taken: {},
  moves: [],
  descriptions: [],
  withdrawals: [],
  settled: [],
  forgotten: [],
};

const isTold = ({ told }: Description): boolean => Object.keys(told).length > 0;

/** Those that the hub is told something of. */
export const toldOf = ({ descriptions }: Pick<Correction, "descriptions">): Description[] =>
  descriptions.filter(isTold);

export const needsHub = ({ update, moves, withdrawals, descriptions }: Correction): boolean =>
  Object.keys(update).length + moves.length + withdrawals.length > 0 || descriptions.some(isTold);

/** A position is one thing. */
const unitOf = (name: FieldName): readonly FieldName[] => (isPositionField(name) ? positionFields : [name]);

const differ = (a: EncounterValues, b: EncounterValues, names: readonly FieldName[]): boolean =>
  names.some((name) => (a[name] ?? null) !== (b[name] ?? null));

export interface FieldCorrections {
  readonly update: Partial<EncounterValues>;
  /** What needs no sending: the hub has it by somebody else's hand, or has no place for it. */
  readonly agreed: Partial<EncounterValues>;
  readonly conflicts: PlanQuestion["conflicts"];
  /** Fields that others have given another value, or emptied. */
  readonly changedThere: PlanQuestion["changedThere"];
}

/** Whether the hub has the encounter as it was before it was last told of its fields: it was put back to an earlier state. */
export const hasForgotten = (
  { delivered }: Pick<SyncEncounter, "delivered">,
  { version }: Pick<HubEncounter, "version">,
) => delivered?.untold === true && delivered.version !== null && version <= delivered.version;

/** What is compared of an encounter and of the one of the hub that it is. */
export const fieldsBetween = (
  { values, delivered }: Pick<SyncEncounter, "values" | "delivered">,
  hub: Pick<HubEncounter, "values" | "version">,
): FieldCorrections =>
  delivered && hasForgotten({ delivered }, hub)
    ? tellAgain(delivered, values, hub.values)
    : correctFields(delivered?.values ?? null, values, hub.values);

/** All that the hub has otherwise, but for what others were seen to have changed there. */
function tellAgain(
  { values: base, there = {} }: NonNullable<SyncEncounter["delivered"]>,
  ours: EncounterValues,
  theirs: EncounterValues,
): FieldCorrections {
  const update: Partial<EncounterValues> = {};
  const agreed: Partial<EncounterValues> = {};
  const changedThere: PlanQuestion["changedThere"] = [];
  for (const name of fieldNames) {
    const [own, was, held] = [ours[name] ?? null, base[name] ?? null, theirs[name]];
    if (held === undefined || own === held) {
      if (own !== was) Object.assign(agreed, { [name]: own });
    } else if (own === was && there[name] === held) changedThere.push({ field: name, ours: own, theirs: held });
    else Object.assign(update, { [name]: own });
  }
  return { update, agreed, conflicts: [], changedThere };
}

/**
 * What was delivered with a value and is empty now, by an edit, an undo or another reading, is emptied on the hub. A value that was
 * never delivered takes none away that others have given. A field of which a hub says nothing at all is not known to it.
 * @param base what was last delivered; null before that: then nothing is corrected of what others have given
 */
export function correctFields(
  base: EncounterValues | null,
  ours: EncounterValues,
  theirs: EncounterValues,
): FieldCorrections {
  if (base === null) return correctFields(ours, ours, theirs);
  const update: Partial<EncounterValues> = {};
  const agreed: Partial<EncounterValues> = {};
  const conflicts: PlanQuestion["conflicts"] = [];
  const changedThere: PlanQuestion["changedThere"] = [];
  for (const name of fieldNames) {
    const unit = unitOf(name);
    const [own, was, held] = [ours[name] ?? null, base[name] ?? null, theirs[name]];
    if (!differ(ours, base, unit)) {
      if ((held != null || (held === null && own !== null)) && differ(theirs, base, unit))
        changedThere.push({ field: name, ours: own, theirs: held });
      continue;
    }
    if (own === null && was === null) continue;
    if (held === undefined || own === held) {
      if (own !== was) Object.assign(agreed, { [name]: own });
    } else if (differ(theirs, base, unit)) conflicts.push({ field: name, ours: own, theirs: held });
    else Object.assign(update, { [name]: own });
  }
  return { update, agreed, conflicts, changedThere };
}

/** Fields that others have emptied on the hub since this station delivered a value: it does not fill them again. */
export const emptiedThere = (encounter: SyncEncounter, hub: Pick<HubEncounter, "values" | "version">): FieldName[] =>
  hasForgotten(encounter, hub)
    ? []
    : fieldNames.filter((name) => {
        const base = encounter.delivered?.values[name] ?? null;
        return base !== null && base === (encounter.values[name] ?? null) && hub.values[name] === null;
      });

/** Images by the hub encounter they come from; those whose encounter the hub does not name any more are left out. */
function gathered(
  images: readonly { readonly sha256: Sha256; readonly from: HubEncounterId }[],
  answers: HubAnswers,
): FromHubEncounter[] {
  return [...Map.groupBy(images, ({ from }) => from)].flatMap(([id, of]) => {
    const from = answers.encounters.get(id);
    const named = new Set(of.map(({ sha256 }) => sha256));
    return from ? [{ from, images: [...named], merge: !answers.bound.has(id) }] : [];
  });
}

/** What is said otherwise of images than the hub was last told. Of those that it does not have yet it is told with them. */
function describe(images: readonly SubjectImage[], { imageFacts }: HubAnswers): Description[] {
  return images.flatMap(({ sha256, hubEncounter, facts, told }) => {
    const changed = imageFactNames.filter((name) => facts[name] !== (told ?? noFacts)[name]);
    if (hubEncounter === null || changed.length === 0) return [];
    const kept = changed.filter((name) => imageFacts.includes(name));
    return [{ sha256, facts, told: Object.fromEntries(kept.map((name) => [name, facts[name]])) }];
  });
}

/** @param target the encounter of the hub that this one is; undefined where it is to be made */
export function correctImages(
  subject: Subject,
  target: HubEncounterId | undefined,
  answers: HubAnswers,
): Omit<Correction, "update" | "agreed" | "taken"> {
  const isIn = (sha256: Sha256, id: HubEncounterId | undefined): boolean =>
    id !== undefined && (answers.known.get(sha256)?.encounters.includes(id) ?? false);
  // Where the bytes are not held, the hub does not say in which encounters it awaits them: it is asked all the same.
  const mayBeIn = (sha256: Sha256, id: HubEncounterId): boolean => !answers.known.has(sha256) || isIn(sha256, id);
  const isAnothers = (sha256: Sha256, id: HubEncounterId): boolean =>
    id !== target && answers.isKeptThere({ sha256, hubEncounter: id });
  const moves: { sha256: Sha256; from: HubEncounterId }[] = [];
  const withdrawals: typeof moves = [];
  const settled: Sha256[] = [];
  const forgotten: { sha256: Sha256; hubEncounter: HubEncounterId }[] = [];
  for (const { sha256, hubEncounter } of subject.images) {
    if (hubEncounter !== null && isAnothers(sha256, hubEncounter)) forgotten.push({ sha256, hubEncounter });
    else if (hubEncounter !== null && hubEncounter !== target && mayBeIn(sha256, hubEncounter))
      moves.push({ sha256, from: hubEncounter });
    else if (hubEncounter !== target && isIn(sha256, target)) {
      settled.push(sha256);
      if (hubEncounter !== null) forgotten.push({ sha256, hubEncounter });
    }
  }
  const kept = new Map(subject.images.map(({ sha256, hubEncounter }) => [sha256, hubEncounter]));
  for (const { sha256, hubEncounter } of subject.strays) {
    if (isAnothers(sha256, hubEncounter)) forgotten.push({ sha256, hubEncounter });
    else if (!kept.has(sha256) && answers.isWantedThere({ sha256, hubEncounter }))
      forgotten.push({ sha256, hubEncounter });
    else if (!kept.has(sha256) && mayBeIn(sha256, hubEncounter)) withdrawals.push({ sha256, from: hubEncounter });
    else if (hubEncounter === target) {
      // An image that is not noted there itself will be, once it is moved or opened.
      if (kept.get(sha256) === target) forgotten.push({ sha256, hubEncounter });
    } else if (isIn(sha256, hubEncounter)) moves.push({ sha256, from: hubEncounter });
    else if (answers.known.has(sha256)) forgotten.push({ sha256, hubEncounter });
  }
  for (const { sha256, hubEncounter } of subject.leftOut) {
    if (mayBeIn(sha256, hubEncounter) && !answers.isWantedThere({ sha256, hubEncounter }))
      withdrawals.push({ sha256, from: hubEncounter });
    else forgotten.push({ sha256, hubEncounter });
  }
  return {
    moves: gathered(moves, answers),
    descriptions: target === undefined ? [] : describe(subject.images, answers),
    withdrawals: gathered(withdrawals, answers),
    settled,
    forgotten,
  };
}
