/** Sync runs at work: one engine, and a handle for each run that is not over. */
import {
  announceRun,
  applyRun,
  createLedger,
  linkSpeed,
  moveInQueue,
  type RunLive,
  type RunStart,
  renewBudget,
  runView,
  type StationDatabase,
  setLinkSpeed,
  settings,
  unfinishedRuns,
  write,
} from "@landfall/db";
import {
  createEngine,
  createProgress,
  type Engine,
  type EnginePorts,
  type HubClient,
  type LinkSource,
  nodePreconnect,
  nodePutBlob,
  nodePutBlock,
  nodePutBlockList,
  nodeReadSource,
  type RunHandle,
  systemClock,
} from "@landfall/engine";
import {
  type ActivityAction,
  type ActivityActor,
  LandfallError,
  type ManifestId,
  type RunId,
  type RunView,
  toLandfallError,
} from "@landfall/protocol";
import { noteRun } from "./activity.ts";
import type { StationOptions } from "./port.ts";
import type { StationSample } from "./progress.ts";

export interface Runs {
  readonly engine: Engine;
  /** Starts the run, or wakes it. POPULATION_UNBOUND while the hub has no such population for this key. */
  goOn(run: RunStart): void;
  handle(run: RunId): RunHandle | undefined;
  /** Runs at work, or waiting to be. */
  live(): readonly RunHandle[];
  sample(): StationSample;
  pause(run: RunId, actor: ActivityActor): RunView;
  resume(run: RunId, actor: ActivityActor): RunView;
  cancel(run: RunId, actor: ActivityActor): RunView;
  /** Gives it this place in the queue. NOT_FOUND when it is over. */
  move(run: RunId, place: number, actor: ActivityActor): void;
  wakeAll(): void;
  stop(): Promise<void>;
}

export interface RunsOptions {
  readonly db: StationDatabase;
  readonly hub: () => HubClient;
  readonly linkSource: LinkSource;
  /** What only running work can tell; the database reads it when it shows a run. */
  readonly status: Map<RunId, RunLive>;
  /** A run has settled, or goes on, or its next attempt is at another time. */
  readonly onChange: () => void;
  readonly log: StationOptions["log"];
  /** Something put between the engine and the world. */
  readonly ports?: (own: EnginePorts) => EnginePorts;
}

export function openRuns({ db, hub, linkSource, status, onChange, log, ports = (own) => own }: RunsOptions): Runs {
  const handles = new Map<RunId, RunHandle>();
  const progress = createProgress(systemClock);

  /** Tells of a run when it settled, or when its next attempt moved. */
  const onStatus = (run: RunId): void => {
    const handle = handles.get(run);
    if (!handle) return;
    const before = JSON.stringify(status.get(run));
    status.set(run, handle.status());
    if (JSON.stringify(status.get(run)) === before) return;
    onChange();
    try {
      announceRun(db, run);
    } catch (error) {
      // A disk that is full loses a notice; the run itself waits for room and is announced then.
      log.warn("a run's status could not be noted", { run, code: toLandfallError(error).code });
    }
  };

  const keepSpeed = (bytesPerSecond: number): void => {
    try {
      setLinkSpeed(db, bytesPerSecond);
    } catch (error) {
      log.warn("the speed of the link could not be noted", { code: toLandfallError(error).code });
    }
  };

  const engine = createEngine(
    ports({
      ledger: createLedger(db),
      hub,
      putBlob: nodePutBlob,
      putBlock: nodePutBlock,
      putBlockList: nodePutBlockList,
      preconnect: nodePreconnect,
      readSource: nodeReadSource,
      linkSource,
      clock: systemClock,
      random: Math.random,
      progress,
    }),
    { settings: settings(db), onStatus, speed: { known: () => linkSpeed(db), keep: keepSpeed } },
  );

  const goOn = (run: RunStart): void => {
    const known = handles.get(run.run);
    if (known) {
      known.wake();
      return;
    }
    if (run.population === null) throw new LandfallError("POPULATION_UNBOUND");
    const handle = engine.start({ ...run, population: run.population });
    handles.set(run.run, handle);
    status.set(run.run, handle.status());
    void handle.done.then(() => {
      handles.delete(run.run);
      status.delete(run.run);
    });
  };

  /** A run that no engine has in hand is changed where it rests. */
  const unfinished = (run: RunId): RunStart | undefined => unfinishedRuns(db).find((each) => each.run === run);

  /** One transaction with the note of it, unless it changed nothing. */
  const noted = (run: RunId, actor: ActivityActor, action: ActivityAction, act: () => void): RunView =>
    write(db, () => {
      const before = runView(db, run);
      act();
      const after = runView(db, run);
      const isNews = before.state !== after.state || before.reasons.join() !== after.reasons.join();
      if (isNews) noteRun(db, actor, action, after);
      return after;
    });

  return {
    engine,
    goOn,
    handle: (run) => handles.get(run),
    live: () => [...handles.values()],
    sample: () => ({ ...progress.sample(), transfers: engine.transfers() }),
    pause: (run, actor) =>
      noted(run, actor, "syncPaused", () => {
        const handle = handles.get(run);
        if (handle) handle.pause();
        else applyRun(db, run, { type: "paused", reason: "user", error: null });
      }),
    resume: (run, actor) => {
      const start = unfinished(run);
      if (start) goOn(start);
      return noted(run, actor, "syncResumed", () => {
        renewBudget(db, run);
        handles.get(run)?.resume();
      });
    },
    cancel: (run, actor) =>
      noted(run, actor, "syncCancelled", () => {
        const handle = handles.get(run);
        if (handle) handle.cancel();
        else applyRun(db, run, { type: "cancelled" });
      }),
    move: (run, place, actor) => {
      write(db, () => {
        const { moved } = moveInQueue(db, run, place);
        for (const each of moved) announceRun(db, each);
        if (moved.length > 0) noteRun(db, actor, "syncMoved", runView(db, run));
      });
      engine.reorder();
    },
    wakeAll: () => {
      for (const handle of handles.values()) handle.wake();
    },
    stop: () => engine.stop(),
  };
}

/** Goes on with what an earlier process left. A run whose population is not bound waits for the next Sync. */
export function resumeRuns(db: StationDatabase, runs: Runs, log: StationOptions["log"]): void {
  for (const run of unfinishedRuns(db)) {
    if (run.population === null) log.info("a run waits for its population on the hub", { run: run.run });
    else runs.goOn(run);
  }
}

/** The manifest's run that is not over. */
export const unfinishedRun = (db: StationDatabase, manifest: ManifestId): RunStart | undefined =>
  unfinishedRuns(db, manifest)[0];
