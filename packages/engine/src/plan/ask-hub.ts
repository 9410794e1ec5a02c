/** Gathers what the plan is made from: the approved encounters, and what the hub says of them. Writes nothing. */
import { setImmediate } from "node:timers/promises";
import {
  type EncounterId,
  type HubEncounter,
  type HubEncounterId,
  type ImageFactName,
  type KnownResponse,
  LandfallError,
  type ManifestId,
  type MatchResponse,
  type PopulationId,
  type Sha256,
} from "@landfall/protocol";
import { chunks, partition } from "../parts.ts";
import { knownChunk, matchChunk } from "../policy.ts";
import type { HubClient, Ledger, OnHub, SyncEncounter } from "../ports.ts";
import type { HubAnswers, Plan, Subject } from "./model.ts";
import { numberWithinManifest } from "./number.ts";
import { planEncounters } from "./plan.ts";
import { againIfWentBack } from "./went-back.ts";

export interface PlanScope {
  readonly manifest: ManifestId;
  /** The population's id on the hub. */
  readonly population: PopulationId;
  /** Only these; all approved ones when left out. */
  readonly only?: ReadonlySet<EncounterId>;
}

/** Calls the hub; the caller decides how it is retried. */
export type AskHub = <T>(call: (hub: HubClient) => Promise<T>) => Promise<T>;

/** Reading the images of so many takes no longer than anybody would notice. */
const readAtOnce = 50;

/** A season of 100,000 images takes seconds to read: whoever else waits has their turn in between. */
async function gatherSubjects(ledger: Ledger, { manifest, only }: PlanScope): Promise<Subject[]> {
  const encounters = ledger.encounters(manifest);
  const numbers = numberWithinManifest(encounters);
  const subjects: Subject[] = [];
  for (const [at, encounter] of encounters.entries()) {
    if (only && !only.has(encounter.id)) continue;
    subjects.push(toSubject(ledger, encounter, numbers[at] ?? null));
    if (subjects.length % readAtOnce === 0) await setImmediate();
  }
  return subjects;
}

function toSubject(ledger: Ledger, encounter: SyncEncounter, encounterNumber: number | null): Subject {
  const all = ledger.images(encounter.id);
  const [leftOut, kept] = partition(all, ({ record }) => record.state === "skipped");
  const images = kept.map(({ sha256, bytes, source, record, hubEncounter, takenOut, fileName, facts, told }) => ({
    sha256,
    bytes,
    isFar: source !== undefined,
    confirmed: record.state === "committed" || record.state === "complete",
    hubEncounter,
    takenOut,
    fileName,
    facts,
    told,
  }));
  const onHub = leftOut.flatMap(({ sha256, hubEncounter, leftOut: reason }) =>
    hubEncounter ? [{ sha256, hubEncounter, reason }] : [],
  );
  const strays = ledger.strays(encounter.id);
  const hashed = new Map(all.flatMap((image) => (image.hashed ? [[image.sha256, image.hashed] as const] : [])));
  return { encounter, encounterNumber, images, leftOut: onHub, strays, hashed };
}

const inText = ({ sha256, hubEncounter }: OnHub): string => `${sha256} ${hubEncounter}`;

function keptThere(subjects: readonly Subject[], { manifest }: PlanScope, ledger: Ledger): HubAnswers["isKeptThere"] {
  const away = subjects.flatMap(({ encounter, images, leftOut, strays }) =>
    [...images, ...leftOut, ...strays].flatMap(({ sha256, hubEncounter }) =>
      hubEncounter && hubEncounter !== encounter.hubEncounterId ? [{ sha256, hubEncounter }] : [],
    ),
  );
  const kept = new Set(away.length === 0 ? [] : ledger.keptThere(manifest, away).map(inText));
  return (image) => kept.has(inText(image));
}

function wantedThere(
  subjects: readonly Subject[],
  { manifest }: PlanScope,
  ledger: Ledger,
): HubAnswers["isWantedThere"] {
  const going = subjects.flatMap(({ leftOut, strays }) =>
    [...leftOut, ...strays].map(({ sha256, hubEncounter }) => ({ sha256, hubEncounter })),
  );
  const wanted = new Set(going.length === 0 ? [] : ledger.wantedThere(manifest, going).map(inText));
  return (image) => wanted.has(inText(image));
}

/** @param takenBy only what these hold is asked for */
function ownThere(
  subjects: readonly Subject[],
  { manifest }: PlanScope,
  ledger: Ledger,
  { known, takenBy }: Pick<HubAnswers, "known" | "takenBy">,
): HubAnswers["isOwnThere"] {
  const there = subjects.flatMap(({ encounter, images }) =>
    images.flatMap(({ sha256 }) =>
      (known.get(sha256)?.encounters ?? []).flatMap((hubEncounter) =>
        (takenBy.get(hubEncounter) ?? encounter.id) === encounter.id ? [] : [{ sha256, hubEncounter }],
      ),
    ),
  );
  const own = new Set(there.length === 0 ? [] : ledger.ownThere(manifest, there).map(inText));
  return (image) => own.has(inText(image));
}

