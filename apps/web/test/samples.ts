/** Contract-valid station data for tests. */
import { defaultSettings, noImages, StationEvent, StationSnapshot } from "@landfall/protocol";

const at = "2026-11-21T09:00:00.000Z";
/** The n-th id of a kind; always the same. */
export const uuid = (kind: number, n: number): string =>
  `${String(kind).padStart(8, "0")}-0000-4000-8000-${String(n).padStart(12, "0")}`;
export const sha = (n: number): string => n.toString(16).padStart(64, "0");

export const noEncounters = { incomplete: 0, pending: 0, approved: 0, denied: 0, synced: 0, partial: 0, failed: 0 };

export const manifestData = (n: number, more: object = {}) => ({
  id: uuid(1, n),
  populationId: uuid(2, 0),
  scanJobId: uuid(3, n),
  name: `Season ${n}`,
  version: 1,
  status: "approved",
  createdAt: `2026-11-${String(10 + n).padStart(2, "0")}T09:00:00.000Z`,
  approvedAt: at,
  encounters: noEncounters,
  images: noImages,
  imagesDue: 0,
  imagesHeld: 0,
  correctionsDue: 0,
  changedThere: 0,
  takenThere: 0,
  toTellAgain: 0,
  bytes: 0,
  bytesComplete: 0,
  run: null,
  ...more,
});

export const populationData = (n: number, manifests?: object[]) => ({
  id: uuid(2, n),
  name: `Population ${n}`,
  onHub: true,
  gate: "open",
  settings: { requireCoordinates: false, requireLicense: false },
  ...(manifests && { manifests }),
});

export const runData = (manifest: number, more: object = {}) => ({
  id: uuid(4, manifest),
  manifestId: uuid(1, manifest),
  state: "running",
  reasons: [],
  error: null,
  startedAt: at,
  finishedAt: null,
  nextAttemptAt: null,
  budget: null,
  settled: false,
  position: 1,
  result: {
    encounters: { synced: 0, partial: 0, failed: 0 },
    images: { complete: 0, alreadyThere: 0, failed: 0, missing: 0, changed: 0 },
    bytesSent: 0,
  },
  ...more,
});

export const hubData = (state: string) => ({
  state,
  url: "https://hub.example.org",
  version: "0.1.0",
  latencyMs: 12,
  clockAheadMs: null,
  checkedAt: at,
  detail: null,
});

export const snapshot = (populations: object[], asOf = 0): StationSnapshot =>
  StationSnapshot.parse({
    asOf,
    version: "0.1.0",
    hub: hubData("reachable"),
    key: { state: "ready", name: "Laptop" },
    settings: { ...defaultSettings, transfers: 2 },
    populations,
    scanJobs: [],
  });

export const event = (seq: number, change: object): StationEvent => StationEvent.parse({ seq, at, change });

export const settingsData = (transfers: number) => ({ type: "settings", settings: { ...defaultSettings, transfers } });
