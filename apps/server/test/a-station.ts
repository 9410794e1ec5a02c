/** A small station of the port's type: a few handlers, a log of events in memory. */
import {
  changeSettings,
  defaultSettings,
  LandfallError,
  type StationEvent,
  type StationSnapshot,
  stationContract,
} from "@landfall/protocol";
import type { CreateStation, Download, Picture, StationHandlers } from "../src/station/port.ts";

export const emptySnapshot: StationSnapshot = {
  asOf: 0,
  version: "0.1.0",
  hub: {
    state: "notConnected",
    url: null,
    version: null,
    latencyMs: null,
    clockAheadMs: null,
    checkedAt: null,
    detail: null,
  },
  key: { state: "none", name: null },
  settings: defaultSettings,
  populations: [],
  scanJobs: [],
};

export interface TestStation {
  readonly create: CreateStation;
  /** Appends an event and tells the listeners. */
  readonly append: (transfers: number) => StationEvent;
  /** Forgets the events up to this one. */
  readonly prune: (seq: number) => void;
  readonly calls: string[];
  /** Resolves when nobody listens any more. */
  readonly untilLeft: () => Promise<void>;
}

export interface TestStationOptions {
  readonly handlers?: Partial<StationHandlers>;
  readonly picture?: Picture;
  readonly download?: Download;
}

export function aStation(options: TestStationOptions = {}): TestStation {
  const events: StationEvent[] = [];
  const calls: string[] = [];
  const listeners = new Set<() => void>();
  const leaving: (() => void)[] = [];
  let prunedTo = 0;
  const newest = () => events.at(-1)?.seq ?? 0;
  const none = Object.fromEntries(
    Object.keys(stationContract).map((name) => [
      name,
      () => {
        throw new LandfallError("NOT_FOUND", { detail: name });
      },
    ]),
  ) as unknown as StationHandlers;
  const handlers: StationHandlers = {
    ...none,
    snapshot: () => ({ ...emptySnapshot, asOf: newest() }),
    changeSettings: ({ body }) => {
      calls.push(`transfers ${body.transfers}`);
      return changeSettings(defaultSettings, body);
    },
    why: () => ({
      station: {
        reason: "nothingApproved",
        sentence: "Nothing is approved yet.",
        nextAttemptAt: null,
        whatWouldStartIt: null,
        inTerminal: null,
      },
      manifests: [],
      photographs: { total: 0, delivered: 0, pending: 0, imagesDelivered: 0, populations: [] },
      morning: { delivered: 0, needYou: 0, waiting: 0, sentence: "0 photographs delivered" },
    }),
    ...options.handlers,
  };
  return {
    calls,
    untilLeft: () => new Promise((resolve) => void leaving.push(resolve)),
    prune: (seq) => {
      prunedTo = seq;
    },
    append: (transfers) => {
      const event: StationEvent = {
        seq: newest() + 1,
        at: "2026-07-01T10:00:00Z",
        change: { type: "settings", settings: { ...defaultSettings, transfers } },
      };
      events.push(event);
      for (const listener of listeners) listener();
      return event;
    },
    create: async () => ({
      handlers,
      stream: {
        since: (seq, limit) => (seq < prunedTo ? undefined : events.filter((event) => event.seq > seq).slice(0, limit)),
        subscribe: ({ changed }) => {
          listeners.add(changed);
          return () => {
            listeners.delete(changed);
            for (const left of leaving.splice(0)) left();
          };
        },
      },
      picture: async () => options.picture,
      download: () => {
        if (!options.download) throw new LandfallError("NOT_FOUND");
        return options.download;
      },
      resume: () => void calls.push("resume"),
      stop: async () => void calls.push("stop"),
    }),
  };
}