export async function askMatches(
  subjects: readonly Pick<Subject, "encounter" | "encounterNumber">[],
  population: PopulationId,
  ask: AskHub,
) {
  const matches = new Map<string, MatchResponse["matches"][number]>();
  let blobs: string | null = null;
  let imageFacts: readonly ImageFactName[] = [];
  for (const part of chunks(subjects, matchChunk)) {
    const encounters = part.map(({ encounter: { eventID, values }, encounterNumber }) => {
      const { eventDate, locality, recordedBy } = values;
      return { eventID, eventDate, locality, recordedBy, encounterNumber };
    });
    const answer = await ask((hub) => hub.match({ params: { id: population }, body: { encounters } }));
    for (const match of answer.matches) matches.set(match.eventID, match);
    blobs = answer.blobs ?? null;
    imageFacts = answer.imageFacts ?? [];
  }
  return { matches, blobs, imageFacts };
}

async function askKnown(subjects: readonly Subject[], population: PopulationId, ask: AskHub) {
  const known = new Map<Sha256, KnownResponse["images"][number]>();
  const encounters = new Map<HubEncounterId, HubEncounter>();
  const ofSubject = ({ images, leftOut, strays }: Subject) =>
    [...images, ...leftOut, ...strays].map(({ sha256 }) => sha256);
  const hashes = [...new Set(subjects.flatMap(ofSubject))];
  for (const sha256 of chunks(hashes, knownChunk)) {
    const answer = await ask((hub) => hub.known({ params: { id: population }, body: { sha256 } }));
    for (const image of answer.images) known.set(image.sha256, image);
    for (const encounter of answer.encounters) encounters.set(encounter.id, encounter);
  }
  return { known, encounters };
}

/**
 * An encounter of the hub that nothing of the station is any more, and of whose images the hub holds no bytes yet, is in no
 * answer: what was on its way there when it was given up is taken back from it all the same.
 */
async function askGivenUp(subjects: readonly Subject[], encounters: Map<HubEncounterId, HubEncounter>, ask: AskHub) {
  const referred = subjects.flatMap(({ images, leftOut, strays }) =>
    [...images, ...leftOut, ...strays].flatMap(({ hubEncounter }) => hubEncounter ?? []),
  );
  for (const id of new Set(referred)) {
    if (encounters.has(id)) continue;
    try {
      const { items: _, ...encounter } = await ask((hub) => hub.encounter({ params: { id } }));
      encounters.set(encounter.id, encounter);
    } catch (error) {
      if (!(error instanceof LandfallError) || error.code !== "NOT_FOUND") throw error;
    }
  }
}

/** Asks, then plans. About one request per 500 encounters and one per 1,000 images. */
export const makePlan = (scope: PlanScope, ledger: Ledger, ask: AskHub): Promise<Plan> =>
  againIfWentBack(() => planOnce(scope, ledger, ask));

async function planOnce(scope: PlanScope, ledger: Ledger, ask: AskHub): Promise<Plan> {
  const subjects = await gatherSubjects(ledger, scope);
  if (subjects.length === 0) return { encounters: [], blobs: null };
  const rivals = ledger.rivals(scope.manifest).map((one) => toSubject(ledger, one, one.encounterNumber));
  const all = [...subjects, ...rivals];
  // Side by side: far away each is a round trip.
  const [{ matches, blobs, imageFacts }, { known, encounters }] = await Promise.all([
    askMatches(all, scope.population, ask),
    askKnown(all, scope.population, ask),
  ]);
  for (const { byEventID } of matches.values()) if (byEventID) encounters.set(byEventID.id, byEventID);
  await askGivenUp(subjects, encounters, ask);
  const byKey = [...matches.values()].flatMap(({ byMatchKey }) => (byMatchKey ? [byMatchKey.id] : []));
  const boundElsewhere = ledger.boundElsewhere(scope.manifest, byKey);
  const takenBy = ledger.takenBy(scope.manifest);
  const answers: HubAnswers = {
    matches,
    blobs,
    imageFacts,
    known,
    encounters,
    takenBy,
    bound: ledger.bound(scope.manifest),
    isOwnThere: ownThere(all, scope, ledger, { known, takenBy }),
    isKeptThere: keptThere(subjects, scope, ledger),
    isWantedThere: wantedThere(subjects, scope, ledger),
    boundElsewhere,
  };
  return planEncounters(subjects, answers, rivals);
}
