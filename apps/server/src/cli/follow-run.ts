/** Starts a run, waits for it, says how it ended. What `sync` and `retry` have in common. */
import type { RunView } from "@landfall/protocol";
import type { ExitCode } from "./command.ts";
import { type OpenStation, withStation } from "./open-station.ts";
import type { Output } from "./output.ts";
import { describeRun, describeTrouble, exitCodeOfRun, toRunResult } from "./run-result.ts";
import { waitForRun } from "./wait-for-run.ts";

export interface FollowRunOptions {
  readonly dataFolder: string;
  readonly out: Output;
  readonly patienceMs: number;
  readonly start: (station: OpenStation) => Promise<RunView>;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export async function followRun({ dataFolder, out, patienceMs, start }: FollowRunOptions): Promise<ExitCode> {
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  for (const signal of signals) process.on(signal, interrupt);
  try {
    return await withStation(dataFolder, { needsHub: true }, async (station) => {
      const { id } = await start(station);
      const run = await waitForRun(station, { id, patienceMs, signal: interrupted.signal });
      if (interrupted.signal.aborted) {
        const goesOn = "The run goes on in the running station.";
        const stops = "Stopping. Nothing is lost: the same command goes on where it stopped.";
        out.note(station.isOwn ? stops : goesOn);
        return 130;
      }
      for (const line of describeTrouble(run, Date.now())) out.note(line);
      out.result(toRunResult(run), describeRun(run));
      return exitCodeOfRun(run);
    });
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}
