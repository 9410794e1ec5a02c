/**
 * From what was read to draft manifests, one after the other, while the station does other things. A draft appears in one
 * transaction, or not at all.
 */
import {
  type DraftOfReading,
  finishedReadings,
  finishReading,
  groupedBy,
  hadPhotographs,
  inSlices,
  jobsToRegroup,
  makeDraft,
  type Reading,
  removeHidden,
  type StationDatabase,
  type StoredDraft,
  scanJobView,
  storeAtOnce,
  unshownJobs,
} from "@landfall/db";
import {
  type ActivityActor,
  LandfallError,
  type Regrouped,
  type ScanResult,
  type VersionChanges,
} from "@landfall/protocol";
import { note } from "./activity.ts";
import { type AboutDraft, draftOfReading } from "./draft-of-reading.ts";
import { type GroupedDraft, groupDraft } from "./draft-thread.ts";
import type { Looks } from "./looks.ts";
import type { StationOptions } from "./port.ts";
import type { FoldersToScan } from "./roots.ts";
import { turn } from "./turn.ts";
import { counted } from "./why-words.ts";

export interface Drafts {
  /**
   * Groups the files of a reading by all that is known at its end, and stores the next version of its job's manifest.
   * @returns the new version; nothing where all is as it was
   */
  make(reading: Reading, asked: AskedDraft): Promise<Regrouped[]>;
  /** The same of readings that are grouped again, because a person has changed what they are grouped by. */
  regroup(readings: readonly Reading[], actor: ActivityActor): Promise<Regrouped[]>;
  /** Whether one is being grouped or stored. */
  isMaking(): boolean;
  /** What an earlier process left to be done. */
  resume(): void;
  stop(): Promise<void>;
}

export interface AskedDraft {
  readonly actor: ActivityActor;
  readonly action: "scanned" | "regrouped";
  readonly away?: ScanResult["away"];
  readonly relinked?: FoldersToScan["relinked"];
  readonly signal?: AbortSignal;
}

/** Of a use-case whose change makes drafts. */
export interface WithDrafts {
  readonly db: StationDatabase;
  readonly drafts: Pick<Drafts, "regroup">;
}

/** Of a use-case that looks at all files before it changes what makes drafts. */
export interface WithLooks extends WithDrafts {
  readonly looks: Pick<Looks, "ofPopulation" | "ofScanJob">;
}

/** When a person changes something each time, all is stored in one transaction, for which everybody waits. */
const triesAtMost = 3;

export interface DraftsOptions {
  readonly db: StationDatabase;
  readonly log: StationOptions["log"];
  /** One has been stored, or could not be. */
  readonly onEnd: () => void;
}

export function openDrafts({ db, log, onEnd }: DraftsOptions): Drafts {
  const stopping = new AbortController();
  let making = 0;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
  const turnUntil = async (signal: AbortSignal) => {
    await turn();
    signal.throwIfAborted();
  };

  const tidy = async () => {
    for (const job of unshownJobs(db)) await inSlices(db, removeHidden(db, job), () => turnUntil(stopping.signal));
  };

  const makeInTurn = (reading: Reading, { signal, ...asked }: AskedDraft) =>
    inTurn(async () => {
      const both = signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal;
      both.throwIfAborted();
      for (let tries = 0; tries < triesAtMost; tries++) {
        const made = await makeOnce(db, reading, asked, both, () => turnUntil(both));
        if (made) return made;
      }
      return makeAtOnce(db, reading, asked);
    });

  const make: Drafts["make"] = async (reading, asked) => {
    making += 1;
    try {
      return await makeInTurn(reading, asked);
    } finally {
      making -= 1;
      inBackground("what is left of a draft could not be removed", inTurn(tidy));
      onEnd();
    }
  };

  const regroup: Drafts["regroup"] = async (readings, actor) => {
    const all: Regrouped[] = [];
    for (const reading of readings) all.push(...(await make(reading, { actor, action: "regrouped" })));
    return all;
  };

  const inBackground = (what: string, work: Promise<unknown>) => {
    work.catch((error: unknown) => {
      if (!stopping.signal.aborted) log.warn(what, { error });
    });
  };

  return {
    make,
    regroup,
    isMaking: () => making > 0,
    resume: () => {
      inBackground("what is left of a draft could not be removed", inTurn(tidy));
      for (const job of jobsToRegroup(db)) {
        const { populationId } = scanJobView(db, job);
        const readings = finishedReadings(db, populationId).filter(({ scanJob }) => scanJob === job);
        inBackground("photographs could not be grouped again", regroup(readings, "station"));
      }
    },
    stop: async () => {
      stopping.abort(new Error("the station is stopping"));
      await last;
    },
  };
}

