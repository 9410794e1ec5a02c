/** Time that runs faster, so that a night of waits passes in seconds while the sockets stay real. */
import { createPuts, type EnginePorts, stallPatience, systemClock } from "@landfall/engine";
import type { StationSeams } from "../../apps/server/src/station/compose.ts";

/** The engine's waits, and what it takes for a stall, are so many times shorter. What the far ends do is not. */
export function hastened(factor: number, over: (own: EnginePorts) => Partial<EnginePorts> = () => ({})): StationSeams {
  const beganMs = Date.now();
  const now = () => beganMs + (Date.now() - beganMs) * factor;
  return {
    ports: (own) => ({
      ...own,
      ...createPuts({
        ...stallPatience,
        windowMs: stallPatience.windowMs / factor,
        answerMs: stallPatience.answerMs / factor,
        slowestBytesPerSecond: stallPatience.slowestBytesPerSecond * factor,
        lookEveryMs: stallPatience.lookEveryMs / factor,
      }),
      clock: { now, sleep: (ms, signal) => systemClock.sleep(ms / factor, signal) },
      ...over(own),
    }),
  };
}
