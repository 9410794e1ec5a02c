/** Reads off all files of a population or a scan job what a page shows of them: in a thread where they are many, else at once. */
import { countFiles, finishedReadings, type StationDatabase, scanJobView } from "@landfall/db";
import { LandfallError, type PopulationId, type ScanJobId } from "@landfall/protocol";
import { endOf, startThread } from "@landfall/survey/thread";
import type { FromReader, LookStart, Question } from "./look-messages.ts";
import { type LookName, type looksOfPopulation, type looksOfScanJob, lookTable } from "./look-table.ts";

/** What it takes behind the database and the id, and what it gives. */
type Given<Look> = Look extends (db: StationDatabase, id: never, ...given: infer Rest) => unknown ? Rest : never;
type Found<Look> = Look extends (...given: never[]) => infer Answer ? Answer : never;
type OfPopulation = typeof looksOfPopulation;
type OfScanJob = typeof looksOfScanJob;

export interface Looks {
  /** True of one moment, which may have gone by when the answer is here. NOT_FOUND. */
  ofPopulation<Name extends keyof OfPopulation>(
    name: Name,
    id: PopulationId,
    ...given: Given<OfPopulation[Name]>
  ): Promise<Found<OfPopulation[Name]>>;
  ofScanJob<Name extends keyof OfScanJob>(
    name: Name,
    id: ScanJobId,
    ...given: Given<OfScanJob[Name]>
  ): Promise<Found<OfScanJob[Name]>>;
  stop(): Promise<void>;
}

/** A thread takes longer to start than so many files to be read. */
const filesAtOnce = 1_000;
/** A person who looks at one page looks at the next; what the thread has read stays with it so long. */
const idleMs = 5 * 60 * 1000;

export function openLooks(db: StationDatabase): Looks {
  let thread: LookThread | undefined;
  const ask = async (name: LookName, given: readonly unknown[], files: number) => {
    if (files <= filesAtOnce) {
      const look = lookTable[name] as (of: StationDatabase, ...rest: readonly unknown[]) => unknown;
      return look(db, ...given);
    }
    if (!thread?.isThere()) thread = startReading(db);
    return thread.ask(name, given);
  };
  const filesOf = (population: PopulationId, scanJob?: ScanJobId) =>
    finishedReadings(db, population)
      .filter((reading) => scanJob === undefined || reading.scanJob === scanJob)
      .reduce((sum, { reading }) => sum + countFiles(db, reading), 0);
  return {
    ofPopulation: (name, id, ...given) => ask(name, [id, ...given], filesOf(id)) as Promise<never>,
    ofScanJob: (name, id, ...given) => {
      const { populationId, files } = scanJobView(db, id);
      // One that is still being read has no finished reading.
      const many = Math.max(files.found, filesOf(populationId, id));
      return ask(name, [id, ...given], many) as Promise<never>;
    },
    stop: async () => {
      await thread?.end();
    },
  };
}

type LookThread = ReturnType<typeof startReading>;

/** Answers one question after the other. */
function startReading({ sql, session }: StationDatabase) {
  const start: LookStart = { database: { file: sql.name, session } };
  const worker = startThread(new URL("./look-worker.ts", import.meta.url), {
    workerData: start,
    // What is read of a file lives until all are read; a small young generation keeps the thread small.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  const endThread = endOf(worker);
  const asked = new Map<number, ReturnType<typeof Promise.withResolvers<unknown>>>();
  let [next, isThere] = [0, true];
  const end = () => {
    isThere = false;
    clearTimeout(idle);
    return endThread();
  };
  const idle = setTimeout(() => {
    if (asked.size === 0) void end();
    else idle.refresh();
  }, idleMs).unref();
  const fail = (error: unknown) => {
    isThere = false;
    clearTimeout(idle);
    for (const each of asked.values()) each.reject(error);
    asked.clear();
  };
  worker.on("message", (message: FromReader) => {
    if ("opened" in message) return;
    const answer = asked.get(message.id);
    asked.delete(message.id);
    // A command that has its answer ends.
    if (asked.size === 0) worker.unref();
    if ("failed" in message) {
      const { code, detail } = message.failed;
      answer?.reject(new LandfallError(code, detail === undefined ? {} : { detail }));
    } else answer?.resolve(message.answer);
  });
  worker.once("error", fail);
  worker.once("exit", (code) => fail(new Error(`The thread that reads ended with code ${code}.`)));
  return {
    isThere: () => isThere,
    ask: (name: LookName, given: readonly unknown[]): Promise<unknown> => {
      const answer = Promise.withResolvers<unknown>();
      const id = next++;
      asked.set(id, answer);
      worker.ref();
      idle.refresh();
      worker.postMessage({ id, name, given } satisfies Question);
      return answer.promise;
    },
    end,
  };
}
