/** Looks at the hub from time to time, as long as somebody cares. */
import type { Connection } from "./connection.ts";

const everyMs = 30_000;

export interface Watch {
  /** Somebody began to care: looks at once when the last look is old. */
  readonly wake: () => void;
  readonly stop: () => void;
}

/** @param isWanted true while a dashboard is open or a run is at work */
export function watchHub(connection: Connection, isWanted: () => boolean): Watch {
  let lookedMs = Number.NEGATIVE_INFINITY;
  const look = () => {
    if (!isWanted() || performance.now() - lookedMs < everyMs * 0.9) return;
    lookedMs = performance.now();
    void connection.check();
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  return { wake: look, stop: () => clearInterval(timer) };
}
