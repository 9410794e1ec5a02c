/** Keeps the hub's process running on its port for as long as the station runs. */
import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "../log.ts";
import { type HubChild, startHubChild } from "./child.ts";

export interface SupervisedHub {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

export interface SupervisorOptions {
  readonly dataFolder: string;
  /** The port it had last time; 0 for the first time. Another is taken only when this one stays taken. */
  readonly port: number;
  readonly log: Log;
}

/** How often the known port is tried while an earlier hub may still be leaving it. */
const portTries = 6;
const portTryMs = 500;
const longestBackoffMs = 10_000;
/** A hub that ran this long starts again at once. */
const steadyMs = 60_000;

const backoffMs = (failures: number): number => Math.min(250 * 2 ** failures, longestBackoffMs);

/** Rejects with HUB_UNAVAILABLE when the hub does not start at all. */
export async function superviseHub({ dataFolder, port, log }: SupervisorOptions): Promise<SupervisedHub> {
  const onErrorLine = (line: string): void => log.warn("the embedded hub says", { line });
  const start = (onPort: number): Promise<HubChild> => startHubChild({ dataFolder, port: onPort, onErrorLine });

  async function startFirst(): Promise<HubChild> {
    for (let tries = 0; port !== 0 && tries < portTries; tries++) {
      try {
        return await start(port);
      } catch (error) {
        log.warn("the embedded hub did not start", { error });
        await wait(portTryMs);
      }
    }
    return start(0);
  }

  const stopping = new AbortController();
  let child = await startFirst();
  const actualPort = child.port;

  async function keepRunning(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const startedMs = Date.now();
      await child.ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - startedMs > steadyMs) failures = 0;
      log.warn("the embedded hub ended and is started again", { failures });
      for (let isUp = false; !isUp && !stopping.signal.aborted; ) {
        await wait(backoffMs(failures++), undefined, { signal: stopping.signal }).catch(() => {});
        if (stopping.signal.aborted) return;
        isUp = await start(actualPort).then(
          (started) => {
            child = started;
            return true;
          },
          () => false,
        );
      }
    }
  }
  const kept = keepRunning();

  return {
    port: actualPort,
    stop: async () => {
      stopping.abort();
      await child.stop();
      await kept;
      // One that was just being started.
      await child.stop();
    },
  };
}
