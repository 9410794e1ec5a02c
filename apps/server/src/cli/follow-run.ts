/** Starts a run, waits for it, says how it ended and what it left. What `sync` and `retry` have in common. */
import { LandfallError, manifestWords, type ProblemGroup, type RunView } from "@landfall/protocol";
import type { StationClient } from "../station-client.ts";
import { describeChangedThere } from "./changed-there.ts";
import type { ExitCode } from "./command.ts";
import { isGone, type OpenStation, withStation } from "./open-station.ts";
import type { Output } from "./output.ts";
import { describeProblems, problemsOf } from "./problems.ts";
import { describeLeft, describeQuestions, openQuestions } from "./questions.ts";
import { describeNext, describeRun, describeTrouble, exitCodeOfRun, isClean, toRunResult } from "./run-result.ts";
import { describeStationProblems } from "./station-problems.ts";
import { waitForRun } from "./wait-for-run.ts";
import { describeToldAgain } from "./went-back.ts";
import type { Words } from "./words.ts";

export interface FollowRunOptions {
  readonly dataFolder: string;
  readonly out: Output;
  readonly patienceMs: number;
  readonly start: (station: OpenStation) => Promise<RunView>;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Tells how the run ended. Its exit code: a question that is open needs a person, whatever else arrived. */
async function tellOf({ client, isOwn }: OpenStation, run: RunView, out: Output): Promise<ExitCode> {
  const questions = await openQuestions(client, run);
  const problems = isClean(run) ? [] : await problemsOf(client, run.manifestId);
  const trouble = describeTrouble(run, { nowMs: Date.now(), goesOn: !isOwn });
  for (const line of [...(await inTheWay(client, run)), ...trouble]) out.note(line);
  const left = [
    ...describeProblems(problems),
    ...describeNext(run, countOf(problems)),
    ...describeLeft(questions),
    ...describeQuestions(run.manifestId, questions),
  ];
  const manifest = await client.manifest({ params: { id: run.manifestId } });
  const { changedThere, takenThere } = manifest;
  left.push(...(await describeToldAgain(client, run, manifest)), ...describeChangedThere(manifest));
  if (out.json) for (const line of left) out.note(line);
  const further = {
    ...(questions.length > 0 && { questions }),
    ...(changedThere > 0 && { changedThere }),
    ...(takenThere > 0 && { takenThere }),
  };
  out.result({ ...toRunResult(run), ...further }, [
    ...describeRun(run),
    // As `status` says it.
    `Altogether: ${manifestWords(manifest)}.`,
    ...left,
  ]);
  return questions.length > 0 ? 3 : exitCodeOfRun(run);
}

/** Of a run that has not come to its end, as `status` says it; a pause says itself that the hub cannot be reached. */
async function inTheWay(client: StationClient, run: RunView): Promise<string[]> {
  if (run.state !== "running" && !run.reasons.includes("unavailable")) return [];
  if (run.settled) return [];
  await client.checkConnection();
  return describeStationProblems(await client.snapshot());
}

/** Of images; one that two encounters have is two. */
const countOf = (groups: readonly ProblemGroup[]): number =>
  groups.flatMap(({ causes }) => causes).reduce((sum, { count }) => sum + count, 0);

const ended = "The station ended while the sync was at work.";

/** What sync and retry say then. */
export const wordsOfRun: Words = {
  STATION_NOT_RUNNING: { hint: "Nothing is lost. Go on with: landfall start, or with the same command." },
};

export async function followRun({ dataFolder, out, patienceMs, start }: FollowRunOptions): Promise<ExitCode> {
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  for (const signal of signals) process.on(signal, interrupt);
  try {
    return await withStation(dataFolder, { needsHub: true }, async (station) => {
      const { id } = await start(station);
      const run = await waitForRun(station, { id, patienceMs, signal: interrupted.signal }).catch((error: unknown) => {
        throw isGone(error) ? new LandfallError("STATION_NOT_RUNNING", { detail: ended, cause: error }) : error;
      });
      if (interrupted.signal.aborted) {
        const goesOn = "The run goes on in the running station.";
        const stops = "Stopping. Nothing is lost: the same command goes on where it stopped.";
        out.note(station.isOwn ? stops : goesOn);
        return 130;
      }
      return tellOf(station, run, out);
    });
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}
