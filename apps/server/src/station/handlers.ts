/** The station's API: each route is one use-case. */
import {
  activityPage,
  encounterPage,
  encounterRecord,
  encounterRow,
  encountersMissing,
  exportPage,
  imagePage,
  manifestRecord,
  manifestRow,
  problemFiles,
  problems,
  runView,
  scanJobView,
  settings,
  undecidedEncounters,
  verifyFailures,
} from "@landfall/db";
import { type AzureCredential, LandfallError, type SourcePaths } from "@landfall/protocol";
import { actorOf } from "./activity.ts";
import { allowedFile } from "./allowed-file.ts";
import { areaView, setArea } from "./areas.ts";
import { setCameraPerson } from "./camera-people.ts";
import { dropClock, setClock } from "./clocks.ts";
import type { StationContext } from "./context.ts";
import { toActivityFilter } from "./downloads.ts";
import { previewPatterns } from "./draft-thread.ts";
import { checkFiles } from "./file-checks.ts";
import { allowedFolder, viewFolder } from "./folders.ts";
import { setIdentifiers } from "./individuals.ts";
import { outputFile } from "./output-file.ts";
import { setDateOrder, setPatterns } from "./patterns.ts";
import { setAliases } from "./people.ts";
import type { Caller, StationHandlers } from "./port.ts";
import { importProject, lookIntoProject } from "./project.ts";
import { proofPage } from "./proof.ts";
import { setPrecision } from "./records/precision.ts";
import { recordsSummary } from "./records/records.ts";
import { withRelinkedJob } from "./relinked-job.ts";
import { deliveryReport } from "./report.ts";
import { rescan, setScanFolders } from "./rescan.ts";
import { reviewActs } from "./reviews.ts";
import { admitFolders } from "./roots.ts";
import { changeSettings } from "./settings.ts";
import { snapshot } from "./snapshot.ts";
import { mapSheet, setSources, sourcesView } from "./sources.ts";
import { hubMatches, plan, queueView, reset, retry, sendFirst, sync } from "./syncs.ts";
import { verify } from "./verify-request.ts";
import { watchJob } from "./watch-job.ts";
import { scheduleNow, whyNow } from "./why-now.ts";

export const stationHandlers = (station: StationContext): StationHandlers => ({
  ...connectionHandlers(station),
  ...scanHandlers(station),
  ...reviewHandlers(station),
  ...checkHandlers(station),
  ...syncHandlers(station),
  ...proofHandlers(station),
  ...verifyHandlers(station),
  ...recordHandlers(station),
  lookIntoProject: ({ body }, { who }) => lookIntoProject(station, body, who),
  importProject: ({ body }, { who }) => importProject(station, body, who),
});

const connectionHandlers = (station: StationContext) =>
  ({
    snapshot: () => snapshot(station.db, station.options.version, station.connection.status()),
    outputFile: ({ body }, { who }) => outputFile(station, body, who),
    settings: () => settings(station.db),
    changeSettings: async ({ body }, { who }) => {
      const after = await changeSettings(station, body, actorOf(who));
      station.pictureChecks.wake();
      return after;
    },
    connect: ({ body }, { who }) => station.connection.connect(body, actorOf(who)),
    probeLink: ({ body }, { who }) => station.linkProbe.start(body.seconds, actorOf(who)),
    linkProbe: () => station.linkProbe.view(),
    cancelLinkProbe: () => station.linkProbe.cancel(),
    checkConnection: () => station.connection.check(),
  }) satisfies Partial<StationHandlers>;

