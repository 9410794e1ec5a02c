/** What the settings make of the link at this hour: the caps that hold now, and whether the sync window is open. */
import { capAt, levelAt, type NetworkSettings, nextChange, nextOpen, type StationSettings } from "@landfall/protocol";
import type { Clock } from "../ports.ts";
import { createLimiter, type Limiter } from "./limiter.ts";

/** The sync window is closed until then; null: until it is set otherwise. */
export interface ClosedWindow {
  readonly untilMs: number | null;
}

export interface Traffic {
  readonly upload: Limiter;
  readonly download: Limiter;
  /** `undefined` while the window is open. */
  readonly closedWindow: () => ClosedWindow | undefined;
  readonly follow: (settings: StationSettings) => void;
  /** Follows the hours while this work is going on. */
  readonly attend: (done: Promise<void>) => void;
}

/** What the link gave while all of it might be used, across restarts; bytes per second. */
export interface SpeedMemory {
  /** Null before the first that was measured. */
  readonly known: () => number | null;
  readonly keep: (bytesPerSecond: number) => void;
}

export interface TrafficOptions {
  readonly clock: Clock;
  readonly settings: StationSettings;
  /** Bytes per second that all transfers together have lately made; null before anything was sent. */
  readonly measured: () => number | null;
  readonly memory?: SpeedMemory;
  /** The window has opened or closed, or is to open at another time. */
  readonly onWindow: () => void;
}

/** A machine that slept, or whose clock was set, is noticed within this time. */
const lookEveryMs = 20_000;

const toBytes = (bits: number | null): number | null => (bits === null ? null : bits / 8);

export function createTraffic({ clock, settings, measured, memory, onWindow }: TrafficOptions): Traffic {
  const upload = createLimiter(clock);
  const download = createLimiter(clock);
  let network: NetworkSettings = settings.network;
  let level = levelAt(network.week, clock.now());
  /** What the link gave while all of it might be used. */
  let fullSpeed = memory?.known() ?? null;
  let closed: ClosedWindow | undefined;
  let working = 0;
  let looking = new AbortController();

  const learn = (now: number | null) => {
    if (now === null || now === fullSpeed) return;
    fullSpeed = now;
    memory?.keep(now);
  };
  const look = () => {
    const nowMs = clock.now();
    if (level === "full" || fullSpeed === null) learn(measured());
    level = levelAt(network.week, nowMs);
    const { uploadCap, downloadCap, peakPercent } = network;
    upload.setRate(capAt(level, toBytes(uploadCap), peakPercent, fullSpeed));
    download.setRate(capAt(level, toBytes(downloadCap), peakPercent, fullSpeed));
    const before = closed;
    closed = level === "closed" ? { untilMs: nextOpen(network.week, nowMs) } : undefined;
    if (before?.untilMs !== closed?.untilMs || (before === undefined) !== (closed === undefined)) onWindow();
  };

  /** Null: nothing changes by itself. */
  const nextLookMs = (): number | null => {
    const waitsForMeasure = level === "peak" && fullSpeed === null && network.uploadCap === null;
    const nextMs = nextChange(network.week, clock.now());
    if (nextMs === null) return waitsForMeasure ? lookEveryMs : null;
    return Math.min(nextMs - clock.now(), lookEveryMs);
  };
  const keepLooking = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      look();
      const waitMs = nextLookMs();
      if (waitMs === null) return;
      await clock.sleep(waitMs, signal).catch(() => {});
    }
  };
  const lookAnew = () => {
    looking.abort();
    looking = new AbortController();
    if (working > 0) void keepLooking(looking.signal);
    else look();
  };

  look();
  return {
    upload,
    download,
    closedWindow: () => closed,
    follow: ({ network: now }) => {
      network = now;
      lookAnew();
    },
    attend: (done) => {
      working += 1;
      if (working === 1) lookAnew();
      done.then(() => {
        working -= 1;
        if (working > 0) return;
        looking.abort();
        // Where no hour differs from another nobody has looked meanwhile.
        look();
      });
    },
  };
}
