/** Looks at the folders of watched scan jobs from time to time, and has what is new in them read once they are quiet. */
import { type StationDatabase, scanJobView, watchedJobs } from "@landfall/db";
import { isAzureFolder, type ScanJobId, type ScanJobView, toLandfallError } from "@landfall/protocol";
import { type Look, lookInto, type Seen } from "./folder-look.ts";
import type { StationOptions } from "./port.ts";
import { afterLook, unchanged, type Watched } from "./quiet.ts";

export interface FolderWatch {
  readonly resume: () => void;
  /** One look at every watched job now. */
  readonly look: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface FolderWatchOptions {
  readonly db: StationDatabase;
  /** Reads the job's folders again, as the station. */
  readonly rescan: (id: ScanJobId) => Promise<unknown>;
  readonly log: StationOptions["log"];
  readonly now?: () => number;
}

/** A quiet time is noticed to within a part of a minute. */
const lookEveryMs = 20_000;

/** Sizes and times of all files are looked at for at most this part of the time: over a network it may take a minute. */
const thoroughPart = 0.05;

interface Tree {
  readonly watched: Watched;
  /** Of each root, as it was at the last scan, also while its drive is away. None before the first: then all of it is new. */
  readonly seen: ReadonlyMap<string, Seen>;
  /** The folders that were not so at the last look: their files are looked at each time. */
  readonly others: ReadonlySet<string>;
  /** When sizes and times of all files are to be looked at again. */
  readonly thoroughAtMs: number;
}

const nothing: Tree = { watched: unchanged, seen: new Map(), others: new Set(), thoroughAtMs: 0 };

export function openFolderWatch({ db, rescan, log, now = Date.now }: FolderWatchOptions): FolderWatch {
  const stopping = new AbortController();
  const trees = new Map<ScanJobId, Tree>();
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const lookAt = async ({ id, folders, watchMinutes }: ScanJobView) => {
    const tree = trees.get(id) ?? nothing;
    const quietMs = (watchMinutes ?? 0) * 60_000;
    const startedMs = now();
    const isAll = startedMs >= tree.thoroughAtMs;
    const isThorough = (folder: string) => isAll || tree.others.has(folder);
    const looks = new Map<string, Look>();
    for (const folder of folders.filter((each) => !isAzureFolder(each))) {
      const known = tree.seen.get(folder) ?? new Map();
      const look = await lookInto(folder, { known, isThorough }, stopping.signal);
      if (look) looks.set(folder, look);
    }
    const other = [...looks.values()].flatMap((look) => look.other ?? []).join(" ");
    const { watched, scan } = afterLook(tree.watched, other || null, now(), quietMs);
    const looked = [...looks].map(([folder, { seen }]) => [folder, seen] as const);
    trees.set(id, {
      watched,
      seen: scan ? new Map([...tree.seen, ...looked]) : tree.seen,
      others: new Set(scan ? [] : [...looks.values()].flatMap(({ others }) => [...others])),
      thoroughAtMs: isAll ? now() + Math.max(quietMs, (now() - startedMs) / thoroughPart) : tree.thoroughAtMs,
    });
    if (!scan) return;
    log.info("a watched folder was quiet after a change", { scanJob: id });
    try {
      await rescan(id);
    } catch (error) {
      // What is new has not been read: it is as other as before.
      trees.set(id, { ...tree, watched: unchanged });
      throw error;
    }
  };

  const lookAll = async () => {
    const jobs = watchedJobs(db);
    for (const id of [...trees.keys()]) if (!jobs.some((job) => job.id === id)) trees.delete(id);
    for (const job of jobs) {
      if (scanJobView(db, job.id).state === "running") continue;
      await lookAt(job).catch((error: unknown) => {
        if (!stopping.signal.aborted)
          log.warn("a watched folder was not read", { scanJob: job.id, code: toLandfallError(error).code });
      });
    }
  };

  const look = (): Promise<void> => {
    looking ??= lookAll().finally(() => {
      looking = undefined;
    });
    return looking;
  };

  return {
    resume: () => {
      timer = setInterval(() => void look(), lookEveryMs);
      timer.unref();
    },
    look,
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await looking?.catch(() => {});
    },
  };
}
