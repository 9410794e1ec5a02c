/** Plan, Sync, Retry. */
import {
  applyTroubled,
  chooseFirst,
  chooseNoMore,
  createRun,
  encounterRecord,
  encounterRow,
  hasApproved,
  manifestRecord,
  openManifest,
  population,
  profile,
  queue,
  type RunStart,
  read,
  resetManifest,
  runView,
  type StationDatabase,
  write,
} from "@landfall/db";
import {
  type ActivityActor,
  type ActivitySubject,
  type EncounterId,
  type EncounterRow,
  type HubMatch,
  LandfallError,
  type ManifestId,
  type PlanView,
  type PopulationId,
  type QueueView,
  type RetryScope,
  type RunView,
  type Transfers,
} from "@landfall/protocol";
import { encounterSubject, manifestSubject, note, noteRun } from "./activity.ts";
import type { StationContext } from "./context.ts";
import { freshBudget, type GivenLimits, limitsOf } from "./run-limits.ts";
import { unfinishedRun } from "./runs.ts";
import { counted } from "./why-words.ts";

/** NOT_CONNECTED, NOTHING_APPROVED, MANIFEST_SUPERSEDED, NOT_FOUND. */
function refuseUnfit({ db }: StationContext, manifest: ManifestId): void {
  openManifest(db, manifest);
  if (!profile(db)) throw new LandfallError("NOT_CONNECTED");
  if (!hasApproved(db, manifest)) throw new LandfallError("NOTHING_APPROVED");
}

/** The population's id on the hub; asks the hub for what this key may use when it is not known yet. */
export async function boundPopulation(station: StationContext, manifest: ManifestId): Promise<PopulationId> {
  const { db, connection } = station;
  const known = () => population(db, manifestRecord(db, manifest).populationId);
  const bound = known()?.hubId;
  if (bound) return bound;
  // Says at once, by its error, when the hub cannot be asked.
  await connection.reach();
  const { key } = await connection.check();
  if (key.state === "invalid") throw new LandfallError("KEY_INVALID");
  const found = known();
  if (found?.hubId) return found.hubId;
  throw new LandfallError("POPULATION_UNBOUND", { detail: `population ${found?.name}` });
}

export async function plan(station: StationContext, manifest: ManifestId): Promise<PlanView> {
  refuseUnfit(station, manifest);
  return station.runs.engine.plan({ manifest, population: await boundPopulation(station, manifest) });
}

/** NOT_FOUND where an encounter is not of the manifest; NOT_CONNECTED. */
export async function hubMatches(
  station: StationContext,
  manifest: ManifestId,
  encounters: readonly EncounterId[],
): Promise<HubMatch[]> {
  const { db, runs } = station;
  manifestRecord(db, manifest);
  if (!profile(db)) throw new LandfallError("NOT_CONNECTED");
  for (const id of encounters)
    if (encounterRecord(db, id).manifest !== manifest)
      throw new LandfallError("NOT_FOUND", { detail: `encounter ${id}` });
  const population = await boundPopulation(station, manifest);
  return runs.engine.foresee({ manifest, population, only: new Set(encounters) });
}

export interface SyncOptions {
  /** For this run, while this station has it in hand; what is left out is as the settings say. */
  readonly transfers?: Transfers | undefined;
  /** Encounters to send before the others. NOT_FOUND where one is not of the manifest. */
  readonly first?: readonly EncounterId[] | undefined;
  /** What is left out is as the settings say. */
  readonly budget?: GivenLimits | undefined;
}

/** Starts a run, or goes on with the one that is not over. Questions of the plan stay; what is certain is sent. */
export async function sync(
  station: StationContext,
  manifest: ManifestId,
  { transfers, first = [], budget }: SyncOptions,
  actor: ActivityActor,
): Promise<RunView> {
  refuseUnfit(station, manifest);
  await boundPopulation(station, manifest);
  const { db } = station;
  const run = write(db, () => {
    const taken = unfinishedRun(db, manifest);
    const started = taken ?? createRun(db, manifest, "sync", limitsOf(db, budget));
    if (taken) freshBudget(db, taken.run, budget);
    // A person asks for everything: what had failed is tried again, and what is still wrong says so again.
    if (!taken || runView(db, taken.run).settled) applyTroubled(db, manifest, started.run);
    if (first.length > 0) chooseFirst(db, manifest, first);
    noteRun(db, actor, taken ? "syncContinued" : "syncStarted", runView(db, started.run));
    return started;
  });
  station.runs.engine.limitRun(run.run, transfers);
  return goOn(station, run);
}

/** Before the others of its manifest, or in order again; a run at work takes it up next. */
export const sendFirst = (
  { db }: StationContext,
  id: EncounterId,
  first: boolean,
  actor: ActivityActor,
): EncounterRow =>
  write(db, () => {
    const { manifest } = encounterRecord(db, id);
    if (first) chooseFirst(db, manifest, [id]);
    else chooseNoMore(db, id);
    const action = first ? "sendFirst" : "sendInOrder";
    note(db, actor, { category: "sync", action, subject: [encounterSubject(db, id)], detail: null });
    return encounterRow(db, id);
  });

/** Sends what failed, now: within the run that is not over, else in one of its own. NOTHING_FAILED starts nothing. */
export async function retry(
  station: StationContext,
  manifest: ManifestId,
  scope: RetryScope,
  actor: ActivityActor,
): Promise<RunView> {
  const { db } = station;
  refuseUnfit(station, manifest);
  await boundPopulation(station, manifest);
  const run = write(db, () => {
    const taken = unfinishedRun(db, manifest);
    if (taken) freshBudget(db, taken.run);
    const started = taken ?? createRun(db, manifest, "retry", limitsOf(db));
    const failed = applyTroubled(db, manifest, started.run, scope);
    // A retry that was cut short goes on: what it asked for again no longer counts as failed.
    if (!taken && failed === 0) throw new LandfallError("NOTHING_FAILED");
    noteRun(db, actor, "retried", runView(db, started.run), retrySubjects(db, scope));
    return started;
  });
  return goOn(station, run);
}

const retrySubjects = (db: StationDatabase, { encounter, image }: RetryScope): ActivitySubject[] => [
  ...(encounter ? [encounterSubject(db, encounter)] : []),
  ...(image ? [{ kind: "image" as const, id: image, name: null }] : []),
];

/** Lets the receipts of a manifest go, so that the next sync asks the hub for all of them. ALREADY_RUNNING. */
export const reset = ({ db }: StationContext, manifest: ManifestId, actor: ActivityActor): { images: number } =>
  write(db, () => {
    const answer = resetManifest(db, manifest);
    const detail = `${counted(answer.images, "image")} to be asked for again at the next sync`;
    note(db, actor, { category: "sync", action: "reset", subject: [manifestSubject(db, manifest)], detail });
    return answer;
  });

/** Whoever presses Sync or Retry also takes a pause back, and goes on with a fresh budget. */
function goOn({ db, runs }: StationContext, run: RunStart): RunView {
  runs.goOn(run);
  runs.handle(run.run)?.resume();
  return runView(db, run.run);
}

/** The runs that are not over, in order, each with what a person knows it by. */
export const queueView = (db: StationDatabase): QueueView =>
  read(db, () => ({
    items: queue(db).map((id) => {
      const run = runView(db, id);
      const { name, version, populationId } = manifestRecord(db, run.manifestId);
      return { run, manifestName: name, version, populationName: population(db, populationId)?.name ?? "" };
    }),
  }));
