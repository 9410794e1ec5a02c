/** Syncs that nobody presses: by the clock, and when the link allows it. Decides nothing itself. */
import { moment, type StationDatabase, setMoment, settings } from "@landfall/db";
import { toLandfallError } from "@landfall/protocol";
import type { Connection } from "./connection.ts";
import { measureQuickly } from "./link.ts";
import { decideOpportunistic, type OpportunisticDecision, type OpportunisticFacts } from "./opportunistic.ts";
import type { StationOptions } from "./port.ts";
import type { Runs } from "./runs.ts";
import { dueNow } from "./schedule.ts";
import { type Cause, isBusy, sendableImages, syncUnattended } from "./unattended-sync.ts";

export interface Unattended {
  /** Looks from now on; what the schedule has missed while the station was not there is made up for once. */
  readonly resume: () => void;
  /** One look now. */
  readonly look: () => Promise<void>;
  /** Whether it looks at all: a station that lives for one command does not. */
  readonly isOn: () => boolean;
  /** What the last look at the link came to; undefined before the first. */
  readonly decision: () => OpportunisticDecision | undefined;
  readonly stop: () => Promise<void>;
}

export interface UnattendedOptions {
  readonly db: StationDatabase;
  readonly runs: Runs;
  readonly connection: Connection;
  readonly log: StationOptions["log"];
  readonly now?: () => number;
}

/** Schedules are to the minute, and a machine that wakes up should not wait long. */
const lookEveryMs = 5_000;

export function openUnattended(options: UnattendedOptions): Unattended {
  const { db, runs, connection, log, now = Date.now } = options;
  const stopping = new AbortController();
  let measured: OpportunisticFacts["measured"] = null;
  let lookedMs: number | null = null;
  let decision: OpportunisticDecision | undefined;
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const start = async (cause: Cause) => {
    const started = await syncUnattended(options, cause);
    log.info("a sync was started by the station", { cause, manifests: started });
  };

  const followSchedule = async (nowMs: number) => {
    const { schedule } = settings(db);
    if (schedule.length === 0) return;
    const followed = moment(db, "schedule");
    // Beyond now: by a clock that was ahead, and until that time nothing would ever be due.
    const isKnown = followed !== undefined && followed <= nowMs;
    const kind = isKnown ? dueNow(schedule, followed, nowMs) : null;
    if (!isKnown || kind) setMoment(db, "schedule", nowMs);
    if (kind) await start(kind);
  };

  const facts = (): OpportunisticFacts => ({
    sendable: sendableImages(db),
    isAtWork: isBusy(options),
    hub: connection.status().hub.state,
    measured,
    startedMs: moment(db, "opportunistic") ?? null,
    lookedMs,
  });

  const takeOpportunity = async (nowMs: number) => {
    for (;;) {
      decision = decideOpportunistic(settings(db).opportunistic, facts(), nowMs);
      switch (decision.do) {
        case "look":
          lookedMs = nowMs;
          await connection.check();
          break;
        case "measure":
          measured = { bitsPerSecond: await measure(), atMs: nowMs };
          break;
        case "start":
          setMoment(db, "opportunistic", nowMs);
          await start("link");
          return;
        case "nothing":
          return;
      }
    }
  };

  /** A link over which the body did not arrive is as good as none. */
  const measure = () => measureQuickly(connection.client(), runs.engine.upload, stopping.signal).catch(() => 0);

  const look = (): Promise<void> => {
    looking ??= (async () => {
      const nowMs = now();
      await followSchedule(nowMs);
      if (settings(db).opportunistic.on) await takeOpportunity(nowMs);
      else decision = undefined;
    })()
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) log.warn("no sync was started", { code: toLandfallError(error).code });
      })
      .finally(() => {
        looking = undefined;
      });
    return looking;
  };

  return {
    resume: () => {
      timer = setInterval(() => void look(), lookEveryMs);
      timer.unref();
      void look();
    },
    look,
    isOn: () => timer !== undefined && !stopping.signal.aborted,
    decision: () => decision,
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await looking;
    },
  };
}
