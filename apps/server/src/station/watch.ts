/** Looks at the hub from time to time, as long as somebody cares. */
import { toLandfallError } from "@landfall/protocol";
import type { Connection } from "./connection.ts";
import type { StationOptions } from "./port.ts";

const everyMs = 30_000;
/** A look so young is not doubted. */
const doubtMs = 2_000;

export interface Watch {
  /** Somebody began to care: looks at once when the last look is old. */
  readonly wake: () => void;
  /** A run has met the hub otherwise than the last look did, or may have: looks again soon. */
  readonly doubt: () => void;
  readonly stop: () => void;
}

/** @param isWanted true while a dashboard is open or a run is at work */
export function watchHub(connection: Connection, isWanted: () => boolean, log: StationOptions["log"]): Watch {
  let lookedMs = Number.NEGATIVE_INFINITY;
  const lookUnless = (youngerMs: number) => {
    if (!isWanted() || performance.now() - lookedMs < youngerMs) return;
    lookedMs = performance.now();
    connection.check().catch((error: unknown) => {
      // What was seen could not be noted, such as on a full disk; the next look tries again.
      log.warn("a look at the hub could not be noted", { code: toLandfallError(error).code });
    });
  };
  const look = () => lookUnless(everyMs * 0.9);
  const timer = setInterval(look, everyMs);
  timer.unref();
  return { wake: look, doubt: () => lookUnless(doubtMs), stop: () => clearInterval(timer) };
}