type Asked = Omit<AskedDraft, "signal">;

/** Null where a person has changed something meanwhile that it depends on. */
async function makeOnce(
  db: StationDatabase,
  reading: Reading,
  asked: Asked,
  signal: AbortSignal,
  turn: () => Promise<void>,
): Promise<Regrouped[] | null> {
  const before = groupedBy(db, reading.scanJob);
  let grouped: GroupedDraft | undefined;
  try {
    return await makeDraft(db, ofReading(reading), {
      group: async () => {
        grouped = await groupDraft(db, ofReading(reading), signal);
        refuseEmpty(db, reading, grouped.about);
        return { source: grouped.source, sources: grouped.about.sources };
      },
      turn,
      isOutdated: () => groupedBy(db, reading.scanJob) !== before,
      stored: (stored) => finish(db, reading, asked, (grouped as GroupedDraft).about, stored),
    });
  } finally {
    await grouped?.end();
  }
}

function makeAtOnce(db: StationDatabase, reading: Reading, asked: Asked): Regrouped[] {
  const { about, placed } = draftOfReading(db, reading);
  refuseEmpty(db, reading, about);
  const stored = storeAtOnce(db, { ...ofReading(reading), sources: about.sources }, () => ({
    ...about.outline,
    placed,
  }));
  return finish(db, reading, asked, about, stored);
}

const ofReading = ({ scanJob, reading }: Reading): DraftOfReading => ({ scanJob, reading });

function refuseEmpty(db: StationDatabase, { scanJob }: Reading, { isEmpty }: AboutDraft): void {
  if (!isEmpty || !hadPhotographs(db, scanJob)) return;
  const detail = `No photograph is there now, where earlier scans found some: ${scanJobView(db, scanJob).folders.join(", ")}`;
  throw new LandfallError("SOURCE_AWAY", { detail });
}

/** Within the transaction in which the draft appears. */
function finish(
  db: StationDatabase,
  reading: Reading,
  { actor, action, away, relinked = [] }: Asked,
  { result }: AboutDraft,
  { manifest, version, complete, incomplete, changes }: StoredDraft,
): Regrouped[] {
  const job = scanJobView(db, reading.scanJob);
  finishReading(db, reading, {
    ...result,
    ...{ away: away ?? job.result?.away ?? [], relinked: [...relinked] },
    ...{ scanJobId: job.id, manifestId: manifest, version, complete, incomplete, changes },
  });
  const { found, images, unreadable, ignored } = result.files;
  note(db, actor, {
    category: "scan",
    action,
    subject: [
      { kind: "scanJob", id: job.id, name: job.name },
      { kind: "manifest", id: manifest, name: `version ${version}` },
      ...job.folders.map((root) => ({ kind: "folder" as const, id: root, name: null })),
    ],
    detail: `${counted(found, "file")}: ${counted(images, "image")}, ${unreadable.toLocaleString("en")} unreadable, ${ignored.toLocaleString("en")} ignored; ${counted(result.encounters, "encounter")}${carriedText(changes)}`,
  });
  if (changes?.isNew === false) return [];
  return [{ scanJobId: job.id, name: job.name, manifestId: manifest, version, encounters: result.encounters }];
}

function carriedText(changes: VersionChanges | null): string {
  if (!changes) return "";
  if (!changes.isNew) return ", all as before";
  return changes.approved > 0 ? `, ${changes.approved} as they were approved, and so approved still` : "";
}
