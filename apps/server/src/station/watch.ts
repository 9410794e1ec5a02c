/** Looks at the hub from time to time, as long as somebody cares. */
import { toLandfallError } from "@landfall/protocol";
import type { Connection } from "./connection.ts";
import type { StationOptions } from "./port.ts";

const everyMs = 30_000;

export interface Watch {
  /** Somebody began to care: looks at once when the last look is old. */
  readonly wake: () => void;
  readonly stop: () => void;
}

/** @param isWanted true while a dashboard is open or a run is at work */
export function watchHub(connection: Connection, isWanted: () => boolean, log: StationOptions["log"]): Watch {
  let lookedMs = Number.NEGATIVE_INFINITY;
  const look = () => {
    if (!isWanted() || performance.now() - lookedMs < everyMs * 0.9) return;
    lookedMs = performance.now();
    connection.check().catch((error: unknown) => {
      // What was seen could not be noted, such as on a full disk; the next look tries again.
      log.warn("a look at the hub could not be noted", { code: toLandfallError(error).code });
    });
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  return { wake: look, stop: () => clearInterval(timer) };
}
