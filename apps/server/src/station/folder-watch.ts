/** Looks at the folders of watched scan jobs from time to time, and has what is new in them read once they are quiet. */
import { type StationDatabase, scanJobView, watchedJobs } from "@landfall/db";
import { isAzureFolder, type ScanJobId, type ScanJobView, toLandfallError } from "@landfall/protocol";
import { type Look, lookInto, type NamesIn } from "./folder-look.ts";
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

interface Tree {
  readonly watched: Watched;
  /** Of each root, as it was at the last scan, also while its drive is away. None before the first: then all of it is new. */
  readonly names: ReadonlyMap<string, NamesIn>;
}

const nothing: Tree = { watched: unchanged, names: new Map() };

export function openFolderWatch({ db, rescan, log, now = Date.now }: FolderWatchOptions): FolderWatch {
  const stopping = new AbortController();
  const trees = new Map<ScanJobId, Tree>();
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const lookAt = async ({ id, folders, watchMinutes }: ScanJobView) => {
    const tree = trees.get(id) ?? nothing;
    const looks = new Map<string, Look>();
    for (const folder of folders.filter((each) => !isAzureFolder(each))) {
      const look = await lookInto(folder, tree.names.get(folder) ?? new Map(), stopping.signal);
      if (look) looks.set(folder, look);
    }
    const others = [...looks.values()].flatMap(({ other }) => other ?? []).join(" ");
    const { watched, scan } = afterLook(tree.watched, others || null, now(), (watchMinutes ?? 0) * 60_000);
    const scanned = [...looks].map(([folder, { names }]) => [folder, names] as const);
    const names = scan ? new Map([...tree.names, ...scanned]) : tree.names;
    trees.set(id, { watched, names });
    if (!scan) return;
    log.info("a watched folder was quiet after a change", { scanJob: id });
    await rescan(id);
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
