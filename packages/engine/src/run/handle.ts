/** One run as others hold it: its state follows the gates, a person may pause it, and it ends once. */
import { type LandfallError, type PauseReason, type RunId, toLandfallError } from "@landfall/protocol";
import { isOver } from "../machines/run.ts";
import type { RunTask } from "../ports.ts";
import type { Shared } from "../steps/context.ts";
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
  readonly resume: () => void;
  /** Cuts what is in flight; what arrived stays. */
  readonly cancel: () => void;
  /** What is due now is taken up now: a person pressed Retry or mended something. */
  readonly wake: () => void;
}

const cancelled = new Error("the run was cancelled");

export interface RunSurroundings {
  readonly closedGates: () => { reason: PauseReason; error: LandfallError; untilMs: number }[];
  readonly wakeGates: () => void;
  readonly onStatus: (run: RunId) => void;
}

/** What the engine keeps beside the public handle. */
export interface StartedRun extends RunHandle {
  /** Brings the run's reasons in line with the gates. */
  readonly follow: () => void;
  readonly abort: (why: Error) => void;
}

export function startRun(
  task: RunTask,
  shared: Shared,
  { closedGates, wakeGates, onStatus }: RunSurroundings,
): StartedRun {
  const { ledger, clock } = shared.ports;
  const abort = new AbortController();
  let resting: { readonly untilMs: number; readonly wake: () => void } | undefined;
  let pausedByUser: PromiseWithResolvers<void> | undefined;

  const record = (event: Parameters<typeof ledger.applyRun>[1]) => {
    try {
      ledger.applyRun(task.run, event);
    } catch (error) {
      // A disk that is full cannot take the note that it is full; the run's state is derived anew at the next change.
      if (toLandfallError(error).tier !== "disk") throw error;
    }
  };

  /** Brings the run's set of reasons in line with the gates. */
  const follow = () => {
    const run = ledger.run(task.run);
    if (isOver(run)) return;
    const closed = closedGates();
    const now = new Map(closed.map(({ reason, error }) => [reason, error]));
    const noted = run.state === "paused" ? run.reasons : [];
    for (const [reason, error] of now) {
      if (!noted.includes(reason))
        record({ type: "paused", reason, error: { code: error.code, detail: error.detail ?? null } });
    }
    for (const reason of noted) if (reason !== "user" && !now.has(reason)) record({ type: "resumed", reason });
    onStatus(task.run);
  };

  const rest = async (untilMs: number): Promise<void> => {
    const woken = Promise.withResolvers<void>();
    resting = { untilMs, wake: woken.resolve };
    onStatus(task.run);
    const sleep = new AbortController();
    const signal = AbortSignal.any([abort.signal, sleep.signal]);
    await Promise.race([clock.sleep(untilMs - clock.now(), signal).catch(() => {}), woken.promise]);
    sleep.abort();
    resting = undefined;
    abort.signal.throwIfAborted();
    onStatus(task.run);
  };

  const unpaused = async (): Promise<void> => {
    while (pausedByUser) {
      const aborted = Promise.withResolvers<void>();
      abort.signal.addEventListener("abort", () => aborted.resolve(), { once: true });
      await Promise.race([pausedByUser.promise, aborted.promise]);
      abort.signal.throwIfAborted();
    }
  };

  const run = async (): Promise<void> => {
    try {
      await unpaused();
      await syncManifest({ ...shared, task, signal: abort.signal, unpaused }, { rest });
      record({ type: "finished" });
    } catch (error) {
      // A stopped station leaves the run as it is, to be started again.
      if (abort.signal.aborted) return;
      const { code, detail } = toLandfallError(error);
      record({ type: "failed", error: { code, detail: detail ?? null } });
    } finally {
      onStatus(task.run);
    }
  };

  const resume = () => {
    const paused = pausedByUser;
    pausedByUser = undefined;
    record({ type: "resumed", reason: "user" });
    paused?.resolve();
  };
  const pause = () => {
    pausedByUser ??= Promise.withResolvers();
    record({ type: "paused", reason: "user", error: null });
  };

  const state = ledger.run(task.run);
  if (state.state === "paused" && state.reasons.includes("user")) pause();
  follow();
  return {
    task,
    done: run(),
    follow,
    status: (): RunStatus => ({
      settled: resting !== undefined,
      nextAttemptAtMs:
        resting?.untilMs ??
        closedGates().reduce<number | null>((least, { untilMs }) => Math.min(least ?? untilMs, untilMs), null),
    }),
    pause,
    resume,
    cancel: () => {
      record({ type: "cancelled" });
      abort.abort(cancelled);
    },
    abort: (why: Error) => abort.abort(why),
    wake: () => {
      wakeGates();
      resting?.wake();
    },
  };
}
