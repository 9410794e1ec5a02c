/** Reading folders into draft manifests. */
import path from "node:path";
import {
  abandonReading,
  announceScanJob,
  ensurePopulation,
  keepGone,
  keepUnread,
  knownFiles,
  knownFolder,
  markPaused,
  nameOfJob,
  type Reading,
  type ScanRules,
  type StationDatabase,
  scanJobView,
  startReading,
  storeFiles,
  storeProgress,
  storeScanSources,
  write,
} from "@landfall/db";
import type { Pace } from "@landfall/engine";
import {
  type ActivityActor,
  errorTable,
  LandfallError,
  type ScanJobId,
  type ScanJobView,
  type ScanRequest,
  type SourcePaths,
  timeZoneError,
  toLandfallError,
} from "@landfall/protocol";
import {
  type HashCache,
  type ScanOptions,
  type ScanSink,
  type ScanRequest as SurveyRequest,
  scanFolders,
} from "@landfall/survey";
import { note } from "./activity.ts";
import type { AzureSources } from "./azure-sources.ts";
import type { Drafts } from "./drafts.ts";
import { createHold, type Hold } from "./hold.ts";
import { keepAway, keepReplaced } from "./keep-away.ts";
import type { StationOptions } from "./port.ts";
import { readSources } from "./read-sources.ts";
import type { FoldersToScan } from "./roots.ts";

export interface Scans {
  /** @param folders real paths that the caller may read, and folders in Azure as they are kept */
  start(request: ScanRequest, folders: FoldersToScan, actor: ActivityActor): ScanJobView;
  /** Nothing is read from now on but what is being read. A scan that is over stays as it is. */
  pause(id: ScanJobId): ScanJobView;
  resume(id: ScanJobId): ScanJobView;
  /** Resolves when the scan has stopped. */
  cancel(id: ScanJobId): Promise<ScanJobView>;
  /** Whether folders are being read; not while a person has paused that. */
  isScanning(): boolean;
  stop(): Promise<void>;
}

/** Events of one scan come at most this often. */
const tellEveryMs = 250;

export interface ScansOptions {
  readonly db: StationDatabase;
  readonly drafts: Pick<Drafts, "make">;
  readonly azure: AzureSources;
  /** What a scan reads over the network. */
  readonly download: Pick<Pace, "take">;
  readonly log: StationOptions["log"];
  /** A reading has ended, or waits. */
  readonly onEnd: () => void;
}

export function openScans({ db, drafts, azure, download, log, onEnd }: ScansOptions): Scans {
  const running = new Map<
    ScanJobId,
    { readonly abort: AbortController; readonly done: Promise<void>; readonly hold: Hold }
  >();

  const start: Scans["start"] = (request, { folders, away, relinked }, actor) => {
    refuseUnknownZone(request.timezone);
    const population = ensurePopulation(db, request.population);
    const name =
      request.name ??
      nameOfJob(db, population.id, folders) ??
      folders.map((folder) => path.basename(folder) || folder).join(", ");
    const present = folders.filter((folder) => !away.includes(folder));
    const access = azure.accessTo(present);
    const reading = startReading(db, { population: population.id, name, folders }, rulesOf(request));
    const abort = new AbortController();
    const hold = createHold();
    const turn = (bytes: number) => download.take(bytes, abort.signal);
    const roots: ScanRoots = { roots: present, azure: access, turn };
    const held: HeldReading = { ...reading, actor, hold, away, relinked, sources: sourcesIn(request) };
    const done = readIntoDraft({ db, drafts }, held, roots, abort.signal)
      .catch((error: unknown) => {
        const failure = toLandfallError(error);
        const wasCancelled = abort.signal.aborted;
        if (!wasCancelled) log.warn("scan failed", { scanJob: reading.scanJob, code: failure.code, error });
        write(db, () => {
          abandonReading(db, reading, wasCancelled ? "cancelled" : "failed", wasCancelled ? null : failure);
          note(db, actor, {
            category: "scan",
            action: wasCancelled ? "scanCancelled" : "scanFailed",
            subject: [{ kind: "scanJob", id: reading.scanJob, name }],
            detail: wasCancelled ? null : `${failure.code}: ${errorTable[failure.code].message}`,
          });
        });
      })
      .catch((error: unknown) => log.warn("the end of a scan could not be noted", { error }))
      .finally(() => {
        // Once its draft is stored the job may be scanned again, before the end of this one has come.
        if (running.get(reading.scanJob)?.hold === hold) running.delete(reading.scanJob);
        onEnd();
      });
    running.set(reading.scanJob, { abort, done, hold });
    return scanJobView(db, reading.scanJob);
  };

  const end = async (id: ScanJobId): Promise<void> => {
    const scan = running.get(id);
    scan?.abort.abort(new Error("the scan was cancelled"));
    scan?.hold.open();
    await scan?.done;
  };

  const setPaused = (id: ScanJobId, isPaused: boolean): ScanJobView => {
    const hold = running.get(id)?.hold;
    if (isPaused) hold?.close();
    else hold?.open();
    if (hold) markPaused(db, id, isPaused);
    if (hold && isPaused) onEnd();
    return scanJobView(db, id);
  };

  return {
    start,
    pause: (id) => setPaused(id, true),
    resume: (id) => setPaused(id, false),
    cancel: async (id) => {
      await end(id);
      return scanJobView(db, id);
    },
    isScanning: () => [...running.values()].some(({ hold }) => hold.isOpen()),
    stop: async () => {
      await Promise.all([...running.keys()].map(end));
    },
  };
}

