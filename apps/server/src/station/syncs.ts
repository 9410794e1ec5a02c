/** Plan, Sync, Retry. */
import {
  applyTroubled,
  createRun,
  hasApproved,
  manifestRecord,
  population,
  profile,
  type RunStart,
  runView,
  setConcurrency,
  write,
} from "@landfall/db";
import {
  type EncounterId,
  LandfallError,
  type ManifestId,
  type PlanView,
  type PopulationId,
  type RunView,
} from "@landfall/protocol";
import type { StationContext } from "./context.ts";
import { unfinishedRun } from "./runs.ts";

/** NOT_CONNECTED, NOTHING_APPROVED, NOT_FOUND. */
function refuseTooEarly({ db }: StationContext, manifest: ManifestId): void {
  manifestRecord(db, manifest);
  if (!profile(db)) throw new LandfallError("NOT_CONNECTED");
  if (!hasApproved(db, manifest)) throw new LandfallError("NOTHING_APPROVED");
}

/** The population's id on the hub; asks the hub for what this key may use when it is not known yet. */
async function boundPopulation(station: StationContext, manifest: ManifestId): Promise<PopulationId> {
  const { db, connection } = station;
  const known = () => population(db, manifestRecord(db, manifest).populationId);
  const bound = known()?.hubId;
  if (bound) return bound;
  // Says at once, by its error, when the hub cannot be asked.
  await connection.client().health();
  const { key } = await connection.check();
  if (key.state === "invalid") throw new LandfallError("KEY_INVALID");
  const found = known();
  if (found?.hubId) return found.hubId;
  throw new LandfallError("POPULATION_UNBOUND", { detail: `population ${found?.name}` });
}

export async function plan(station: StationContext, manifest: ManifestId): Promise<PlanView> {
  refuseTooEarly(station, manifest);
  return station.runs.engine.plan({ manifest, population: await boundPopulation(station, manifest) });
}

/** Starts a run, or goes on with the one that is not over. Questions of the plan stay; what is certain is sent. */
export async function sync(
  station: StationContext,
  manifest: ManifestId,
  transfers: number | undefined,
): Promise<RunView> {
  refuseTooEarly(station, manifest);
  await boundPopulation(station, manifest);
  if (transfers !== undefined) changeConcurrency(station, transfers);
  const run = unfinishedRun(station.db, manifest) ?? createRun(station.db, manifest, "sync");
  return goOn(station, run);
}

/** Sends what failed, now: within the run that is not over, else in one of its own. */
export async function retry(
  station: StationContext,
  manifest: ManifestId,
  only: EncounterId | undefined,
): Promise<RunView> {
  const { db } = station;
  refuseTooEarly(station, manifest);
  await boundPopulation(station, manifest);
  const run = write(db, () => {
    const taken = unfinishedRun(db, manifest) ?? createRun(db, manifest, "retry");
    applyTroubled(db, manifest, taken.run, only);
    return taken;
  });
  return goOn(station, run);
}

/** Whoever presses Sync or Retry also takes a pause back. */
function goOn({ db, runs }: StationContext, run: RunStart): RunView {
  runs.goOn(run);
  if (runView(db, run.run).reasons.includes("user")) runs.handle(run.run)?.resume();
  return runView(db, run.run);
}

export function changeConcurrency({ db, runs }: StationContext, transfers: number): void {
  setConcurrency(db, transfers);
  runs.engine.setConcurrency(transfers);
}
