/** Puts the station together: the database, the way to the hub, scans, runs, and what is seen of them. */
import path from "node:path";
import {
  closeDatabase,
  openDatabase,
  type RunLive,
  rejudgeOutdated,
  removeHalfTakenIn,
  type StationDatabase,
  settings,
  withClassifiedFailures,
} from "@landfall/db";
import type { EnginePorts, Pace } from "@landfall/engine";
import type { RunId } from "@landfall/protocol";
import { noteLinkTest } from "./activity.ts";
import { openAzureSources } from "./azure-sources.ts";
import { openCardChecks } from "./card-checks.ts";
import { openCatalogues } from "./catalogues.ts";
import { openConnection } from "./connection.ts";
import { createDownloads } from "./downloads.ts";
import { openDrafts } from "./drafts.ts";
import { openFolderWatch } from "./folder-watch.ts";
import { stationHandlers } from "./handlers.ts";
import { keepAwakeWhileAtWork } from "./keep-awake-at-work.ts";
import { openLinkProbe } from "./link-probe.ts";
import { openLooks } from "./looks.ts";
import { openPictureChecks } from "./picture-checks.ts";
import { createPictures } from "./pictures.ts";
import type { CreateStation, Station, StationOptions } from "./port.ts";
import { runProgress } from "./progress.ts";
import { removeLeftImports } from "./project.ts";
import { rescan } from "./rescan.ts";
import { openRuns, resumeRuns } from "./runs.ts";
import { openScans } from "./scans.ts";
import { openStream } from "./stream.ts";
import { openUnattended } from "./unattended.ts";
import { openVerifications } from "./verifications.ts";
import { watchHub } from "./watch.ts";

/** Where something may be put between the engine and the world: a proof by violence does, a person's station does not. */
export interface StationSeams {
  readonly ports?: (own: EnginePorts) => EnginePorts;
}

export const createStation: CreateStation = (options) => createStationWith({}, options);

export const createStationWith = async (seams: StationSeams, options: StationOptions): Promise<Station> => {
  const status = new Map<RunId, RunLive>();
  const file = path.join(options.dataFolder, "station.db");
  const db = openDatabase(file, { liveRun: (run) => status.get(run) });
  try {
    return withClassifiedFailures({ assemble }, file).assemble(db, status, seams, options);
  } catch (error) {
    closeDatabase(db);
    throw error;
  }
};

function assemble(
  db: StationDatabase,
  status: Map<RunId, RunLive>,
  { ports }: StationSeams,
  options: StationOptions,
): Station {
  const { dataFolder, log } = options;
  removeHalfTakenIn(db);
  rejudgeOutdated(db);
  // The engine comes after what it needs.
  const download: Pick<Pace, "take"> = { take: (bytes, signal) => runs.engine.download.take(bytes, signal) };
  const stopping = new AbortController();
  const connection = openConnection({
    db,
    dataFolder,
    turn: download.take,
    onReady: () => {
      runs.wakeAll();
      verifications.wake();
      catalogues.freshen();
    },
    onOtherHub: () => {
      for (const { task } of runs.live()) runs.cancel(task.run, "station");
      verifications.cancelAll();
    },
  });
  const azure = openAzureSources(dataFolder, (bytes) => download.take(bytes, stopping.signal));
  const runs = openRuns({
    db,
    hub: () => connection.client(),
    linkSource: azure.link,
    status,
    onChange: () => watch.doubt(),
    log,
    ...(ports && { ports }),
  });
  const drafts = openDrafts({ db, log, onEnd: () => pictureChecks.wake() });
  const looks = openLooks(db);
  const scans = openScans({ db, drafts, azure, download, log, onEnd: () => pictureChecks.wake() });
  const catalogues = openCatalogues({ db, hub: () => connection.client(), log });
  const pictureChecks = openPictureChecks({ db, isScanning: () => scans.isScanning() || drafts.isMaking(), log });
  const folders = openFolderWatch({ db, rescan: (id) => rescan({ db, scans, azure, options }, id, "station"), log });
  const cards = openCardChecks(db, () => connection.client(), log);
  const verifications = openVerifications({
    db,
    hub: () => connection.client(),
    azure,
    checkConnection: () => connection.check(),
    log,
  });
  const unattended = openUnattended({ db, runs, connection, log });
  const linkProbe = openLinkProbe({
    hub: () => connection.client(),
    settings: () => settings(db),
    upload: () => runs.engine.upload,
    onDone: (view, actor) => noteLinkTest(db, view, actor),
  });
  const awake = keepAwakeWhileAtWork(db, runs, log);
  const stream = openStream({
    db,
    sample: () => runs.live().map((handle) => runProgress(db, handle, runs.sample())),
    onSubscribe: () => watch.wake(),
  });
  const isWanted = () => stream.listening() > 0 || runs.live().length > 0 || verifications.isBusy();
  const watch = watchHub(connection, isWanted, log);
  return {
    handlers: withClassifiedFailures(
      stationHandlers({
        ...{ db, connection, runs, scans, azure, cards, verifications, linkProbe, unattended, options },
        ...{ pictureChecks, catalogues, drafts, looks },
      }),
      db.sql.name,
    ),
    stream,
    picture: createPictures(db, azure),
    download: createDownloads(db),
    resume: () => {
      removeLeftImports(dataFolder);
      resumeRuns(db, runs, log);
      verifications.resume();
      unattended.resume();
      pictureChecks.resume();
      catalogues.resume();
      drafts.resume();
      folders.resume();
    },
    stop: async () => {
      stopping.abort();
      watch.stop();
      stream.stop();
      await Promise.all([unattended.stop(), linkProbe.stop(), pictureChecks.stop(), folders.stop()]);
      await catalogues.stop();
      awake.stop();
      await Promise.all([scans.stop(), cards.stop(), verifications.stop(), runs.stop(), connection.stop()]);
      await drafts.stop();
      await looks.stop();
      closeDatabase(db);
    },
  };
}
