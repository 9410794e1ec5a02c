/** One run as others hold it: its state follows what holds it, the gates and the line, and it ends once. */
import { type RunId, toLandfallError } from "@landfall/protocol";
import type { ClosedWindow } from "../flow/traffic.ts";
import { isOver, type RunEvent } from "../machines/run.ts";
import type { RunTask } from "../ports.ts";
import { type RunContext, remember, type Shared } from "../steps/context.ts";
import { createBudgetMeter } from "./budget-meter.ts";
import { createFlight } from "./flight.ts";
import {
  type ClosedGate,
  type Holds,
  isHeld,
  isSilent,
  nextAttemptMs,
  reasonsOf,
  type Standing,
  toldAnew,
} from "./holds.ts";
import { syncManifest } from "./run.ts";

export interface RunStatus {
  /** Nothing is at work, and nothing can be until `nextAttemptAtMs` or a person acts. */
  readonly settled: boolean;
  readonly nextAttemptAtMs: number | null;
}

export interface RunHandle {
  readonly task: RunTask;
  /** Resolves when the run is over, or the engine has stopped; never rejects. */
  readonly done: Promise<void>;
  readonly status: () => RunStatus;
  /** What is in flight ends; nothing new begins. */
  readonly pause: () => void;
  /** Takes a pause back; the budget counts as it is stored now. */
  readonly resume: () => void;
  /** Cuts what is in flight; what arrived stays. DISK_FULL where there is no room to note it: then the run stays as it is. */
  readonly cancel: () => void;
  /** What is due now is taken up now: a person pressed Retry or mended something. */
  readonly wake: () => void;
}

const cancelled = new Error("the run was cancelled");

export interface RunSurroundings {
  /** Those that stand in this run's way. */
  readonly closedGates: () => readonly ClosedGate[];
  readonly closedWindow: () => ClosedWindow | undefined;
  readonly wakeGates: () => void;
  /** Whether the wire is this run's. */
  readonly hasWire: () => boolean;
  /** Whether this run can use the wire has changed. */
  readonly onAble: () => void;
  readonly onStatus: (run: RunId) => void;
}

/** What the engine keeps beside the public handle. */
export interface StartedRun extends RunHandle {
  /** Whether it could use the wire now. */
  readonly isAble: () => boolean;
  /** Brings the run's reasons in line with what holds it, the gates and its turn. */
  readonly follow: () => void;
  readonly abort: (why: Error) => void;
}

