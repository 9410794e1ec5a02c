/** The engine: runs, the line they stand in, the one transfer pool, and the gates before the far ends. */
import type {
  HubEncounter,
  HubMatch,
  LandfallError,
  PlanView,
  RunId,
  StationSettings,
  Transfers,
} from "@landfall/protocol";
import PQueue from "p-queue";
import { createAnswers } from "./flow/answers.ts";
import { createGate, type Gate, type GateOptions } from "./flow/gate.ts";
import { holderOf, lineUp } from "./flow/line.ts";
import { createLinkMeter } from "./flow/link-meter.ts";
import { createPlanning } from "./flow/planning.ts";
import { createStarts } from "./flow/starts.ts";
import { createTraffic, type SpeedMemory, type Traffic } from "./flow/traffic.ts";
import { createTransferCount } from "./flow/transfers.ts";
import { makePlan, type PlanScope } from "./plan/ask-hub.ts";
import { type Choice, foresee, insteadOf } from "./plan/foresee.ts";
import { toPlanView } from "./plan/plan.ts";
import { seenInPlan } from "./plan/seen-there.ts";
import { copiesAtOnce } from "./policy.ts";
import type { EnginePorts, Pace, RunTask } from "./ports.ts";
import { type RunHandle, type StartedRun, startRun } from "./run/handle.ts";
import { createArrivals } from "./steps/arrivals.ts";
import { isPopulationGate, populationGate, type Shared } from "./steps/context.ts";

export interface Engine {
  readonly start: (task: RunTask) => RunHandle;
  /** What a person has set, from now on. */
  readonly follow: (settings: StationSettings) => void;
  /** How many images travel at once just now. */
  readonly transfers: () => number;
  /** So many at once while the wire is this run's, whatever is set; `undefined` takes that back, and so does another setting. */
  readonly limitRun: (run: RunId, transfers: Transfers | undefined) => void;
  /** What the station takes from the network goes at this pace. */
  readonly download: Pace;
  /** What it sends beside images, such as the body of a test, too. */
  readonly upload: Pace;
  /** The order of the line has changed: the first that can use the wire has it from now on. */
  readonly reorder: () => void;
  /** What a sync would do. Asks the hub once; of what it answers only what others have changed there is noted. */
  readonly plan: (scope: PlanScope) => Promise<PlanView>;
  /** What the hub already holds of encounters, approved or not yet. Asks the hub once; writes nothing. */
  readonly foresee: (scope: PlanScope) => Promise<HubMatch[]>;
  /** What is offered instead of a hub encounter that the plan would not take for this one; null where it would. */
  readonly insteadOf: (choice: Choice, scope: PlanScope) => Promise<HubEncounter[] | null>;
  /** Lets what is in flight end within the grace time, then cuts it. Runs stay as they are and can be started again. */
  readonly stop: (graceMs?: number) => Promise<void>;
}

export interface EngineOptions {
  readonly settings: StationSettings;
  /** Something about a run changed that is not in the ledger: it settled, or its next attempt is at another time. */
  readonly onStatus: (run: RunId) => void;
  readonly speed?: SpeedMemory;
}

const stopped = new Error("the station stops");

/** What a population's own gate answers says nothing of the hub, and nothing else says anything of that gate. */
function saysTo(name: string): NonNullable<GateOptions["says"]> {
  const isOfPopulation = ({ code }: LandfallError) => code === "POPULATION_CLOSED" || code === "POPULATION_FORBIDDEN";
  if (isPopulationGate(name)) return (error) => (isOfPopulation(error) ? "failure" : "nothing");
  // A copy that failed far away was told by a hub that is there.
  return (error) => (isOfPopulation(error) || error.code === "COPY_FAILED" ? "answer" : "failure");
}

