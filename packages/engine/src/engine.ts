/** The engine: runs, the one transfer pool they share, and the gates before the far ends. */
import type { PlanView, RunId, StationSettings } from "@landfall/protocol";
import PQueue from "p-queue";
import { createClaims } from "./flow/claims.ts";
import { createGate, type Gate } from "./flow/gate.ts";
import { createLinkMeter } from "./flow/link-meter.ts";
import { makePlan, type PlanScope } from "./plan/ask-hub.ts";
import { toPlanView } from "./plan/plan.ts";
import type { EnginePorts, RunTask } from "./ports.ts";
import { type RunHandle, type StartedRun, startRun } from "./run/handle.ts";
import type { Shared } from "./steps/context.ts";

export interface Engine {
  readonly start: (task: RunTask) => RunHandle;
  /** What a person has set, from now on. */
  readonly follow: (settings: StationSettings) => void;
  /** What a sync would do. Asks the hub once; writes nothing. */
  readonly plan: (scope: PlanScope) => Promise<PlanView>;
  /** Lets what is in flight end within the grace time, then cuts it. Runs stay as they are and can be started again. */
  readonly stop: (graceMs?: number) => Promise<void>;
}

export interface EngineOptions {
  readonly settings: StationSettings;
  /** Something about a run changed that is not in the ledger: it settled, or its next attempt is at another time. */
  readonly onStatus: (run: RunId) => void;
}

const transfersOf = ({ transfers }: StationSettings): number => (transfers === "auto" ? 2 : transfers);

const stopped = new Error("the station stops");

export function createEngine(ports: EnginePorts, { settings, onStatus }: EngineOptions): Engine {
  const pool = new PQueue({ concurrency: transfersOf(settings) });
  const gates = new Map<string, Gate>();
  const runs = new Map<RunId, StartedRun>();
  const follow = () => {
    for (const run of runs.values()) run.follow();
  };
  const gate = (name: string): Gate => {
    let found = gates.get(name);
    if (!found) {
      found = createGate({ ...ports, onChange: follow });
      gates.set(name, found);
    }
    return found;
  };
  const shared: Shared = {
    ports,
    pool,
    receipts: new PQueue({ concurrency: 2 }),
    planning: new PQueue({ concurrency: 1 }),
    claims: createClaims(),
    link: createLinkMeter(),
    gate,
  };
  const closedGates = () => [...gates.values()].map((each) => each.state()).filter((state) => state.kind === "closed");

  const start = (task: RunTask): RunHandle => {
    const running = runs.get(task.run);
    if (running) return running;
    const wakeGates = () => {
      for (const each of gates.values()) each.wake();
    };
    const handle = startRun(task, shared, { closedGates, wakeGates, onStatus });
    runs.set(task.run, handle);
    handle.done.then(() => runs.delete(task.run));
    return handle;
  };

  return {
    start,
    follow: (now) => {
      pool.concurrency = transfersOf(now);
    },
    plan: async (scope) => toPlanView(await makePlan(scope, ports.ledger, (call) => call(ports.hub()))),
    stop: async (graceMs = 3_000) => {
      pool.pause();
      const drained = Promise.race([
        pool.onPendingZero(),
        new Promise((resolve) => setTimeout(resolve, graceMs).unref()),
      ]);
      await drained;
      const ending = [...runs.values()];
      for (const run of ending) run.abort(stopped);
      await Promise.all(ending.map((run) => run.done));
    },
  };
}