const scanHandlers = (station: StationContext) => {
  const { db, scans, azure, catalogues, looks, options } = station;
  const admit = (folders: readonly string[], who: Caller, credential?: AzureCredential) =>
    admitFolders({ db, azure, allowedRoots: options.allowedRoots }, folders, who, credential);
  const admitFiles = async (named: SourcePaths, who: Caller): Promise<SourcePaths> => {
    const all = (files: readonly string[]) =>
      Promise.all(files.map((file) => allowedFile(file, who, options.allowedRoots)));
    return {
      ...(named.sheets && { sheets: await all(named.sheets) }),
      ...(named.tracks && { tracks: await all(named.tracks) }),
    };
  };
  return {
    folders: ({ query }, { who }) => viewFolder(query.path, who, options.allowedRoots),
    scan: async ({ body }, { who }) => {
      const named = { ...body, ...(await admitFiles(body, who)) };
      const admitted = await admit(body.folders, who, body.azure);
      const admitKnown = (folders: readonly string[]) => admit(folders, { kind: "token" });
      const { request, folders } = await withRelinkedJob(db, named, admitted, admitKnown);
      return scans.start(request, folders, actorOf(who));
    },
    rescan: ({ params }, { who }) => rescan(station, params.id, actorOf(who)),
    setScanFolders: ({ params, body }, { who }) => setScanFolders(station, params.id, body.folders, who, actorOf(who)),
    watchScan: ({ params, body }, { who }) => watchJob(db, params.id, body.watchMinutes, actorOf(who)),
    scanJob: ({ params }) => scanJobView(db, params.id),
    pauseScan: ({ params }) => scans.pause(params.id),
    resumeScan: ({ params }) => scans.resume(params.id),
    cancelScan: ({ params }) => scans.cancel(params.id),
    cameras: async ({ params }) => ({ items: await looks.ofPopulation("cameras", params.id) }),
    setCameraPerson: ({ params, body }, { who }) => setCameraPerson(station, params.id, body, actorOf(who)),
    area: ({ params }) => areaView(db, params.id),
    setArea: ({ params, body }, { who }) => setArea(db, params.id, body.area, actorOf(who)),
    previewClock: ({ params, body }) => looks.ofPopulation("previewClock", params.id, body),
    setClock: ({ params, body }, { who }) => setClock(station, params.id, body, actorOf(who)),
    people: ({ params }) => looks.ofPopulation("people", params.id),
    setAliases: ({ params, body }, { who }) => setAliases(station, params.id, body, actorOf(who)),
    individuals: ({ params }) => looks.ofPopulation("individuals", params.id),
    fetchCatalogue: async ({ params }) => {
      await catalogues.fetch(params.id);
      return looks.ofPopulation("individuals", params.id);
    },
    previewIdentifiers: ({ params, body }) => looks.ofPopulation("previewIdentifiers", params.id, body),
    setIdentifiers: ({ params, body }, { who }) => setIdentifiers(station, params.id, body, actorOf(who)),
    sources: ({ params }) => sourcesView(db, params.id),
    setSources: async ({ params, body }, { who }) =>
      setSources(station, params.id, await admitFiles(body, who), actorOf(who)),
    mapSheet: ({ params, body }, { who }) => mapSheet(station, params.fingerprint, body, actorOf(who)),
    patterns: ({ params }) => looks.ofScanJob("patterns", params.id),
    tryPatterns: ({ params, body }) => looks.ofScanJob("tryPatterns", params.id, body),
    previewPatterns: ({ params, body }) => previewPatterns(station, params.id, body.patterns),
    setPatterns: ({ params, body }, { who }) => setPatterns(station, params.id, body.patterns, actorOf(who)),
    setDateOrder: ({ params, body }, { who }) => setDateOrder(station, params.id, body, actorOf(who)),
    removeClock: ({ params }, { who }) => dropClock(station, params.id, actorOf(who)),
  } satisfies Partial<StationHandlers>;
};

const reviewHandlers = (station: StationContext) => {
  const { db } = station;
  return {
    manifest: ({ params }) => manifestRow(db, params.id),
    encounters: ({ params, query }) => {
      manifestRecord(db, params.id);
      return encounterPage(db, params.id, query.filter, query);
    },
    encounter: ({ params }) => encounterRow(db, params.id),
    images: ({ params, query }) => imagePage(db, params.id, query),
    ...reviewActs(station),
  } satisfies Partial<StationHandlers>;
};

const checkHandlers = ({ db, pictureChecks }: StationContext) =>
  ({
    pictureChecks: () => pictureChecks.view(),
    checkManifest: async ({ params: { id } }) => {
      manifestRecord(db, id);
      const files = await checkFiles(db, undecidedEncounters(db, id));
      pictureChecks.runNow();
      return { files, pictures: pictureChecks.view() };
    },
    missing: ({ params: { id }, query: { field } }) => {
      manifestRecord(db, id);
      return { encounters: encountersMissing(db, id, field) };
    },
    checkEncounter: async ({ params: { id } }) => {
      const { review, manifest } = encounterRecord(db, id);
      const isOpen = review === "pending" || review === "incomplete";
      if (isOpen && manifestRecord(db, manifest).status !== "superseded") await checkFiles(db, [id]);
      return encounterRow(db, id);
    },
  }) satisfies Partial<StationHandlers>;