export function createEngine(ports: EnginePorts, { onStatus, speed, ...options }: EngineOptions): Engine {
  let { settings } = options;
  const pool = new PQueue();
  const transfers = createTransferCount({
    ...ports,
    set: settings.transfers,
    isBusy: () => pool.size > 0,
    onChange: (to) => {
      pool.concurrency = to;
    },
  });
  const gates = new Map<string, Gate>();
  const runs = new Map<RunId, StartedRun>();
  let holder: RunId | null = null;
  let atOnce = settings.transfers;
  const ofRuns = new Map<RunId, Transfers>();
  const setTransfers = () => {
    const wanted = (holder !== null && ofRuns.get(holder)) || settings.transfers;
    if (wanted === atOnce) return;
    atOnce = wanted;
    transfers.follow(wanted);
  };
  /** Gives the wire to the first that can use it, and brings every run in line with that and with the gates. */
  const arrange = () => {
    const line = lineUp(ports.ledger.queue(), runs.keys());
    holder = holderOf(line.map((run) => ({ run, able: runs.get(run)?.isAble() ?? false })));
    setTransfers();
    for (const run of runs.values()) run.follow();
  };
  const gate = (name: string): Gate => {
    let found = gates.get(name);
    if (!found) {
      found = createGate({ ...ports, onChange: arrange, says: saysTo(name) });
      gates.set(name, found);
    }
    return found;
  };
  const link = createLinkMeter(() => {
    const rate = traffic.upload.rate();
    return rate === null ? null : rate / transfers.now();
  });
  const traffic: Traffic = createTraffic({
    ...ports,
    settings,
    ...(speed && { memory: speed }),
    measured: () => {
      const one = link.measured();
      return one === null ? null : one * transfers.now();
    },
    onWindow: arrange,
  });
  const ended = new AbortController();
  const answers = createAnswers(ports.clock);
  const shared: Shared = {
    ports,
    pool,
    copies: new PQueue({ concurrency: copiesAtOnce }),
    receipts: new PQueue({ concurrency: 2 }),
    planning: createPlanning(),
    link,
    traffic,
    transfers,
    settings: () => settings,
    answers,
    starts: createStarts(ports.clock, answers.bytesPerSecond),
    arrivals: createArrivals(ports, gate("disk"), ended.signal),
    gate,
  };
  /** Every far end is every run's, but a population's gate is that of its own runs. */
  const closedGates = (own: string) =>
    [...gates].flatMap(([name, { state }]) => {
      const now = state();
      return now.kind === "closed" && (name === own || !isPopulationGate(name)) ? [now] : [];
    });

  const start = (task: RunTask): RunHandle => {
    const running = runs.get(task.run);
    if (running) return running;
    const wakeGates = () => {
      for (const each of gates.values()) each.wake();
    };
    const handle = startRun(task, shared, {
      closedGates: () => closedGates(populationGate(task.population)),
      closedWindow: traffic.closedWindow,
      wakeGates,
      hasWire: () => holder === task.run,
      onAble: arrange,
      onStatus,
    });
    runs.set(task.run, handle);
    handle.done.then(() => {
      runs.delete(task.run);
      ofRuns.delete(task.run);
      arrange();
    });
    traffic.attend(handle.done);
    arrange();
    return handle;
  };

  return {
    start,
    transfers: transfers.now,
    download: traffic.download,
    upload: traffic.upload,
    reorder: arrange,
    limitRun: (run, count) => {
      if (count === undefined) ofRuns.delete(run);
      else ofRuns.set(run, count);
      setTransfers();
    },
    follow: (now) => {
      if (now.transfers !== settings.transfers) ofRuns.clear();
      settings = now;
      setTransfers();
      traffic.follow(now);
    },
    foresee: (scope) => foresee(scope, ports.ledger, (call) => call(ports.hub())),
    insteadOf: (choice, scope) => insteadOf(choice, scope, ports.ledger, (call) => call(ports.hub())),
    plan: async (scope) => {
      const plan = await makePlan(scope, ports.ledger, (call) => call(ports.hub()));
      ports.ledger.seenThere(seenInPlan(plan));
      return toPlanView(plan);
    },
    stop: async (graceMs = 3_000) => {
      pool.pause();
      const drained = Promise.race([
        pool.onPendingZero().then(shared.answers.none),
        new Promise((resolve) => setTimeout(resolve, graceMs).unref()),
      ]);
      await drained;
      shared.arrivals.flush();
      const ending = [...runs.values()];
      for (const run of ending) run.abort(stopped);
      await Promise.all(ending.map((run) => run.done));
      ended.abort(stopped);
    },
  };
}
