import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../ports.ts";

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    delay(Math.max(0, ms), undefined, { signal }).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : error;
    }),
};