const sourcesIn = ({ sheets, tracks }: ScanRequest): SourcePaths => ({
  ...(sheets && { sheets }),
  ...(tracks && { tracks }),
});

const rulesOf = ({ set, override, timezone, patterns }: ScanRequest): ScanRules => ({
  ...(set && { set }),
  ...(override && { override }),
  ...(timezone && { timezone }),
  ...(patterns && { patterns }),
});

/** The folders, how to get into those that lie in Azure, and the pace of what is read there. */
type ScanRoots = Required<Pick<SurveyRequest, "roots" | "azure"> & Pick<ScanOptions, "turn">>;

/** A reading, who asked for it, and what lets it wait. */
type HeldReading = Reading &
  Pick<FoldersToScan, "away" | "relinked"> & {
    readonly actor: ActivityActor;
    readonly hold: Hold;
    readonly sources: SourcePaths;
  };

async function readIntoDraft(
  { db, drafts }: Pick<ScansOptions, "db" | "drafts">,
  reading: HeldReading,
  { roots, azure, turn }: ScanRoots,
  signal: AbortSignal,
): Promise<void> {
  // A sheet that cannot be read is told of before hours of reading photographs.
  const sources = await readSources(db, reading.scanJob, reading.sources, signal);
  await scanFolders({ roots, azure }, storeFound(db, reading, roots), {
    cache: cacheOf(db),
    turn,
    signal,
  });
  signal.throwIfAborted();
  storeScanSources(db, reading.scanJob, sources);
  const kept = await keepAway(db, reading, roots, reading.away);
  keepUnread(db, reading.scanJob, reading.reading);
  keepGone(db, reading.scanJob, reading.reading);
  const replaced = await keepReplaced(db, reading, roots);
  const relinked = [...reading.relinked, ...kept.relinked];
  const { actor } = reading;
  await drafts.make(reading, { actor, action: "scanned", away: [...kept.away, ...replaced], relinked, signal });
}

const cacheOf = (db: StationDatabase): HashCache => ({
  lookup: (root, keys) => knownFiles(db, root, keys),
  folder: (root, state) => knownFolder(db, root, state),
});

function storeFound(db: StationDatabase, reading: HeldReading, roots: readonly string[]): ScanSink {
  let stored = 0;
  let toldMs = Number.NEGATIVE_INFINITY;
  return {
    // The scan waits for its sink, and so a paused one reads nothing.
    files: async (batch, progress, folders) => {
      await reading.hold.pass();
      write(db, () => {
        stored = storeFiles(db, reading.reading, roots, stored, batch, folders);
        storeProgress(db, reading, progress, progress.folder);
        if (performance.now() - toldMs >= tellEveryMs) {
          toldMs = performance.now();
          announceScanJob(db, reading.scanJob);
        }
      });
    },
  };
}

function refuseUnknownZone(timeZone: string | undefined): void {
  const message = timeZone === undefined ? null : timeZoneError(timeZone);
  if (message === null) return;
  throw new LandfallError("VALIDATION_FAILED", { detail: message, fields: [{ path: "body.timezone", message }] });
}
