/** Tests the way to the hub for a while: small requests for its length and its losses, bodies for its width. */
import { setTimeout as delay } from "node:timers/promises";
import type { Pace } from "@landfall/engine";
import {
  type ActivityActor,
  LandfallError,
  type LinkProbeView,
  type StationSettings,
  toLandfallError,
} from "@landfall/protocol";
import { makeRoom, type ProbeHub, type ProbeTime, probeOnce } from "./link.ts";
import { type LinkSamples, noSamples, proposeFor, toLinkResult } from "./link-verdict.ts";

export interface LinkProbe {
  /** ALREADY_RUNNING while one runs; NOT_CONNECTED, KEY_MISSING. */
  readonly start: (seconds: number, actor: ActivityActor) => LinkProbeView;
  /** The one that runs, else the last; null before the first. */
  readonly view: () => LinkProbeView | null;
  /** NOT_FOUND before the first. */
  readonly cancel: () => LinkProbeView;
  readonly stop: () => Promise<void>;
}

export interface LinkProbeOptions {
  readonly hub: () => ProbeHub;
  readonly settings: () => StationSettings;
  /** The caps that hold now. */
  readonly upload: () => Pace;
  readonly onDone: (view: LinkProbeView, actor: ActivityActor) => void;
}

/** A small request without an answer within this time counts as lost. */
const lostAfterMs = 5_000;
const smallestBody = 16 * 1024;
const largestBody = 1024 * 1024;
/** So much each way, and no more: a link may be paid for by the byte. */
const mostBytes = 8 * 1024 * 1024;
/** Between two rounds. */
const pauseMs = 200;
/** Bodies grow until one takes about this long: the longer, the less the round trip matters. */
const bodyLastsMs = 1_500;

/** The size of the next body, by how long the last one took. */
export function nextBody({ bytes, ms }: ProbeTime): number {
  const wanted = ms < bodyLastsMs / 2 ? bytes * 4 : ms > bodyLastsMs * 2 ? bytes / 4 : bytes;
  return Math.min(Math.max(wanted, smallestBody), largestBody);
}

/** Calls back after each request with all samples so far. Resolves when the time is over; rejects when cut or offline. */
async function probeFor(
  { hub, upload }: Pick<LinkProbeOptions, "hub" | "upload">,
  untilMs: number,
  signal: AbortSignal,
  note: (samples: LinkSamples) => void,
): Promise<void> {
  const client = hub();
  let samples = noSamples;
  let upBytes = smallestBody;
  let downBytes = smallestBody;
  const add = (more: Partial<LinkSamples>) => {
    samples = { ...samples, ...more };
    note(samples);
  };
  const isOver = () => performance.now() >= untilMs;
  const isSpent = (bodies: readonly ProbeTime[]) => bodies.reduce((sum, { bytes }) => sum + bytes, 0) >= mostBytes;
  for (; !isOver(); await delay(pauseMs, undefined, { signal })) {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(lostAfterMs)]);
    const small = await probeOnce(client, {}, inTime).catch((error: unknown) => {
      signal.throwIfAborted();
      // Refused, or nobody there: that is no loss on the way.
      if (error instanceof LandfallError && error.tier !== "transient") throw error;
      return undefined;
    });
    add(small ? { small: [...samples.small, small.ms] } : { lost: samples.lost + 1 });
    if (small && !isOver() && !isSpent(samples.up)) {
      await makeRoom(upload(), upBytes, signal);
      const up = await probeOnce(client, { up: upBytes }, signal);
      add({ up: [...samples.up, up] });
      upBytes = nextBody(up);
    }
    if (small && !isOver() && !isSpent(samples.down)) {
      const down = await probeOnce(client, { down: downBytes }, signal);
      add({ down: [...samples.down, down] });
      downBytes = nextBody(down);
    }
  }
}

export function openLinkProbe(options: LinkProbeOptions): LinkProbe {
  let view: LinkProbeView | undefined;
  let cut = new AbortController();
  let running: Promise<void> | undefined;

  const current = (): LinkProbeView => {
    if (!view) throw new LandfallError("NOT_FOUND", { detail: "the link was not tested yet" });
    return view;
  };

  const run = async (started: LinkProbeView, actor: ActivityActor): Promise<void> => {
    const { signal } = cut;
    const over = new AbortController();
    // A body that outlasts the test by far is broken off, so that the test ends.
    const patience = setTimeout(() => over.abort(new LandfallError("STALLED")), started.seconds * 1000 + 30_000);
    let samples = noSamples;
    const become = (state: LinkProbeView["state"], error: LinkProbeView["error"] = null) => {
      const result = toLinkResult(samples);
      const proposal = state === "running" ? null : proposeFor(result, options.settings());
      view = { ...started, state, result, proposal, error };
    };
    try {
      const untilMs = performance.now() + started.seconds * 1000;
      await probeFor(options, untilMs, AbortSignal.any([signal, over.signal]), (now) => {
        samples = now;
        become("running");
      });
      become("done");
    } catch (thrown) {
      if (signal.aborted) become("cancelled");
      else {
        const { code, detail } = toLandfallError(thrown);
        become("failed", { code, detail: detail ?? null });
      }
    } finally {
      clearTimeout(patience);
      running = undefined;
    }
    if (view && !signal.aborted) options.onDone(view, actor);
  };

  return {
    start: (seconds, actor) => {
      if (running) throw new LandfallError("ALREADY_RUNNING", { detail: "a test of the link" });
      // Says at once when there is nobody to ask.
      options.hub();
      cut = new AbortController();
      const started: LinkProbeView = {
        state: "running",
        startedAt: new Date().toISOString(),
        seconds,
        result: toLinkResult(noSamples),
        proposal: null,
        error: null,
      };
      view = started;
      running = run(started, actor);
      return started;
    },
    view: () => view ?? null,
    cancel: () => {
      if (running) {
        cut.abort(new Error("cancelled"));
        view = { ...current(), state: "cancelled" };
      }
      return current();
    },
    stop: async () => {
      cut.abort(new Error("the station stops"));
      await running;
    },
  };
}
