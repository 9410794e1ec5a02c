/** The dashboard's stream: durable events as they are committed, progress as it is sampled. */
import { eventsSince, type StationDatabase } from "@landfall/db";
import type { RunProgress } from "@landfall/protocol";
import type { StationStream } from "./port.ts";

type Listener = Parameters<StationStream["subscribe"]>[0];

export interface Stream extends StationStream {
  /** How many listen. */
  readonly listening: () => number;
  readonly stop: () => void;
}

export interface StreamOptions {
  readonly db: StationDatabase;
  /** Of each run at work; none when nothing moves. */
  readonly sample: () => RunProgress[];
  readonly onSubscribe: () => void;
}

/** Five times a second. */
const sampleEveryMs = 200;

export function openStream({ db, sample, onSubscribe }: StreamOptions): Stream {
  const listeners = new Set<Listener>();
  const shown = new Map<string, string>();
  let announced = false;

  /** Several commits in one turn of the loop are one batch. */
  const announce = () => {
    if (announced) return;
    announced = true;
    queueMicrotask(() => {
      announced = false;
      for (const listener of listeners) listener.changed();
    });
  };
  db.listeners.add(announce);

  /** Each sample that is not the one before; the first one at once. */
  const tick = () => {
    if (listeners.size === 0) return;
    const samples = sample();
    for (const each of samples) {
      const text = JSON.stringify(each);
      if (shown.get(each.runId) === text) continue;
      shown.set(each.runId, text);
      for (const listener of listeners) listener.progress(each);
    }
    const atWork = new Set<string>(samples.map(({ runId }) => runId));
    for (const run of shown.keys()) if (!atWork.has(run)) shown.delete(run);
  };
  const timer = setInterval(tick, sampleEveryMs);
  timer.unref();

  return {
    since: (seq, limit) => eventsSince(db, seq, limit),
    subscribe: (listener) => {
      listeners.add(listener);
      // Whoever comes later sees where things are, too.
      shown.clear();
      onSubscribe();
      tick();
      return () => listeners.delete(listener);
    },
    listening: () => listeners.size,
    stop: () => {
      clearInterval(timer);
      db.listeners.delete(announce);
      listeners.clear();
    },
  };
}