export function startRun(
  task: RunTask,
  shared: Shared,
  { closedGates, closedWindow, wakeGates, hasWire, onAble, onStatus }: RunSurroundings,
): StartedRun {
  const { ledger, clock } = shared.ports;
  const abort = new AbortController();
  /** Whatever waits for the run's sake ends with it. */
  const over = new AbortController();
  const flight = createFlight(AbortSignal.any([abort.signal, over.signal]), clock.sleep);
  let resting: { readonly untilMs: number; readonly wake: () => void } | undefined;
  let isPaused = false;
  let lulls = 0;
  let changed = Promise.withResolvers<void>();

  const record = (event: RunEvent) => {
    try {
      ledger.applyRun(task.run, event);
    } catch (error) {
      // A disk that is full cannot take the note that it is full; the run's state is derived anew at the next change.
      if (toLandfallError(error).tier !== "disk") throw error;
    }
  };

  const holds = (): Holds => ({ user: isPaused, window: closedWindow(), budget: budget.isUsedUp() });
  const mayBegin = () => !isHeld(holds()) && !budget.isSpent();
  const isAble = () => mayBegin() && resting === undefined && lulls === 0 && !abort.signal.aborted;
  const mayGoOn = () => mayBegin() && hasWire();
  const standing = (): Standing => ({
    holds: holds(),
    gates: closedGates(),
    waitsInLine: isAble() && !hasWire(),
    restsUntilMs: resting?.untilMs,
  });

  const budget = createBudgetMeter({
    ledger,
    clock,
    run: task.run,
    signal: over.signal,
    isAtWork: () => mayGoOn() && resting === undefined && lulls === 0 && closedGates().length === 0,
    onChange: onAble,
  });

  const follow = () => {
    changed.resolve();
    changed = Promise.withResolvers();
    const run = ledger.run(task.run);
    if (isOver(run)) return;
    flight.setHeld(isHeld(holds()));
    const now = reasonsOf(standing());
    const noted = run.state === "paused" ? run.reasons : [];
    for (const [reason, error] of now) if (!noted.includes(reason)) record({ type: "paused", reason, error });
    for (const reason of noted) if (!now.has(reason)) record({ type: "resumed", reason });
    const after = ledger.run(task.run);
    const told = after.state === "paused" ? toldAnew(now, after.error) : undefined;
    if (told) record(told);
    onStatus(task.run);
  };

  const rest = async (untilMs: number): Promise<void> => {
    const woken = Promise.withResolvers<void>();
    resting = { untilMs, wake: woken.resolve };
    onAble();
    const sleep = new AbortController();
    const signal = AbortSignal.any([abort.signal, sleep.signal]);
    await Promise.race([clock.sleep(untilMs - clock.now(), signal).catch(() => {}), woken.promise]);
    sleep.abort();
    resting = undefined;
    abort.signal.throwIfAborted();
    onAble();
  };

  const lull = async <T>(work: () => Promise<T>): Promise<T> => {
    lulls += 1;
    if (lulls === 1) onAble();
    try {
      return await work();
    } finally {
      lulls -= 1;
      if (lulls === 0) onAble();
    }
  };

  const aborted = Promise.withResolvers<void>();
  abort.signal.addEventListener("abort", () => aborted.resolve(), { once: true });
  const until = async (test: () => boolean): Promise<void> => {
    while (!test()) {
      await Promise.race([changed.promise, aborted.promise]);
      abort.signal.throwIfAborted();
    }
  };

  const unsilenced = () => until(() => !isSilent(holds()));
  const unpaused = () => until(mayGoOn);

  const context: RunContext = {
    ...shared,
    ...{ task, signal: abort.signal, flight: flight.signal, budget, unsilenced, unpaused, mayGoOn, lull },
  };
  const work = async (): Promise<RunEvent> => {
    try {
      await unpaused();
      await syncManifest(context, { rest });
      return { type: "finished" };
    } catch (error) {
      abort.signal.throwIfAborted();
      const { code, detail } = toLandfallError(error);
      return { type: "failed", error: { code, detail: detail ?? null } };
    }
  };
  const run = async (): Promise<void> => {
    try {
      const event = await work();
      // A full disk is waited for: a run that nobody has in hand must not stand there as one that goes on.
      await remember(context, (memory) => void memory.applyRun(task.run, event));
    } catch (error) {
      // A stopped station leaves the run as it is, to be started again.
      if (!abort.signal.aborted) throw error;
    } finally {
      over.abort();
      onStatus(task.run);
    }
  };

  const setPaused = (to: boolean) => {
    isPaused = to;
    onAble();
  };

  const state = ledger.run(task.run);
  isPaused = state.state === "paused" && state.reasons.includes("user");
  budget.load();
  return {
    task,
    done: run(),
    isAble,
    follow,
    status: (): RunStatus => ({
      settled: resting !== undefined,
      nextAttemptAtMs: nextAttemptMs(standing()),
    }),
    pause: () => setPaused(true),
    resume: () => {
      budget.load();
      setPaused(false);
    },
    cancel: () => {
      ledger.applyRun(task.run, { type: "cancelled" });
      abort.abort(cancelled);
      onAble();
    },
    abort: (why: Error) => abort.abort(why),
    wake: () => {
      wakeGates();
      resting?.wake();
    },
  };
}
