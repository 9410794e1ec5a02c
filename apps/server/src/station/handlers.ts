/** The station's API: each route is one use-case. */
import {
  answerPlan,
  approve,
  concurrency,
  denyEncounter,
  editEncounter,
  encounterPage,
  encounterRecord,
  encounterRow,
  exportPage,
  imagePage,
  manifestRecord,
  manifestRow,
  problems,
  reopenEncounter,
  runView,
  scanJobView,
  setFields,
} from "@landfall/db";
import { LandfallError } from "@landfall/protocol";
import type { StationContext } from "./context.ts";
import { allowedFolder, viewFolder } from "./folders.ts";
import type { StationHandlers } from "./port.ts";
import { snapshot } from "./snapshot.ts";
import { changeConcurrency, plan, retry, sync } from "./syncs.ts";
import { verifyPage } from "./verify.ts";

export const stationHandlers = (station: StationContext): StationHandlers => ({
  ...connectionHandlers(station),
  ...scanHandlers(station),
  ...reviewHandlers(station),
  ...syncHandlers(station),
  ...proofHandlers(station),
});

const connectionHandlers = (station: StationContext) =>
  ({
    snapshot: () => snapshot(station.db, station.options.version, station.connection.status()),
    settings: ({ body }) => {
      changeConcurrency(station, body.concurrency);
      return { concurrency: concurrency(station.db) };
    },
    connect: ({ body }) => station.connection.connect(body.hub, body.key),
    checkConnection: () => station.connection.check(),
  }) satisfies Partial<StationHandlers>;

const scanHandlers = ({ db, scans, options }: StationContext) =>
  ({
    folders: ({ query }, { who }) => viewFolder(query.path, who, options.allowedRoots),
    scan: async ({ body }, { who }) => {
      const folders: string[] = [];
      for (const folder of body.folders) folders.push(await allowedFolder(folder, who, options.allowedRoots));
      return scans.start(body, [...new Set(folders)]);
    },
    scanJob: ({ params }) => scanJobView(db, params.id),
    cancelScan: ({ params }) => scans.cancel(params.id),
  }) satisfies Partial<StationHandlers>;

const reviewHandlers = ({ db }: StationContext) =>
  ({
    manifest: ({ params }) => manifestRow(db, params.id),
    encounters: ({ params, query }) => {
      manifestRecord(db, params.id);
      return encounterPage(db, params.id, query.filter, query);
    },
    setFields: ({ params, body }) => setFields(db, params.id, body),
    approve: ({ params, body }) => approve(db, params.id, body),
    encounter: ({ params }) => encounterRow(db, params.id),
    images: ({ params, query }) => imagePage(db, params.id, query),
    editEncounter: ({ params, body }) => editEncounter(db, params.id, body),
    deny: ({ params }) => denyEncounter(db, params.id),
    reopen: ({ params }) => reopenEncounter(db, params.id),
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
    answer: ({ params, body }) => {
      answerPlan(db, params.id, body);
      return undefined;
    },
    sync: ({ params, body }) => sync(station, params.id, body.concurrency),
    retry: ({ params, body }) => retry(station, params.id, body.encounter),
    run: ({ params }) => runView(db, params.id),
    pauseRun: ({ params }) => runs.pause(params.id),
    resumeRun: ({ params }) => runs.resume(params.id),
    cancelRun: ({ params }) => runs.cancel(params.id),
  } satisfies Partial<StationHandlers>;
};

const proofHandlers = ({ db }: StationContext) =>
  ({
    problems: () => problems(db),
    verify: ({ params, body }, { signal }) => verifyPage(db, params.id, body.after, body.limit, signal),
    export: ({ params, query }) => {
      const { items, next } = exportPage(db, params.id, query.after, query.limit);
      return { entries: items, next };
    },
  }) satisfies Partial<StationHandlers>;