const syncHandlers = (station: StationContext) => {
  const { db, runs, connection } = station;
  return {
    hubLink: ({ params }) => {
      const { hubEncounterId } = encounterRecord(db, params.id);
      if (!hubEncounterId) throw new LandfallError("NOT_FOUND", { detail: "the encounter is not on the hub yet" });
      return connection.client().link({ params: { id: hubEncounterId } });
    },
    plan: ({ params }) => plan(station, params.id),
    hubMatches: async ({ params, body }) => ({ items: await hubMatches(station, params.id, body.encounters) }),
    sync: ({ params, body }, { who }) => sync(station, params.id, body, actorOf(who)),
    sendFirst: ({ params, body }, { who }) => sendFirst(station, params.id, body.first, actorOf(who)),
    retry: ({ params, body }, { who }) => retry(station, params.id, body, actorOf(who)),
    reset: ({ params }, { who }) => reset(station, params.id, actorOf(who)),
    run: ({ params }) => runView(db, params.id),
    pauseRun: ({ params }, { who }) => runs.pause(params.id, actorOf(who)),
    resumeRun: ({ params }, { who }) => runs.resume(params.id, actorOf(who)),
    why: () => whyNow(station, Date.now()),
    schedule: () => scheduleNow(station, Date.now()),
    queue: () => queueView(db),
    moveRun: ({ params, body }, { who }) => {
      runs.move(params.id, body.position, actorOf(who));
      return queueView(db);
    },
    cancelRun: ({ params }, { who }) => runs.cancel(params.id, actorOf(who)),
  } satisfies Partial<StationHandlers>;
};

const recordHandlers = ({ db }: StationContext) =>
  ({
    manifestRecords: ({ params, query: { format, ...query } }) =>
      recordsSummary(db, { ...query, of: { manifest: params.id } }, format),
    populationRecords: ({ params, query: { format, ...query } }) =>
      recordsSummary(db, { ...query, of: { population: params.id } }, format),
    setLocationPrecision: ({ params, body }, { who }) =>
      setPrecision(db, params.id, body.locationPrecision, actorOf(who)),
  }) satisfies Partial<StationHandlers>;

const proofHandlers = ({ db, cards, options }: StationContext) =>
  ({
    problems: () => problems(db),
    problemFiles: ({ params, query }) => problemFiles(db, params.id, query),
    export: ({ params, query }) => {
      const { items, next } = exportPage(db, params.id, query.after, query.limit);
      return { entries: items, next };
    },
    checkCard: async ({ body }, { who }) =>
      cards.start(await allowedFolder(body.folder, who, options.allowedRoots), body.offline, actorOf(who)),
    cardChecks: () => ({ items: cards.views() }),
    cardCheck: ({ params }) => cards.view(params.id),
    cardCheckFiles: ({ params, query }) => cards.files(params.id, query.kind, query.after, query.limit),
    cancelCardCheck: ({ params }) => cards.cancel(params.id),
    report: ({ params, query }) => deliveryReport(db, params.id, query),
    proof: ({ params, body }, { who }) => proofPage(db, params.id, body, actorOf(who)),
    activity: ({ query }) => activityPage(db, toActivityFilter(query)),
  }) satisfies Partial<StationHandlers>;

const verifyHandlers = (station: StationContext) => {
  const { db, verifications } = station;
  return {
    verify: ({ params, body }, { who }) => verify(station, params.id, body, actorOf(who)),
    verifications: ({ params }) => ({ items: verifications.views(params.id) }),
    verification: ({ params }) => verifications.view(params.id),
    verifyFailures: ({ params, query }) => verifyFailures(db, params.id, query.after, query.limit),
    cancelVerification: ({ params }) => verifications.cancel(params.id),
  } satisfies Partial<StationHandlers>;
};
